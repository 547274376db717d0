"""The figures as an .xlsx file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

from bot.records.figures import Figures

Cell = str | int | float | None


def workbook(found: Figures, names: Mapping[str, str], statuses: Mapping[str, str]) -> bytes:
    """The file. ``names``: matter → what it is called; ``statuses``: status → in Chinese."""
    from openpyxl import Workbook  # a third of a second: only whoever asks for the file

    book = Workbook()
    for empty in book.worksheets:
        book.remove(empty)
    judged = found.useful + found.useless
    summary: list[Sequence[Cell]] = [
        ("从", found.first.isoformat()), ("到", found.last.isoformat()), ("提问数", found.total),
        *found.groups, ("说有用", found.useful), ("说没用", found.useless), ("有反馈的", judged),
        ("答复时间中位数（秒）", found.median), ("95%的答复不超过（秒）", found.slow),
    ]  # fmt: skip
    _sheet(book, "概况", ("项目", "数"), summary)
    _sheet(book, "每日", ("日期", "提问数"), found.days)
    _sheet(book, "状态", ("状态", "数"), [(statuses.get(s, s), n) for s, n in found.statuses])
    _sheet(book, "事项", ("事项", "提问数"), [(names.get(m, m), n) for m, n in found.matters])
    _sheet(book, "词语不识", ("词语", "次数"), found.words)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet(book: Any, title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:  # noqa: ANN401 -- openpyxl has no types
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width = 32
    for at, row in enumerate((header, *rows), 1):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(at, place)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            if isinstance(value, str):
                cell.data_type = "s"  # what a visitor wrote is never a formula
