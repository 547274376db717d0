"""Tables that people make and open: rows from .jsonl, .csv and .xlsx, and tables written back."""

from __future__ import annotations

import csv
import errno
import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.cell import plain_cell

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIXES: Final = (".jsonl", ".csv", ".xlsx")
_REASONS: Final = {
    errno.EACCES: "没有权限",
    errno.EEXIST: "路径中有一段不是文件夹",
    errno.EISDIR: "这是文件夹",
    errno.ENOENT: "没有这个文件",
    errno.ENOSPC: "磁盘已满",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
}
BYTES: Final = 20_000_000  # of a file
UNPACKED: Final = 200_000_000  # bytes that a workbook may come to: a small one can hold gigabytes
ROWS: Final = 100_000
CELL: Final = 32_767  # characters that a cell of a workbook holds
FORMULA: Final = "是公式，文件里没有存下它的值；应直接写值（在 Excel 里复制，再“粘贴为数值”）"
_FORMULA: Final = "\0formula"  # in place of its value; no cell holds NUL
Cell = str | Decimal | int | float
Place = tuple[int, Sequence[object]]


class TableError(ValueError):
    """A file can't be used. Each line of the message says what is wrong and where, in Chinese."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row with its number, as an editor or a spreadsheet counts."""

    number: int
    fields: Mapping[str, Any]


@dataclass(slots=True)
class Table:
    """The rows of a file, its header where it has one, and what was wrong with single rows."""

    records: list[Record] = field(default_factory=list)
    header: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)


def read_table(path: Path) -> Table:
    """Read a file by its suffix.

    Raises:
        TableError: nothing of it can be read.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(BYTES + 1)
    except OSError as error:
        raise TableError(f"{path}：读不了，{_reason(error)}。") from None
    if len(content) > BYTES:
        raise TableError(f"{path}：超过 {BYTES // 1_000_000}MB，请分成几份。")
    match path.suffix.lower():
        case ".jsonl":
            return _json_lines(_decode(content, path))
        case ".csv":
            return _table(_csv(_decode(content, path)))
        case ".xlsx":
            return _table(_sheet(content, path))
    raise TableError(f"{path}：应是 {'、'.join(SUFFIXES)} 文件。")


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say in words why a file can't be written.

    Raises:
        TableError: the block could not write.
    """
    try:
        yield
    except OSError as error:
        raise TableError(f"{path}：写不了，{_reason(error)}。") from None


def claim(path: Path) -> None:
    """Make sure, before the work is done, that ``path`` can be written.

    Raises:
        TableError: it can't.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise TableError(f"{path}：应是 {'、'.join(SUFFIXES)} 文件。")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()


def write_csv(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows as Excel opens them by a double click, none of them as a formula."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([_plain(cell) for cell in row] for row in rows)


def write_xlsx(path: Path, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows as a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    fill(book.worksheets[0], rows)
    book.save(path)


def fill(page: Worksheet, rows: Iterable[Sequence[Cell]]) -> None:
    """Write rows into a sheet; texts are stored as texts, whatever they begin with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = page.cell(at, column)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL]
                cell.data_type = "s"
            else:
                cell.value = value


def _decode(content: bytes, path: Path) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:
                return text
    raise TableError(f"{path}：应是 UTF-8 或 GB18030 编码的文字。")


def _json_lines(text: str) -> Table:
    table = Table()
    for number, line in enumerate(text.split("\n"), 1):  # a string may hold other line breaks
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError):
            fields = None
        if isinstance(fields, dict):
            table.records.append(Record(number, fields))
        else:
            table.faults.append(f'第 {number} 行：应是一个 JSON 对象，如 {{"question": "…"}}。')
    return table


def _csv(text: str) -> Iterator[Place | str]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 0
    try:
        for number, row in enumerate(rows, 1):
            yield number, row
    except csv.Error:
        yield f"第 {number + 1} 行：英文双引号不成对，或一格太长。其后的没有读。"


def _sheet(content: bytes, path: Path) -> Iterable[Place]:
    try:
        unpacked = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if unpacked > UNPACKED:
            raise TableError(f"{path}：展开后太大，请分成几份。")
        with warnings.catch_warnings(action="ignore"):  # of ornaments that openpyxl doesn't know
            rows, written = (_cells(content, values=values) for values in (True, False))
        if len(rows) > ROWS:
            raise TableError(f"{path}：超过 {ROWS} 行，请分成几份，或删去末尾的空行。")
    except TableError:
        raise
    except Exception:  # openpyxl raises what it meets: zip, XML, key and value errors
        raise TableError(f"{path}：不是能打开的 .xlsx 工作簿（已损坏，或有密码）。") from None
    return enumerate(map(_marked, rows, written), 1)


def _cells(content: bytes, *, values: bool) -> list[Sequence[object]]:
    """The rows of the first sheet: what its cells come to, or what is written in them."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    return list(islice(book.worksheets[0].iter_rows(values_only=True), ROWS + 1))


def _marked(row: Sequence[object], written: Sequence[object]) -> Sequence[object]:
    """A row with its formulas that come to nothing: a program wrote them, no Excel opened it."""
    pairs = zip(row, written, strict=True)
    return [_FORMULA if was is not None and now is None else now for now, was in pairs]


def _formulas(number: int, cells: Sequence[str], header: Sequence[str]) -> Iterator[str]:
    """What is said of each cell of a row that is a formula."""
    from openpyxl.utils import get_column_letter

    for at, cell in enumerate(cells):
        if cell == _FORMULA:
            title = f"“{header[at]}”" if at < len(header) else ""
            yield f"第 {number} 行 {get_column_letter(at + 1)} 列{title}：{FORMULA}。"


def _table(rows: Iterable[Place | str]) -> Table:
    table = Table()
    for row in rows:
        if isinstance(row, str):
            table.faults.append(row)
            continue
        number, cells = row[0], [_text(cell) for cell in row[1]]
        if not any(cells):
            continue
        if _FORMULA in cells:
            table.faults += _formulas(number, cells, table.header)
        elif not table.header:
            table.header = tuple(cells)
        elif any(cells[len(table.header) :]):
            table.faults.append(
                f"第 {number} 行：有 {len(cells)} 格，表头只有 {len(table.header)} 格；"
                "文字里有英文逗号时，整格要用英文双引号括起来。"
            )
        else:
            table.records.append(Record(number, dict(zip(table.header, cells, strict=False))))
    return table


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _plain(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return format(cell, "f")
    return plain_cell(cell) if isinstance(cell, str) else str(cell)


def _reason(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
