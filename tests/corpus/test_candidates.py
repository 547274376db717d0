"""The independent reading that the parser's boundaries are held against."""

from __future__ import annotations

import ast
import time
from pathlib import Path

import pytest

import corpus.candidates
from corpus.candidates import find_candidates, places_at


def test_it_shares_nothing_with_the_parser_and_uses_no_regular_expression() -> None:
    tree = ast.parse(Path(corpus.candidates.__file__).read_text(encoding="utf-8"))
    imported = {
        name.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in node.names
    }
    assert "re" not in imported
    assert not any(name.startswith("corpus") for name in imported)


@pytest.mark.parametrize(
    "line",
    [
        "第一条 甲",
        "第 十 二 章 甲",
        "第—条 甲",
        "笫⼆条 甲",
        "第\u200b二条 甲",
        "## 第一条 甲",
        "**第一条** 甲",
        "一、甲",
        "一，甲",
        "（一）甲",
        "【一】甲",
        "(1) 甲",
        "1.甲",
        "1﹒甲",
        "1．甲",
        "1）甲",
        "1 甲",
        "1.1 甲",
        "1.1.2 甲",
        "①甲",
        "㈠甲",
        "⑴甲",
        "⒈甲",
        "Ⅰ、甲",
        "a.甲",
        "（a）甲",
        "1\\. 甲",
        "2.2025年甲",
        "附件1 甲",
        "案例1：甲",
        "[bookmark: _x]四、甲",
    ],
)
def test_whatever_a_text_may_number_with_is_a_candidate(line: str) -> None:
    assert [one.line for one in find_candidates(f"某办法\n{line}\n乙")] == [2]


@pytest.mark.parametrize(
    "line",
    [
        "2024年1月1日起施行",
        "2024.1.5起施行",
        "4.5万元以上",
        "3.5 吨以下",
        "1,000元",
        "10 万元以上",
        "〔2024〕3号",
        "55593900、55526456",
        "第三方机构",
        "第一批名单",
        "A公司",
        "1\t甲\t乙",
        "|1.|甲|",
        "一般每年一次",
        "三年以上",
    ],
)
def test_numbers_of_running_text_are_none(line: str) -> None:
    assert find_candidates(f"某办法\n{line}\n乙") == ()


def test_marks_behind_a_stop_are_candidates_with_their_own_place() -> None:
    text = "某办法\r一、甲：（1）乙；（2）丙。①丁\r\n"
    found = find_candidates(text)
    assert [(one.line, text[one.start :][:3]) for one in found] == [
        (2, "一、甲"),
        (2, "（1）"),
        (2, "（2）"),
        (2, "①丁\r"),
    ]


def test_a_place_is_named_with_its_line_and_words() -> None:
    (place,) = places_at("甲\n乙乙\n丙", [2])
    assert (place.line, place.start, place.words) == (2, 2, "乙乙")


@pytest.mark.parametrize("unit", ["。", "。 ", "（1", "1.", "一、甲\n", "第一", "[:", "\u200b"])
def test_a_text_of_300000_characters_is_read_within_seconds(unit: str) -> None:
    text = unit * (300_000 // len(unit))
    begin = time.perf_counter()
    find_candidates(text)
    assert time.perf_counter() - begin < 20
