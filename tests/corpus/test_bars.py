"""Bars: whom a sentence leaves out or takes in, and what leaves nobody out."""

from __future__ import annotations

import pytest

from corpus.bars import Bars, bars


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        ("一个窑口只补一次，扩建窑口不予支持。", Bars.REFUSED, "扩建窑口"),
        ("已获得过市级资金支持的工坊，陶艺券不再重复支持。", Bars.REFUSED, "获得过市级资金支持"),
        ("对县内（不含南岭镇）工坊给予补助", Bars.EXCEPTED, "南岭镇"),
        ("用人单位（劳务派遣企业除外）可以申请", Bars.EXCEPTED, "劳务派遣"),
        ("登记在其他街镇的工坊参照执行", Bars.TAKEN_IN, "登记在其他街镇"),
        ("学徒是指含职校陶艺班、函授班结业生。", Bars.TAKEN_IN, "职校陶艺班"),
        ("有下列情形的不予支持：拖欠租金的；停窑一年的", Bars.REFUSED, "停窑一年"),
    ],
)
def test_a_sentence_names_whom_it_leaves_out_or_takes_in(text: str, kind: Bars, named: str) -> None:
    found = [one for one in bars(text, 7) if one.kind is kind and one.named == named]
    assert found
    span = found[0].span
    assert text[span.start - 7 : span.end - 7] == span.text


def test_what_one_must_have_done_is_named_without_the_denial() -> None:
    (found,) = bars("未参加星级评定的工坊，不能申请补助。")
    assert found.denied
    assert found.named == "参加星级评定"


def test_a_printed_line_that_goes_on_is_read_as_one_and_quoted_as_it_stands() -> None:
    text = "奖补建设内容中已经按照规定享受其他市级财政资金支持的窑口，不再重\n复享受奖补资金。"
    (found,) = bars(text)
    assert "其他市级财政资金" in found.named
    assert "重\n复" in found.span.text


@pytest.mark.parametrize(
    "text",
    [
        "注册资本不低于50万元，律师事务所除外",  # exempt from the condition, not left out
        "在职员工（不含法定代表人）不少于3人",  # who is not counted may apply
        "逾期不予受理",
        "补贴不少于3万元，不超过8万元",
        "具体程序参照市级办法执行",  # names nobody whose case it is
        "奖补方式参照市级标准",
    ],
)
def test_what_leaves_nobody_out_is_no_bar(text: str) -> None:
    assert bars(text) == ()


def test_what_is_not_limited_is_one_case_taken_in() -> None:
    (found,) = bars("不限行业，均可申请。")
    assert (found.kind, found.denied) == (Bars.TAKEN_IN, False)
