"""Printed lines → paragraphs, tables and columns, on pages set by hand."""

from __future__ import annotations

import pytest

from corpus.intake.formats.layout import lay_out
from corpus.intake.formats.original import Draft
from corpus.intake.formats.sheet import Box, Edge, Piece, Sheet
from tests.corpus.intake.formats.making import printed

_WIDE, _HIGH = 400.0, 600.0
_LEFT = 50.0  # thirty characters of ten points up to 350


def _page(*lines: tuple[str, float, float], edges: tuple[Edge, ...] = ()) -> Sheet:
    pieces = [piece for words, x, y in lines for piece in printed(words, x, y)]
    return Sheet(_WIDE, _HIGH, tuple(pieces), edges)


def _set(*lines: str, top: float = 150.0, step: float = 15.0) -> Sheet:
    """Lines as printed: two spaces before a first line, none before the others."""
    return _page(
        *(
            (line.lstrip(), _LEFT + 10 * (len(line) - len(line.lstrip())), top + step * i)
            for i, line in enumerate(lines)
        )
    )


def _lines(*sheets: Sheet) -> list[str]:
    return [line for page in lay_out(sheets).pages for line in page]


_FULL = "对符合条件的企业按照实际投入给予一次性资助并且在年度预算之内安排"[:28]
_MORE = "资金的拨付应当及时足额任何单位不得截留挪用并且接受有关部门的监督检查"[:30]


def test_a_full_line_goes_on_and_an_indented_one_begins_anew() -> None:
    found = _lines(_set(f"  {_FULL}", _MORE, "监督。", f"  {_FULL}", _MORE, "检查。"))
    assert found == [f"{_FULL}{_MORE}监督。", f"{_FULL}{_MORE}检查。"]


def test_a_line_that_ends_early_ends_its_paragraph_whatever_it_ends_with() -> None:
    found = _lines(_set(f"  {_FULL}", _MORE, "到此为止", _MORE, "完。"))
    assert found == [f"{_FULL}{_MORE}到此为止", f"{_MORE}完。"]


def test_a_heading_without_stop_is_not_glued_to_what_follows() -> None:
    found = _lines(
        _set("  一、支持对象", f"  {_FULL}", _MORE, "。", "  二、标准", f"  {_FULL}", "完。")
    )
    assert found == ["一、支持对象", f"{_FULL}{_MORE}。", "二、标准", f"{_FULL}完。"]


def test_what_is_full_and_ends_a_sentence_is_parted_from_a_numbered_line() -> None:
    found = _lines(_set(_MORE, f"{_MORE[:29]}。", f"（一）{_MORE[:27]}", "如此。"))
    assert found == [f"{_MORE}{_MORE[:29]}。", f"（一）{_MORE[:27]}如此。"]


def test_paragraphs_with_space_between_them_are_parted() -> None:
    lines = [(_MORE, 150.0), (_MORE, 165.0), (_MORE, 190.0), (_MORE, 205.0), (_MORE, 220.0)]
    found = _lines(_page(*((words, _LEFT, y) for words, y in lines)))
    assert found == [_MORE * 2, _MORE * 3]


def test_a_hanging_number_keeps_its_block() -> None:
    sheet = _page(
        (f"1.{_MORE[:29]}", _LEFT, 150), (_MORE[:28], 70, 165), ("完。", 70, 180),
        (f"2.{_MORE[:29]}", _LEFT, 195), ("完。", 70, 210),
    )  # fmt: skip
    assert _lines(sheet) == [f"1.{_MORE[:29]}{_MORE[:28]}完。", f"2.{_MORE[:29]}完。"]


def test_a_number_too_long_for_the_line_does_not_end_its_paragraph() -> None:
    found = _lines(_set(_MORE, _MORE[:27], "1234567万元为限。", _MORE, "完。"))
    assert found[0] == f"{_MORE}{_MORE[:27]}1234567万元为限。"


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    draft = lay_out([_set(f"  {_FULL}", _MORE), _set("续完。", f"  {_FULL}", "完。")])
    assert draft.joined == {1}
    assert draft.pages[1][0] == "续完。"


def test_a_page_that_begins_with_a_first_line_begins_anew() -> None:
    indented = [f"  {_FULL}", _MORE, f"  {_FULL}", _MORE]
    assert lay_out([_set(*indented), _set(*indented)]).joined == frozenset()


def _with_heads(number: int, sheet: Sheet) -> Sheet:
    around = [*printed("某市人民政府公报", 150, 30), *printed(f"— {number} —", 180, 570)]
    return Sheet(sheet.width, sheet.height, (*around, *sheet.pieces), sheet.edges)


def test_running_heads_and_page_numbers_go_and_are_said() -> None:
    pages = [_with_heads(i, _set(f"  {_FULL}", "完。")) for i in (1, 2, 3)]
    draft = lay_out(pages)
    assert [line for page in draft.pages for line in page] == [f"{_FULL}完。"] * 3
    assert any("某市人民政府公报" in note for note in draft.notes)


def test_words_that_repeat_in_the_middle_of_pages_stay() -> None:
    draft = lay_out([_set("  附则", f"  {_FULL}", "完。")] * 3)
    assert sum(line == "附则" for page in draft.pages for line in page) == 3


def test_a_long_number_at_the_foot_of_a_page_is_no_page_number() -> None:
    sheet = _page((_MORE, _LEFT, 540), ("电话55514", _LEFT, 555), ("551114", _LEFT, 570))
    assert "551114" in "".join(_lines(sheet))


# -- tables ---------------------------------------------------------------------------------------


def _ruled(xs: list[float], ys: list[float]) -> tuple[Edge, ...]:
    across = [Edge(Box(xs[0], y, xs[-1], y)) for y in ys]
    return (*across, *(Edge(Box(x, ys[0], x, ys[-1])) for x in xs))


def _table(rows: list[list[str]], top: float = 200.0) -> tuple[list[Piece], tuple[Edge, ...]]:
    xs, ys = [50.0, 150.0, 350.0], [top + 20 * i for i in range(len(rows) + 1)]
    pieces = [
        piece
        for i, row in enumerate(rows)
        for j, words in enumerate(row)
        for piece in printed(words, xs[j] + 3, ys[i] + 5)
    ]
    return pieces, _ruled(xs, ys)


def _tabled(rows: list[list[str]], *lines: tuple[str, float, float], top: float = 200.0) -> Sheet:
    pieces, edges = _table(rows, top)
    text = _page(*lines)
    return Sheet(_WIDE, _HIGH, (*text.pieces, *pieces), edges)


def test_a_ruled_table_stands_between_its_neighbours_row_by_row() -> None:
    sheet = _tabled(
        [["档次", "标准"], ["一档", "20万元"]], ("标准如下：", _LEFT, 150), ("附则。", _LEFT, 300)
    )
    assert _lines(sheet) == ["标准如下：", "| 档次 | 标准 |", "| 一档 | 20万元 |", "附则。"]


def test_a_box_around_words_is_no_table() -> None:
    edges = _ruled([40, 360], [140, 190])
    assert _lines(_page(("重要提示。", _LEFT, 150), edges=edges)) == ["重要提示。"]


def test_a_head_printed_again_on_the_next_page_is_there_once() -> None:
    first = _tabled([["档次", "标准"], ["一档", "20万元"]], top=400)
    second = _tabled([["档次", "标准"], ["二档", "10万元"]], top=100)
    assert _lines(first, second) == ["| 档次 | 标准 |", "| 一档 | 20万元 |", "| 二档 | 10万元 |"]


def test_a_row_cut_by_the_end_of_a_page_is_one_row() -> None:
    cut = _MORE[:19]
    first = _tabled([["档次", "标准"], ["一档", cut]], top=400)
    second = _tabled([["", "予20万元"], ["二档", "10万元"]], top=100)
    assert _lines(first, second)[1:] == [f"| 一档 | {cut}予20万元 |", "| 二档 | 10万元 |"]


def test_a_merged_cell_that_reaches_over_the_end_of_a_page_is_said_again() -> None:
    first = _tabled([["档次", "标准"], ["一档", "首次20万元"]], top=400)
    second = _tabled([["", "再次10万元"], ["二档", "5万元"]], top=100)
    assert _lines(first, second)[1:] == [
        "| 一档 | 首次20万元 |", "| 一档 | 再次10万元 |", "| 二档 | 5万元 |",
    ]  # fmt: skip


def test_a_table_that_the_end_of_a_page_leaves_open_is_one() -> None:
    pieces, edges = _table([["档次", "标准"], ["一档", "20万元"]], top=100)
    sheet = Sheet(_WIDE, _HIGH, tuple(pieces), tuple(e for e in edges if e.box.top != 140))
    assert _lines(sheet) == ["| 档次 | 标准 |", "| 一档 | 20万元 |"]


def test_more_lines_than_a_table_has_are_not_looked_at() -> None:
    edges = tuple(Edge(Box(0, y / 10, 300, y / 10)) for y in range(5_000))
    assert _lines(_page(("正文。", _LEFT, 150), edges=edges)) == ["正文。"]


def test_a_form_goes_on_over_the_end_of_a_page_in_the_middle_of_a_sentence() -> None:
    xs = [50.0, 150.0, 350.0]
    upper = [
        ("内容", 53, 405),
        ("1.甲企业给予资助；", 153, 405),
        ("2.对获得奖项的企业给", 153, 420),
    ]
    lower = [("予奖励；", 153, 105), ("3.其他事项由部门解释；", 153, 120), ("4.完。", 153, 135)]
    draft = lay_out(
        [
            _page(*upper, edges=_ruled(xs, [400.0, 440.0])),
            _page(*lower, edges=_ruled(xs, [100.0, 155.0])),
        ]
    )
    assert draft.pages == (
        ("内容", "1.甲企业给予资助；", "2.对获得奖项的企业给"),
        ("予奖励；", "3.其他事项由部门解释；", "4.完。"),
    )
    assert draft.joined == {1}


# -- columns --------------------------------------------------------------------------------------


def _columns() -> Draft:
    left, right = _MORE[:14], _FULL[:14]
    lines = [("关于两栏排印的通知", 150.0, 100.0)]
    lines += [(left, 40.0, 150.0 + 15 * i) for i in range(7)]
    lines += [(right, 220.0, 150.0 + 15 * i) for i in range(7)]
    return lay_out([_page(*lines)])


def test_two_columns_are_read_one_after_the_other_and_said() -> None:
    draft = _columns()
    assert draft.pages[0] == ("关于两栏排印的通知", _MORE[:14] * 7 + _FULL[:14] * 7)
    assert any("双栏" in note for note in draft.notes)


@pytest.mark.parametrize("label", ["申报单位", "联系电话"])
def test_labels_with_their_entries_are_no_columns(label: str) -> None:
    lines = [(label, 40.0, 150.0 + 15 * i) for i in range(8)]
    lines += [("某市某区某某路一百二十号", 220.0, 150.0 + 15 * i) for i in range(8)]
    draft = lay_out([_page(*lines)])
    assert draft.pages[0] == (f"{label} 某市某区某某路一百二十号",) * 8


def test_a_character_drawn_twice_to_look_bold_is_there_once() -> None:
    sheet = _page(("第一条", _LEFT, 150), ("第一条", _LEFT + 0.4, 150))
    assert _lines(sheet) == ["第一条"]


def test_latin_words_keep_their_space_and_chinese_ones_get_none() -> None:
    pieces = [*printed("按照", 50, 150), *printed("LPR", 73, 150), *printed("rate", 92, 150)]
    assert _lines(Sheet(_WIDE, _HIGH, tuple(pieces))) == ["按照LPR rate"]


def test_the_gap_behind_a_number_is_a_space_and_a_stretched_line_has_none() -> None:
    gap = [*printed("第一条", 50, 150), *printed("设立基金", 83.5, 150)]
    assert _lines(Sheet(_WIDE, _HIGH, tuple(gap))) == ["第一条 设立基金"]
    stretched = [
        p for i, char in enumerate("第一条设立基金") for p in printed(char, 50 + 14 * i, 150)
    ]
    assert _lines(Sheet(_WIDE, _HIGH, tuple(stretched))) == ["第一条设立基金"]


@pytest.mark.parametrize("pages", [2, 5])
def test_lines_that_agree_at_the_foot_of_two_pages_of_many_are_text(pages: int) -> None:
    foot = [("责任单位：", 50.0, 560.0), ("区财政局和区科技局。", 50.0, 575.0)]
    sheets = [_page((_MORE, _LEFT, 545.0 - i), *(foot if i < 2 else [])) for i in range(pages)]
    found = "".join(_lines(*sheets))
    assert found.count("责任单位：") == (2 if pages > 3 else 0)
