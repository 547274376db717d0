"""Tables as lines of text that the clause parser takes for tables."""

from __future__ import annotations

from corpus.clause import ClauseKind
from corpus.intake.formats.table import Cell, write_table
from corpus.parse import parse


def _cell(words: str, row: int, column: int, across: int = 1, down: int = 1) -> Cell:
    return Cell(tuple(words.split("\n")), row, column, across, down)


def test_the_parser_takes_even_two_columns_for_one_table() -> None:
    lines, is_table = write_table(
        [_cell("档次", 0, 0), _cell("标准", 0, 1), _cell("一档", 1, 0), _cell("20万元", 1, 1)]
    )
    text = "\n".join(["第一条 标准如下：", *lines, "第二条 附则。", ""])
    assert is_table
    tables = [clause.text for clause in parse(text, "t") if clause.kind is ClauseKind.TABLE]
    assert tables == ["| 档次 | 标准 |\n| 一档 | 20万元 |\n"]


def test_a_short_cell_over_several_rows_is_said_in_each() -> None:
    lines, _ = write_table([_cell("国家级", 0, 0, down=2), _cell("甲", 0, 1), _cell("乙", 1, 1)])
    assert lines == ["| 国家级 | 甲 |", "| 国家级 | 乙 |"]


def test_a_long_cell_over_several_rows_is_said_once() -> None:
    lines, _ = write_table([_cell("长" * 40, 0, 1, down=2), _cell("甲", 0, 0), _cell("乙", 1, 0)])
    assert lines == [f"| 甲 | {'长' * 40} |", "| 乙 |  |"]


def test_a_row_over_all_columns_is_a_line_of_text() -> None:
    lines, _ = write_table(
        [_cell("资助标准", 0, 0, across=2), _cell("甲", 1, 0), _cell("1万元", 1, 1)]
    )
    assert lines == ["资助标准", "| 甲 | 1万元 |"]


def test_a_text_in_a_form_comes_out_as_paragraphs() -> None:
    text = f"1. {'甲' * 60}。\n2. {'乙' * 60}。"
    lines, _ = write_table([_cell("服务内容", 0, 0), _cell(text, 0, 1)])
    assert lines == ["服务内容", *text.split("\n")]


def test_the_other_rows_of_a_form_come_out_too_and_those_of_a_table_do_not() -> None:
    text = f"1. {'甲' * 60}。\n2. {'乙' * 60}。"
    rows = [_cell("发文机构", 0, 0), _cell("某局", 0, 1), _cell("内容", 1, 0), _cell(text, 1, 1)]
    assert write_table(rows)[0] == ["发文机构", "某局", "内容", *text.split("\n")]
    assert write_table(rows[:2])[0] == ["| 发文机构 | 某局 |"]
    assert write_table(rows[:2], form=True)[0] == ["发文机构", "某局"]


def test_a_row_of_three_cells_stays_a_row_however_long_they_are() -> None:
    text = f"1. {'甲' * 60}。\n2. {'乙' * 60}。"
    lines, _ = write_table([_cell("一", 0, 0), _cell("二", 0, 1), _cell(text, 0, 2)])
    assert len(lines) == 1


def test_a_frame_of_one_column_is_no_table() -> None:
    assert write_table([_cell("甲\n乙", 0, 0), _cell("丙", 1, 0)]) == (["甲", "乙", "丙"], False)


def test_a_bar_in_a_cell_does_not_make_two_of_it() -> None:
    lines, _ = write_table([_cell("甲|乙", 0, 0), _cell("丙", 0, 1)])
    assert lines == ["| 甲｜乙 | 丙 |"]
