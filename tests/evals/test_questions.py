"""Question files as people make them, and what is said of those that can't be used."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from evals.case import Cited, Row, read_rows
from evals.questions import HEADER, Question, read_questions, write_answers
from evals.table import TableError, claim

TABLE = "编号,问题\n甲,技改投了350万，能补多少？\n乙,摊位费补多少？\n"
ASKED = (
    Question("甲", ("技改投了350万，能补多少？",)),
    Question("乙", ("摊位费补多少？",)),
)


README = Path(__file__).parents[2] / "README.md"


def file(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def refused(path: Path) -> list[str]:
    """What is said of a file that can't be used, a line each."""
    with pytest.raises(TableError) as said:
        read_questions(path)
    return str(said.value).splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_csv_is_read_in_each_encoding_that_excel_saves(
    tmp_path: Path, encoding: str, newline: str
) -> None:
    content = TABLE.replace("\n", newline)
    assert read_questions(file(tmp_path, "题目.csv", content, encoding)) == ASKED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_json_lines_are_read_in_each_encoding(tmp_path: Path, encoding: str) -> None:
    lines = [{"id": one.id, "question": one.turns[0]} for one in ASKED]
    content = "\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    assert read_questions(file(tmp_path, "题目.JSONL", content, encoding)) == ASKED


def test_a_workbook_is_read_with_blank_rows_left_out_and_numbers_as_they_show(
    tmp_path: Path,
) -> None:
    path = workbook(
        tmp_path / "题目.xlsx", ("问题", "备注", "编号"), ("甲？", None, 1.0), (None,), ("乙？",)
    )
    assert read_questions(path) == (Question("1", ("甲？",)), Question("4", ("乙？",)))


def test_the_examples_of_the_readme_are_the_same_question_in_both_formats(tmp_path: Path) -> None:
    block = README.read_text("utf-8").partition("```text\n")[2].partition("```")[0]
    lines, cells = block.split("\n\n")
    read = read_questions(file(tmp_path, "a.jsonl", lines))
    assert read == read_questions(file(tmp_path, "a.csv", cells))
    assert len(read) == 1


def test_a_question_without_id_is_called_by_its_row(tmp_path: Path) -> None:
    path = file(tmp_path, "题目.csv", "question\n甲？\n\n乙？\n")
    assert [one.id for one in read_questions(path)] == ["2", "4"]


def test_a_conversation_is_a_list_in_json_and_a_line_each_in_a_cell(tmp_path: Path) -> None:
    turns = ("技改能补多少？", "投了350万")
    lines = file(tmp_path, "a.jsonl", json.dumps({"id": "甲", "turns": turns}))
    cells = file(tmp_path, "a.csv", '编号,对话\n甲,"技改能补多少？\n投了350万"\n')
    assert read_questions(lines) == read_questions(cells) == (Question("甲", turns),)


def test_line_separators_inside_a_json_string_do_not_cut_it(tmp_path: Path) -> None:
    path = file(tmp_path, "a.jsonl", '{"id": "甲", "question": "上半\u2028下半"}')
    assert read_questions(path)[0].turns == ("上半\u2028下半",)


def test_all_faults_of_json_lines_are_said_at_once_with_their_place(tmp_path: Path) -> None:
    lines = [
        '{"id": "甲", "question": "好的"}',
        "不是 JSON",
        '{"id": "甲", "question": "又一个"}',
        '{"id": true, "question": "真"}',
        '{"id": "乙"}',
        '{"id": "丙", "question": 5}',
        '{"id": "丁", "turns": ["一", 2]}',
        '{"id": "戊", "question": "一", "turns": ["二"]}',
        '{"id": "己", "question": "\\ud83d"}',
        "[" * 100_000,
    ]
    assert refused(file(tmp_path, "题.jsonl", "\n".join(lines))) == [
        '题.jsonl 第 2 行：应是一个 JSON 对象，如 {"question": "…"}。',
        '题.jsonl 第 10 行：应是一个 JSON 对象，如 {"question": "…"}。',
        "题.jsonl 第 3 行 id（编号）：“甲”与第 1 行重复。",
        "题.jsonl 第 4 行 id（编号）：应是文字或整数，现在是 True。",
        "题.jsonl 第 5 行 question（问题）：应是文字，现在是空的。",
        "题.jsonl 第 6 行 question（问题）：应是文字，现在是5。",
        '题.jsonl 第 7 行 turns（对话）：应是文字的列表，如 ["…", "…"]，现在是 [\'一\', 2]。',
        "题.jsonl 第 8 行 question（问题）与 turns（对话）：只能写一个。",
        "题.jsonl 第 9 行 question（问题）：含有残缺的字符（'\\ud83d'）。",
    ]


def test_a_comma_that_cuts_a_question_is_noticed(tmp_path: Path) -> None:
    (said,) = refused(file(tmp_path, "题.csv", "编号,问题\n甲,投了1,200万能补多少？\n"))
    assert said.startswith("题.csv 第 2 行：有 3 格，表头只有 2 格")


def test_a_quotation_mark_that_swallows_the_rest_is_noticed(tmp_path: Path) -> None:
    (said,) = refused(file(tmp_path, "题.csv", '编号,问题\n甲,"投了350万\n乙,摊位费\n'))
    assert said.startswith("题.csv 第 2 行：英文双引号不成对")


@pytest.mark.parametrize("header", ["编号,内容", "编号;问题", "问题,问题", "question,问题"])
def test_a_header_without_exactly_one_column_of_questions_is_shown(
    tmp_path: Path, header: str
) -> None:
    (said,) = refused(file(tmp_path, "题.csv", f"{header}\n甲,乙\n"))
    assert said == (
        f"题.csv 表头：应有一列“问题”（question），现在是“{header.replace(',', '、')}”。"
    )


@pytest.mark.parametrize("name", ["空.jsonl", "空.csv"])
def test_an_empty_file_holds_no_questions(tmp_path: Path, name: str) -> None:
    path = file(tmp_path, name, "\n")
    assert refused(path) == [f"{path}：没有题目。"]


def test_what_cannot_be_read_at_all_is_one_line(tmp_path: Path) -> None:
    other = file(tmp_path, "题.xls", "x")
    words = file(tmp_path, "题.csv", TABLE, "utf-16")
    broken = file(tmp_path, "题.xlsx", "PK")
    folder = tmp_path / "夹.csv"
    folder.mkdir()
    assert refused(other) == [f"{other}：应是 .jsonl、.csv、.xlsx 文件。"]
    assert refused(words) == [f"{words}：应是 UTF-8 或 GB18030 编码的文字。"]
    assert refused(broken) == [f"{broken}：不是能打开的 .xlsx 工作簿（已损坏，或有密码）。"]
    assert refused(folder) == [f"{folder}：读不了，这是文件夹。"]
    assert refused(tmp_path / "无.csv") == [f"{tmp_path / '无.csv'}：读不了，没有这个文件。"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("答案.txt", "应是 .jsonl、.csv、.xlsx 文件"),
        ("夹.csv", "写不了，这是文件夹"),
        ("题.csv/答案.csv", "写不了，路径中有一段不是文件夹"),
    ],
)
def test_a_place_for_answers_that_cannot_be_written_is_refused_beforehand(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "夹.csv").mkdir()
    file(tmp_path, "题.csv", TABLE)
    with pytest.raises(TableError) as said:
        claim(tmp_path / name)
    assert str(said.value) == f"{tmp_path / name}：{reason}。"


ROWS = [
    Row(
        id="甲",
        answer_text="=可获\x07资助",
        citations=(Cited("m", "第4条", "20%"), Cited("m", "第5条", "30%")),
        amounts=(Decimal("7E+5"),),
        status="answered",
    ),
    Row(id="乙", answer_text="未载明", amounts=(Decimal(1), Decimal(2)), refused=True),
]


def test_answers_in_json_lines_are_rows_as_the_graders_read_them(tmp_path: Path) -> None:
    write_answers(tmp_path / "a.jsonl", ASKED, ROWS)
    assert list(read_rows(tmp_path / "a.jsonl").values()) == ROWS


def test_answers_in_a_csv_open_in_excel_with_no_cell_a_formula(tmp_path: Path) -> None:
    write_answers(tmp_path / "a.csv", ASKED, ROWS)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as stream:
        head, first, second = csv.reader(stream)
    assert tuple(head) == HEADER
    assert first[2:5] == ["'=可获\x07资助", "700000", "m 第4条：20%\nm 第5条：30%"]
    assert second[2:] == ["未载明", "1；2", "", "是", "否", ""]


def test_answers_in_a_workbook_are_texts_and_one_amount_is_a_number(tmp_path: Path) -> None:
    write_answers(tmp_path / "a.xlsx", ASKED, ROWS)
    page = load_workbook(tmp_path / "a.xlsx").worksheets[0]
    text, amount = page.cell(2, 3), page.cell(2, 4)
    assert (text.value, text.data_type) == ("=可获资助", "s")
    assert amount.value == 700000
