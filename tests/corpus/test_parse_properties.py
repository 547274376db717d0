"""What holds for any input at all: no character lost, ids unique, time linear."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.parse import parse, unplaced

MARKS = "一、/二、/三、/十一、/3、/（一）/（二）/(三）/1./2．/10./（1）/(2)/①/②"
UNNUMBERED = "附件/附件1/附件：/附则/案例1："
UNITS = "第一条 /第二条/第五条　/第十条之一 /第一章 总则/第二节 /第一编/第（一）项/一、二级/答："
NUMBERS = "4.5万元/2024.1.5/2023年/2024年3月8日/- 3 -/12/[bookmark: _GoBack]"
WORDS = (
    "支持企业发展/条件要求/区商务局/符合下列条件：/给予补贴。/不予支持；/本办法自2024年1月1日起施行。"
    "/（责任单位：区局、市局）/（/）/”"
)
SPACES = [
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "　　",
    " ",
    "\u2003",
    "\x00",
    "\x0c",
    "\t",
    "a\tb\tc",
    "|x|y|",
    "\r",
    "\u200b",
    "\ufeff",
    "\ue5e5",
    "\u2028",
]
FORMS = "第—条 /（—）/1﹒/㈠/⑴/第⼆条 /笫三条/第一千零一条 /## /**/__/1\\./第五条至第七条（废止）"
PAGES = "\f公报/目录/一、甲……3/① 注/- 4 -/Article 1 is the one"
CARDS = "申报条件：/扶持标准：/。责任单位：/咨询电话/服务对象/服务内容/时间要求"
PIECES = [
    *SPACES,
    *"/".join((MARKS, UNNUMBERED, UNITS, NUMBERS, WORDS, FORMS, PAGES, CARDS)).split("/"),
]
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=60).map("".join)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_joining_the_clauses_gives_any_text_back(text: str) -> None:
    clauses = parse(text, "d")
    assert "".join(clause.text for clause in clauses) == text
    positions = [0, *(clause.end for clause in clauses)]
    assert [clause.start for clause in clauses] == positions[:-1]
    assert positions[-1] == len(text)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_ids_are_unique_and_parents_come_before_their_children(text: str) -> None:
    seen: set[str] = set()
    for clause in parse(text, "d"):
        assert clause.id not in seen
        assert clause.parent is None or clause.parent in seen
        assert clause.text == text[clause.start : clause.end]
        seen.add(clause.id)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_what_is_reported_unplaced_stands_in_the_text(text: str) -> None:
    for one in unplaced(text):
        assert text[one.span.start : one.span.end] == one.span.text


@pytest.mark.parametrize(
    "unit",
    [
        "1.甲：\n",
        "一、甲\n1.乙\n",
        "（",
        "（责任单位：",
        "1.",
        "第一条",
        "符合条件：\n1.甲；\n2.乙。\n",
        "甲\n1.乙\n",
        "\u200b第\u200b一条 **甲**\n",
        "申报条件：甲。扶持标准：乙。",
        "申报条件\n甲甲甲甲甲甲甲甲甲甲甲甲\n",
        "第一章 总则……3\n",
        "甲①乙\n①丙\n",
        "（责任单位：甲）乙乙乙乙乙乙乙乙乙乙乙乙。",
        "**",
        "......1\n",
    ],
)
def test_a_text_of_120000_characters_is_parsed_within_seconds(unit: str) -> None:
    text = unit * (120_000 // len(unit))
    begin = time.perf_counter()
    assert "".join(clause.text for clause in parse(text, "d")) == text
    assert time.perf_counter() - begin < 20
