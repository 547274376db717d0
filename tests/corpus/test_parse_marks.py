"""Marks in every form that word processors, PDF and converters leave: made-up sentences."""

from __future__ import annotations

import pytest

from corpus.outline.fold import fold
from corpus.outline.ordinal import chinese, read_ordinal
from corpus.parse import parse, unplaced


def ids(text: str) -> list[str]:
    clauses = parse(text, "d")
    assert "".join(clause.text for clause in clauses) == text
    return [clause.id for clause in clauses]


def marks(text: str) -> list[str]:
    return [c.path.levels[-1].mark for c in parse(text, "d") if c.path.levels[-1].mark]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1﹒甲。\n2﹒乙。\n3．丙。\n", ["1", "2", "3"]),
        ("⒈甲。\n⒉乙。\n", ["1", "2"]),
        ("㈠甲。\n㈡乙。\n", ["(一)", "(二)"]),
        ("⑴甲。\n⑵乙。\n", ["(1)", "(2)"]),
        ("①甲；\n②乙。\n", ["<1>", "<2>"]),
        ("❶甲；\n❷乙。\n", ["<1>", "<2>"]),
        ("一）甲\n二）乙\n", ["(一)", "(二)"]),
        ("（１）甲。\n（２）乙。\n", ["(1)", "(2)"]),
        ("一﹑甲\n二﹑乙\n", ["一", "二"]),
        ("第 一 条 甲。\n第 二 条 乙。\n", ["第1条", "第2条"]),
        ("一、支持以下：⑴甲；⑵乙。\n", ["一", "一.(1)", "一.(2)"]),
    ],
)
def test_a_mark_is_read_in_each_of_its_forms(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_numbers_up_to_9999_are_printed_and_read() -> None:
    assert all(read_ordinal(chinese(number)) == number for number in range(1, 10_000))
    assert read_ordinal("一〇二") == read_ordinal("一○二") == 102
    assert read_ordinal("二〇二四") is None


def test_a_code_of_1260_articles_is_read_to_its_end() -> None:
    text = "".join(f"第{chinese(n)}条　当事人应当依约履行。\n" for n in range(1, 1261))
    assert ids(text) == [f"第{n}条" for n in range(1, 1261)]
    assert parse(text, "d")[-1].label == "第一千二百六十条"


@pytest.mark.parametrize(
    "article",
    [
        "第\u200b二条 乙。",
        "\ufeff第二条 乙。",
        "\ue5e5第二条 乙。",
        "第\u00ad二\u200d条 乙。",
        "第⼆条 乙。",
        "笫二条 乙。",
        "## 第二条 乙。",
        "**第二条** 乙。",
        "**第二条 乙。**",
        "第\u2003二\u2003条 乙。",
    ],
)
def test_unseen_and_look_alike_characters_hide_no_mark_and_stay_in_the_text(article: str) -> None:
    text = f"第一条 甲。\n{article}\n第三条 丙。\n"
    clauses = parse(text, "d")
    assert ids(text) == ["第1条", "第2条", "第3条"]
    assert clauses[1].text == f"{article}\n"
    assert clauses[1].path.levels[-1].mark in article


def test_an_escaped_stop_of_a_converter_is_one() -> None:
    assert ids("1\\. 甲\n\n2\\. 乙\n") == ["1", "2"]


def test_a_heading_keeps_its_characters() -> None:
    clause = parse("一、⽀持⼩微企业\n甲。\n二、乙\n", "d")[0]
    assert clause.heading == "⽀持⼩微企业"


def test_what_is_left_out_belongs_to_what_it_opens_or_closes() -> None:
    text = "**一、甲**\n\u200b**二、乙** 丙\n"
    folded = fold(text)
    assert folded.text == "一、甲\n二、乙 丙\n"
    assert folded.begin(0) == 0
    assert folded.begin(4) == text.index("\u200b")
    assert folded.end(3) == text.index("甲") + 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第—条 甲。\n第二条 乙。\n", ["第—条", "第二条"]),
        ("—、甲\n乙乙。\n二、丙\n", ["—、", "二、"]),
        ("（—）甲\n（二）乙\n", ["（—）", "（二）"]),
        (
            "第二十条 甲。\n第二十—条 乙。\n第二十二条 丙。\n",
            ["第二十条", "第二十—条", "第二十二条"],
        ),
        ("一、甲\n二、乙\n—、另有说明。\n三、丙\n", ["一、", "二、", "三、"]),
        ("第—条至第—条按规定填写。\n", []),
    ],
)
def test_a_dash_is_a_one_where_the_series_proves_it(text: str, expected: list[str]) -> None:
    assert marks(text) == expected


def test_line_ends_of_any_system_end_lines() -> None:
    for end in ("\r", "\r\n", "\n", "\u2028", "\x85"):
        assert ids(f"某办法{end}第一条 甲。{end}第二条 乙。{end}") == ["题名", "第1条", "第2条"]


def test_a_range_of_repealed_articles_is_one_unit_that_each_number_finds() -> None:
    text = "第四条 甲。\n第五条至第七条（废止）\n第八条 乙。\n第五条至第七条规定的情形除外。\n"
    clauses = {clause.id: clause for clause in parse(text, "d")}
    assert list(clauses) == ["第4条", "第5条至第7条", "第8条", "第8条.第2款"]
    assert clauses["第5条至第7条"].label == "第五条至第七条"
    assert [u.line for u in unplaced(text)] == [4]
