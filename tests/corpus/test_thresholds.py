"""Thresholds: what a provision compares, on which side, and what is no condition at all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from corpus.thresholds import thresholds


@pytest.mark.parametrize(
    ("text", "kind", "meets", "misses"),
    [
        ("体验店面积不少于100平方米", "平方米", 100, 99),
        ("上年度研发费用达到100万元以上的企业", "money", 1_000_000, 999_999),
        ("全年上缴工会经费低于1万元（不含）的工会", "money", 9_999, 10_000),
        ("运营主体注册成立1年（含）以上", "月", 12, 8),
        ("可以延期缴纳税款，最长不超过3个月", "月", 3, 6),
        ("签订劳动合同1年以内的职工", "月", 11, 13),
        ("申请前连续缴纳社会保险费满6个月", "月", 6, 5),
    ],
)
def test_a_number_is_on_one_side_or_the_other(
    text: str, kind: str, meets: int, misses: int
) -> None:
    (found,) = thresholds(text)
    assert found.kind == kind
    assert found.met_by(Fraction(meets))
    assert not found.met_by(Fraction(misses))
    assert text[found.span.start : found.span.end] == found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "给予不超过200万元的资金支持",
        "单家企业奖励资金不超过1000万元",
        "按每人不超过1500元的标准给予补助",
        "每家补贴总额最高不超过3万元",
        "项目共有3家单位参加",
        "本办法自2024年1月1日起施行",
        "法定代表人不超过55周岁",
    ],
)
def test_what_is_paid_and_what_is_only_told_is_no_threshold(text: str) -> None:
    assert thresholds(text) == ()


def test_the_noun_of_a_short_phrase_stands_before_it() -> None:
    (found,) = thresholds("可以延期缴纳税款，最长不超过3个月")
    assert "延期缴纳税款" in found.noun


def test_offsets_are_those_of_the_document() -> None:
    text = "一、条件\n场地面积不少于500平方米"
    (found,) = thresholds(text[5:], 5)
    assert text[found.span.start : found.span.end] == found.span.text
