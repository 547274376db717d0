"""Files of cases that anyone can write: .jsonl, .csv or .xlsx, headers in Chinese or in English.

A list in a cell has an item a line, or items set apart by ；; of what stands between | any one
will do. What a file has wrong is said all at once, in Chinese, each with its row and column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from evals.case import Case
from evals.case_columns import CLAUSES, COLUMNS, FIELDS, key
from evals.held import HeldClauses
from evals.questions import FieldError, id_of, turns_of
from evals.table import Table, TableError, read_table

MOST: Final = 5000  # cases of one file
LONGEST: Final = 20_000  # characters of one turn: an over-long question is a case too
TURNS: Final = 50
WORD: Final = 200  # characters of an id and of a category: the records keep no more
UNSORTED: Final = "未分类"
EXAMPLE: Final = "measures:4 或 《若干措施》第4条"  # of the texts that the bot comes with
_HEADER: Final = "表头：{said}。可以写的列：{known}。"


def read_cases(*files: Path, held: HeldClauses | None = None) -> tuple[Case, ...]:
    """Read case files, in order; with ``held``, what they name must be among those clauses.

    Raises:
        TableError: one can't be read, a row is no case, or two cases share an id.
    """
    cases: dict[str, Case] = {}
    faults: list[str] = []
    for file in files:
        faults += _read(file, cases, held)
    if faults:
        raise TableError("\n".join(faults))
    return tuple(cases.values())


def case_of(fields: Mapping[str, Any], number: int = 1) -> Case:
    """One case from its fields, as a line of a .jsonl or a row of a table has them.

    Raises:
        FieldError: a line for every field that is not what it should be.
    """
    case, faults = _case(fields, number, _places(()), None)
    if case is None:
        raise FieldError("\n".join(faults))
    return case


def _read(file: Path, cases: dict[str, Case], held: HeldClauses | None) -> list[str]:
    """Add the cases of a file; what is wrong with it, a line each."""
    table = read_table(file)
    faults = _header_faults(table)
    if len(table.records) > MOST:
        faults.append(f"有 {len(table.records)} 题，一份最多 {MOST} 题，请分成几份。")
    if not faults:  # with another header every row would be wrong
        faults = [*table.faults, *_take(table, cases, held)]
    if not faults and not table.records:
        faults.append("没有题目。")
    return [f"{file.name} {fault}" for fault in faults]


def _take(table: Table, cases: dict[str, Case], held: HeldClauses | None) -> list[str]:
    place = _places(table.header)
    faults: list[str] = []
    for record in table.records:
        case, wrong = _case(record.fields, record.number, place, held)
        if case is not None and case.id in cases:
            wrong = [f"{place('编号')}：“{case.id}”与前面的一题重复。"]
        elif case is not None:
            cases[case.id] = case
        faults += [f"第 {record.number} 行 {line}" for line in wrong]
    return faults


def _header_faults(table: Table) -> list[str]:
    written = [name for name in table.header if name]
    named = [FIELDS[key(name)].field for name in written if key(name) in FIELDS]
    known = "、".join(column.title for column in COLUMNS)
    if unknown := [f"“{name}”" for name in written if key(name) not in FIELDS]:
        return [_HEADER.format(said=f"不认识{'、'.join(unknown)}", known=known)]
    if len(set(named)) < len(named):
        return [_HEADER.format(said="有两列是同一项", known=known)]
    if written and not {"question", "turns"} & set(named):
        return [_HEADER.format(said="没有“问题”（question）一列", known=known)]
    return []


def _places(header: Sequence[str]) -> Callable[[str], str]:
    """How a fault names the column that it stands in."""
    from openpyxl.utils import get_column_letter

    letters = {key(name): get_column_letter(at) for at, name in enumerate(header, 1) if name}

    def place(name: str) -> str:
        letter = letters.get(key(name))
        return f"{letter} 列“{name}”" if letter else f"“{name}”"

    return place


def _case(
    fields: Mapping[str, Any],
    number: int,
    place: Callable[[str], str],
    held: HeldClauses | None,
) -> tuple[Case | None, list[str]]:
    values: dict[str, Any] = {"category": UNSORTED}
    asked: dict[str, Any] = {}
    faults = []
    for name, value in fields.items():
        column = FIELDS.get(key(name))
        if value is None or value == "":  # a cell left empty is a field left out
            continue
        if column is None:
            faults.append(f"{place(name)}：没有这个字段。")
        elif column.read is None:
            asked[column.field] = value
        else:
            try:
                read = _held(column.read, held) if column.field == CLAUSES else column.read
                values[column.field] = read(value)
            except FieldError as fault:
                faults.append(f"{place(name)}：{fault}，现在是“{str(value)[:60]}”。")
    try:
        values["id"] = id_of(asked, number)
        values["turns"] = _bounded(turns_of(asked))
    except FieldError as fault:
        faults.append(str(fault))
    faults += [
        f"{place(title)}：最多 {WORD} 字，现在是 {len(values[field])} 字。"
        for field, title in (("id", "编号"), ("category", "类别"))
        if len(values.get(field, "")) > WORD
    ]
    return (None, faults) if faults else (Case(**values), [])


def _held(read: Callable[[Any], Any], held: HeldClauses | None) -> Callable[[Any], Any]:
    """How a cell of clauses is read, with an example of one that there is."""
    example = held.example if held else EXAMPLE

    def among(value: object) -> object:
        try:
            groups = read(value)
        except FieldError as fault:
            raise FieldError(f"{fault}，如 {example}") from None
        unknown = [one for group in groups for one in group if held and not held.named(one)]
        if unknown:
            said = "、".join(f"“{one[:60]}”" for one in unknown[:5])
            raise FieldError(f"现有的文件里没有{said}，应是其中有的条款，如 {example}")
        return groups

    return among


def _bounded(turns: tuple[str, ...]) -> tuple[str, ...]:
    if len(turns) > TURNS or max(map(len, turns)) > LONGEST:
        raise FieldError(f"turns（对话）：最多 {TURNS} 句，一句最多 {LONGEST} 字。")
    return turns
