"""Layouts of published policy texts, rewritten small, with the outline each must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.clause import Clause
from corpus.parse import parse, unplaced

LAYOUTS = Path(__file__).parent / "fixtures" / "layouts"
TEXTS = sorted(LAYOUTS.glob("*.txt"))


def read(name: str) -> dict[str, Clause]:
    path = next(LAYOUTS.glob(f"{name}-*.txt"))
    return {clause.id: clause for clause in parse(path.read_text(encoding="utf-8"), "d")}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_layout_gives_its_outline(path: Path) -> None:
    clauses = parse(path.read_text(encoding="utf-8"), "d")
    got = [f"{c.id} | {c.kind.value} | {c.label} | {c.heading}".rstrip() for c in clauses]
    expected = path.with_suffix(".outline").read_text(encoding="utf-8").splitlines()
    assert got == [line.rstrip() for line in expected]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_clauses_of_a_layout_give_its_text_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "".join(clause.text for clause in parse(text, "d")) == text


def test_a_chapter_end_keeps_the_article_before_it_whole() -> None:
    clauses = read("01")
    assert clauses["第2条.第2款"].text.startswith("符合前款条件")
    assert clauses["第2条.第2款"].parent == "第2条"
    assert clauses["第3条"].parent == "第2章.第1节"


def test_one_article_inside_sections_does_not_break_them() -> None:
    clauses = read("03")
    assert clauses["第5条"].parent == "二"
    assert clauses["三"].parent is None


def test_paragraphs_behind_a_heading_are_numbered_and_do_not_stick_to_an_item() -> None:
    clauses = read("02")
    assert [c for c in clauses if c.startswith("三")] == ["三", "三.第1款", "三.第2款", "三.第3款"]


def test_items_that_run_on_across_headings_keep_their_printed_numbers() -> None:
    assert {"二.(一).2", "二.(二).3"} <= set(read("02"))


def test_the_responsible_bodies_are_read_with_brackets_inside_their_names() -> None:
    clauses = read("02")
    assert clauses["二.(一).1"].responsible == ("区商务局", "区财政局")
    assert clauses["二.(一).2"].responsible == ("区城管局（综合执法局）",)


def test_responsible_bodies_on_a_line_of_their_own_belong_to_the_unit() -> None:
    assert read("15")["五.(三)"].responsible == ("市发展改革委", "市财政局")


def test_a_mark_in_another_style_takes_its_place_and_is_kept_as_printed() -> None:
    level = read("05")["三"].path.levels[-1]
    assert (level.token, level.mark, level.number) == ("三", "3、", 3)


def test_converter_remnants_are_nodes_of_their_own_and_leave_the_heading_clean() -> None:
    clauses = read("05")
    assert clauses["四"].heading == "修订意义"
    assert clauses["四.第1款"].text == "修订有利于发展。\n"
    assert clauses["残留[3]"].text.strip() == "2"


def test_a_quoted_provision_is_the_heading_of_the_item_that_speaks_of_it() -> None:
    clauses = read("05")
    assert clauses["三.(二).1"].heading == "原“第三条 支持设备更新”"
    assert clauses["三.(三).1"].breadcrumb == ("修订内容", "新增条款")


def test_text_behind_an_inline_list_goes_back_to_the_article() -> None:
    assert read("12")["第2条.第2款"].text.startswith("已经领取的")


def test_a_line_break_inside_a_sentence_opens_no_item() -> None:
    clauses = read("08")
    assert "0.255 元起" in clauses["一.(一)" if "一.(二)" not in clauses else "一.(二)"].text
    assert not any(part.startswith("一.(二)[") for part in clauses)


def test_a_reference_at_the_head_of_a_line_is_reported_and_not_placed() -> None:
    text = next(LAYOUTS.glob("08-*.txt")).read_text(encoding="utf-8")
    assert [(u.line, u.reason) for u in unplaced(text)] == [(9, "正文引用，不是编号")]


@pytest.mark.parametrize(
    "sentence",
    [
        "一、标准：包括4.5万元；2024.1.5起执行，第一批名单另行公布。",
        "一、标准：补助3.5吨以下车辆；5G基站每个1.5万元。",
        "一、标准：按（含）以上执行；一等奖、二等奖、三等奖各1名。",
    ],
)
def test_numbers_inside_a_sentence_are_never_cut(sentence: str) -> None:
    assert [clause.id for clause in parse(sentence, "d")] == ["一"]


def test_full_width_and_half_width_marks_read_the_same() -> None:
    wide = "一、甲\n（一）乙\n１．丙\n（１）丁\n"
    narrow = "一、甲\n(一)乙\n1.丙\n(1)丁\n"
    assert [c.id for c in parse(wide, "d")] == [c.id for c in parse(narrow, "d")]


def test_an_item_whose_text_begins_with_a_year_is_an_item() -> None:
    clauses = parse("1.2025年度名额\n说明。\n2.2026年度名额\n说明。\n", "d")
    assert [c.heading for c in clauses] == ["2025年度名额", "2026年度名额"]


def test_the_given_title_begins_every_breadcrumb() -> None:
    clauses = parse("一、甲\n（一）乙\n", "d", "某办法")
    assert [c.breadcrumb for c in clauses] == [("某办法",), ("某办法", "甲")]
