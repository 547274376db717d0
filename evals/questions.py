"""Question files that anyone can write: what to ask, and nothing of what is right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from evals.case import Row, write_rows
from evals.table import Cell, Record, TableError, read_table, write_csv, write_xlsx, writing

NAMES: Final = {  # as a header may say it → the field
    "id": "id",
    "编号": "id",
    "question": "question",
    "问题": "question",
    "turns": "turns",
    "对话": "turns",
}
HEADER: Final = ("编号", "问题", "答复", "金额（元）", "引用", "拒答", "追问", "状态")


@dataclass(frozen=True, slots=True)
class Question:
    """What a user says in order; the last turn is answered."""

    id: str
    turns: tuple[str, ...]


class FieldError(ValueError):
    """A field of a row is not what it should be; the message says so in Chinese."""


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a .jsonl, .csv or .xlsx file, in its order.

    Raises:
        TableError: it can't be read, or at least one row is wrong; a line for each fault.
    """
    table = read_table(path)
    named = sorted(filter(None, map(_name, table.header)))
    if table.header and (not {"question", "turns"} & set(named) or len(set(named)) < len(named)):
        shown = "、".join(filter(None, table.header))
        raise TableError(f"{path.name} 表头：应有一列“问题”（question），现在是“{shown}”。")
    faults = list(table.faults)
    questions: dict[str, Question] = {}
    rows: dict[str, int] = {}
    for record in table.records:
        try:
            question = _question(record)
            if question.id in questions:
                raise FieldError(f"id（编号）：“{question.id}”与第 {rows[question.id]} 行重复。")
        except FieldError as fault:
            faults.append(f"第 {record.number} 行 {fault}")
        else:
            questions[question.id] = question
            rows[question.id] = record.number
    if faults:
        raise TableError("\n".join(f"{path.name} {fault}" for fault in faults))
    if not questions:
        raise TableError(f"{path}：没有题目。")
    return tuple(questions.values())


def write_answers(path: Path, questions: Sequence[Question], rows: Iterable[Row]) -> None:
    """Write the rows that answer ``questions``, in the format that the suffix of ``path`` names.

    Raises:
        TableError: the file can't be written.
    """
    suffix = path.suffix.lower()
    with writing(path):
        if suffix == ".jsonl":
            write_rows(path, rows)
        else:
            write = write_csv if suffix == ".csv" else write_xlsx
            write(path, [HEADER, *map(_cells, questions, rows)])


def _question(record: Record) -> Question:
    fields = {_name(name): value for name, value in record.fields.items()}
    return Question(id_of(fields, record.number), turns_of(fields))


def _name(written: str) -> str:
    return NAMES.get(written.strip().casefold(), "")


def id_of(fields: Mapping[str, Any], number: int) -> str:
    """What a row calls itself, else its number. Raises FieldError."""
    value = fields.get("id")
    if value in (None, ""):
        return str(number)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise FieldError(f"id（编号）：应是文字或整数，现在是 {value!r}。")
    return sound("id（编号）", str(value))


def turns_of(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """What the user says in order, from ``question`` or ``turns``. Raises FieldError."""
    question, turns = fields.get("question"), fields.get("turns")
    if question and turns:
        raise FieldError("question（问题）与 turns（对话）：只能写一个。")
    if turns:
        lines = turns.splitlines() if isinstance(turns, str) else turns
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise FieldError(f'turns（对话）：应是文字的列表，如 ["…", "…"]，现在是 {turns!r}。')
        said = [sound("turns（对话）", line) for line in lines if line.strip()]
        if said:
            return tuple(said)
    if not isinstance(question, str) or not question.strip():
        shown = "空的" if question in (None, "", [], {}) else repr(question)
        raise FieldError(f"question（问题）：应是文字，现在是{shown}。")
    return (sound("question（问题）", question),)


def sound(name: str, text: str) -> str:
    """The text, if it can be written to a file again: half a surrogate pair can't."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise FieldError(f"{name}：含有残缺的字符（{text!a}）。") from None
    return text


def _cells(question: Question, row: Row) -> list[Cell]:
    several = "；".join(format(amount, "f") for amount in row.amounts)
    return [
        question.id,
        question.turns[-1],
        row.answer_text,
        row.amounts[0] if len(row.amounts) == 1 else several,
        "\n".join(f"{cited.doc} {cited.clause}：{cited.quote}" for cited in row.citations),
        "是" if row.refused else "否",
        "是" if row.asked else "否",
        row.status or "",
    ]
