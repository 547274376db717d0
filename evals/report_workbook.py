"""The report as a workbook: 概要, 各类, 各条款, 错误类型, 逐题, with a chart of the categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.records.outcome import Outcome, category_title
from bot.records.summary import Summary, Tally
from evals.table import Cell, fill

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from evals.report import Report

_WIDTHS: Final[Mapping[str, Sequence[int]]] = {
    "概要": (22, 22, 22, 22, 22, 22),
    "各类": (22, 10, 10, 10, 10),
    "各条款": (30, 10, 10, 10, 10),
    "错误类型": (18, 16, 24),
    "逐题": (16, 16, 10, 50, 20, 50, 60, 24, 10),
}
_TALLIED: Final = ("答对", "答错", "合计", "答对率")
_PERCENT: Final = "0.0%"


def write_workbook(report: Report, path: Path) -> None:
    """Write it."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    summary = report.product
    categories = [
        (category_title(name), each["overall"]) for name, each in summary.categories.items()
    ]
    sheets: dict[str, list[Sequence[Cell]]] = {
        "概要": [[report.sentence], [], *_about(report), [], *report.measures()],
        "各类": _tallies("类别", categories),
        "各条款": _tallies("条款", list(summary.clauses.items())),
        "错误类型": list(_faults(summary)),
        "逐题": list(_cases(report.outcomes)),
    }
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        fill(page, rows)
        _dress(page, _WIDTHS[name], header=name != "概要")
    _chart(book["各类"], len(categories))
    book.save(path)


def _about(report: Report) -> Iterator[Sequence[Cell]]:
    yield ["题目", report.questions]
    yield ["作答日期", report.as_of.isoformat()]
    yield ["写出时间（UTC）", report.stamp]
    if report.since is not None:
        yield ["相比", f"{report.since_name}，相同的题目 {len(report.since.shared)} 题"]


def _tallies(title: str, tallies: Sequence[tuple[str, Tally]]) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = [[title, *_TALLIED]]
    for name, tally in tallies:
        rows.append([name, tally.good, tally.total - tally.good, tally.total, tally.share or 0.0])
    return rows


def _faults(summary: Summary) -> Iterator[Sequence[Cell]]:
    yield ["错误类型", "答错的题里", "答对的题里（不影响对错）"]
    for fault, count in summary.faults.items():
        yield [str(fault), count.failed, count.passed]


def _cases(outcomes: Sequence[Outcome]) -> Iterator[Sequence[Cell]]:
    yield ["编号", "类别", "对错", "问题", "错误类型", "原因", "答复", "应引条款", "用时（秒）"]
    for one in outcomes:
        yield [
            one.case_id, category_title(one.category), "对" if one.passed else "错",
            "\n".join(one.turns), "、".join(one.faults), "；".join(one.reasons),
            str(one.answer.get("answer_text", "")), "、".join(one.clauses), round(one.seconds, 2),
        ]  # fmt: skip


def _dress(page: Worksheet, widths: Sequence[int], *, header: bool) -> None:
    """Column widths, wrapped lines, a bold first row that stays; shares as shares."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    for at, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(at)].width = width
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=header, vertical="top")
            if isinstance(cell.value, float) and cell.column == 5:
                cell.number_format = _PERCENT
    for cell in page[1]:
        cell.font = Font(bold=True, size=11 if header else 14)
    if header:
        page.freeze_panes = "A2"
        page.auto_filter.ref = page.dimensions


def _chart(page: Any, rows: int) -> None:  # noqa: ANN401 - a sheet of openpyxl
    """Right and wrong by category, as bars that Excel draws from the cells."""
    from openpyxl.chart import BarChart, Reference

    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title = "各类题目答对与答错"
    chart.add_data(
        Reference(page, min_col=2, max_col=3, min_row=1, max_row=rows + 1), titles_from_data=True
    )
    chart.set_categories(Reference(page, min_col=1, min_row=2, max_row=rows + 1))
    for series, colour in zip(chart.series, ("14746F", "B3261E"), strict=True):
        series.graphicalProperties.solidFill = colour
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first on top, as in the table
    chart.height = max(7.0, 0.9 * rows + 3)  # cm
    page.add_chart(chart, "G2")
