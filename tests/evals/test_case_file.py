"""Files of cases as people make them: all three kinds, and what is said of those that are wrong."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.collection import Collection
from evals import case_file, table
from evals.__main__ import main
from evals.case import Case
from evals.case_columns import COLUMNS
from evals.case_file import read_cases
from evals.held import HeldClauses
from evals.table import TableError

HEADER = ("编号", "问题", "类别", "应引条款", "应得金额(元)", "要点", "应拒答", "可问可答", "备注")
ROW = (
    "甲", "技改投了180万能补多少？", "金额",
    "measures:4|《若干措施》第4条；measures:附则", "36万元",
    "20%\n36万|360000元", "否", "是", "180×20%",
)  # fmt: skip
CASE = Case(
    id="甲",
    turns=("技改投了180万能补多少？",),
    category="金额",
    gold_clauses=(("measures:4", "《若干措施》第4条"), ("measures:附则",)),
    amount_yuan=Decimal(360000),
    must_contain=(("20%",), ("36万", "360000元")),
    ask_ok=True,
    note="180×20%",
)


def lines(path: Path, *items: object) -> Path:
    path.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in items), "utf-8")
    return path


def sheet(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def cells(path: Path, *rows: tuple[object, ...]) -> Path:
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), "utf-8-sig")
    return path


def refused(path: Path) -> list[str]:
    with pytest.raises(TableError) as said:
        read_cases(path)
    return str(said.value).splitlines()


def test_a_workbook_a_csv_and_json_lines_say_the_same_case(tmp_path: Path) -> None:
    english = {
        "id": "甲", "turns": list(CASE.turns), "category": "金额",
        "gold_clauses": [["measures:4", "《若干措施》第4条"], "measures:附则"],
        "amount_yuan": "360000", "must_contain": ["20%", ["36万", "360000元"]],
        "answerable": True, "ask_ok": True, "note": "180×20%",
    }  # fmt: skip
    chinese = dict(zip(HEADER, ROW, strict=True))
    files = (
        sheet(tmp_path / "a.xlsx", HEADER, ROW), cells(tmp_path / "a.csv", HEADER, ROW),
        lines(tmp_path / "a.jsonl", english), lines(tmp_path / "b.jsonl", chinese),
    )  # fmt: skip
    assert [read_cases(file) for file in files] == [(CASE,)] * 4


def test_english_headers_and_numbers_of_a_workbook_are_read(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "a.xlsx",
        ("id", "turns", "answerable", "amount_any_of", "must_not_contain"),
        (7, "一句\n两句", "否", "36万；400000", "不予\n不得"),
    )
    (case,) = read_cases(path)
    assert (case.id, case.turns, case.answerable) == ("7", ("一句", "两句"), False)
    assert case.gold_amounts == (Decimal(360000), Decimal(400000))
    assert case.must_not_contain == ("不予", "不得")
    assert case.category == "未分类"


def test_a_row_needs_no_more_than_a_question(tmp_path: Path) -> None:
    (case,) = read_cases(cells(tmp_path / "a.csv", ("问题",), ("有效期到哪天？",)))
    assert case == Case(id="2", turns=("有效期到哪天？",), category="未分类")


def test_all_faults_of_a_workbook_are_said_at_once_with_row_and_column(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "题.xlsx",
        ("编号", "问题", "应得金额（元）", "应引条款", "应拒答", "金额性质", "要点"),
        ("甲", "一？", "很多", "第四条", "也许", "大概", "re:["),
        ("甲", "", "-5", "", "", "", ""),
        ("乙", "二？", "36万左右", "某文件", "是", "至多", "好"),
        ("丙", "三？", "", "", "", "", ""),
        ("丙", "四？", "", "", "", "", ""),
    )
    clause = "应写明文件和条款，如 measures:4 或 《若干措施》第4条"
    amount = "应是一个金额，单位元，如 360000 或 36万元"
    kinds = "确定、至多、至少、逐年、无、区间、反算、为零、追问"
    assert refused(path) == [
        f"题.xlsx 第 2 行 C 列“应得金额（元）”：{amount}，现在是“很多”。",
        f"题.xlsx 第 2 行 D 列“应引条款”：{clause}，现在是“第四条”。",
        "题.xlsx 第 2 行 E 列“应拒答”：应是“是”或“否”，现在是“也许”。",
        f"题.xlsx 第 2 行 F 列“金额性质”：应是 {kinds} 之一，现在是“大概”。",
        "题.xlsx 第 2 行 G 列“要点”：re: 之后不是正则表达式"
        "（unterminated character set at position 0），现在是“re:[”。",
        f"题.xlsx 第 3 行 C 列“应得金额（元）”：{amount}，现在是“-5”。",
        "题.xlsx 第 3 行 question（问题）：应是文字，现在是空的。",
        f"题.xlsx 第 4 行 C 列“应得金额（元）”：{amount}，现在是“36万左右”。",
        f"题.xlsx 第 4 行 D 列“应引条款”：{clause}，现在是“某文件”。",
        "题.xlsx 第 6 行 A 列“编号”：“丙”与前面的一题重复。",
    ]


def test_a_clause_that_no_text_holds_is_said_with_one_that_there_is(tmp_path: Path) -> None:
    held = HeldClauses(Collection.load().library)
    header = ("问题", "应引条款")
    rows = ("一？", "measures:99|measures:附则；《若干措施》第98条"), ("二？", "第四条")
    path = sheet(tmp_path / "题.xlsx", header, *rows)
    with pytest.raises(TableError) as said:
        read_cases(path, held=held)
    first, second = str(said.value).splitlines()
    place, example = "列“应引条款”：", held.example
    assert first.startswith(
        f"题.xlsx 第 2 行 B {place}现有的文件里没有“measures:99”、“《若干措施》第98条”，"
        f"应是其中有的条款，如 {example}，现在是"
    )
    assert second.startswith(f"题.xlsx 第 3 行 B {place}应写明文件和条款，如 {example}，现在是")
    assert held.named(example)
    good = sheet(tmp_path / "好.xlsx", header, ("一？", f"{example}|measures:附则"))
    assert len(read_cases(good, held=held)) == 1


def test_a_formula_without_a_value_is_said_to_be_one(tmp_path: Path) -> None:
    path = sheet(
        tmp_path / "题.xlsx",
        ("问题", "应得金额（元）"),
        ('="一"&"？"', "=2*3"),
        ("二？", 6),
    )
    said = "是公式，文件里没有存下它的值；应直接写值（在 Excel 里复制，再“粘贴为数值”）。"
    assert refused(path) == [
        f"题.xlsx 第 2 行 A 列“问题”：{said}",
        f"题.xlsx 第 2 行 B 列“应得金额（元）”：{said}",
    ]


def test_faults_of_json_lines_name_line_and_field(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "题.jsonl",
        {"id": "a", "question": "一？", "gold": []},
        {"id": "b", "question": "二？", "must_contain": 5},
        ["c"],
    )
    assert refused(path) == [
        '题.jsonl 第 3 行：应是一个 JSON 对象，如 {"question": "…"}。',
        "题.jsonl 第 1 行 “gold”：没有这个字段。",
        "题.jsonl 第 2 行 “must_contain”：应是列表，或一行一项的文字，现在是“5”。",
    ]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (("问题", "答案"), "不认识“答案”"),
        (("问题", "question"), "有两列是同一项"),
        (("应拒答", "问题", "answerable"), "有两列是同一项"),
        (("编号", "类别"), "没有“问题”（question）一列"),
    ],
)
def test_a_header_that_cannot_be_used_is_said_with_what_could_be(
    tmp_path: Path, header: tuple[str, ...], said: str
) -> None:
    (line,) = refused(cells(tmp_path / "题.csv", header, tuple("很多" for _ in header)))
    assert line.startswith(f"题.csv 表头：{said}。可以写的列：编号、问题、")


def test_what_is_too_large_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "题.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    monkeypatch.setattr(table, "UNPACKED", 1_000_000)
    assert refused(bomb) == [f"{bomb}：展开后太大，请分成几份。"]
    monkeypatch.setattr(table, "BYTES", 10)
    assert refused(bomb) == [f"{bomb}：超过 0MB，请分成几份。"]
    monkeypatch.undo()
    monkeypatch.setattr(table, "ROWS", 2)
    rows = sheet(tmp_path / "行.xlsx", ("问题",), ("一？",), ("二？",))
    assert refused(rows) == [f"{rows}：超过 2 行，请分成几份，或删去末尾的空行。"]
    monkeypatch.setattr(case_file, "MOST", 1)
    many = cells(tmp_path / "多.csv", ("问题",), ("一？",), ("二？",))
    assert refused(many) == ["多.csv 有 2 题，一份最多 1 题，请分成几份。"]


@pytest.mark.parametrize(("field", "title"), [("id", "编号"), ("category", "类别")])
def test_an_id_or_category_that_the_records_could_not_keep_is_refused(
    tmp_path: Path, field: str, title: str
) -> None:
    fits = {"question": "一？", field: "长" * 200}
    assert len(read_cases(lines(tmp_path / "a.jsonl", fits))) == 1
    (said,) = refused(lines(tmp_path / "b.jsonl", {**fits, field: "长" * 201}))
    assert said == f"b.jsonl 第 1 行 “{title}”：最多 200 字，现在是 201 字。"


def test_a_turn_longer_than_anybody_types_is_refused(tmp_path: Path) -> None:
    (said,) = refused(lines(tmp_path / "a.jsonl", {"question": "长" * 20_001}))
    assert said == "a.jsonl 第 1 行 turns（对话）：最多 50 句，一句最多 20000 字。"


def test_the_command_counts_the_cases_or_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = tmp_path / "好.csv", tmp_path / "坏.csv"
    assert main(["check", str(cells(good, ("问题",), ("一？",)))]) == 0
    assert capsys.readouterr().out == "1 题，可以使用。\n"
    assert main(["check", str(cells(bad, ("题目",), ("一？",)))]) == 2
    assert "表头：不认识“题目”" in capsys.readouterr().err
    assert main(["check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(COLUMNS)
