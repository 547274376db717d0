"""The report of a check-up as a workbook: its text, and charts that Excel draws from its cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.cell import plain_cell
from bot.serve.documents.report import DISCLAIMER, TITLE, Report

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WAN: Final = 10_000
HEIGHT: Final = 1.1  # centimetres of a chart for each bar


def report_xlsx(report: Report) -> bytes:
    """Return the report as .xlsx: 体检报告, 金额 with a bar chart, 有效期 with a timeline."""
    from openpyxl import Workbook  # heavy, and only needed for a download

    book = Workbook()
    text: Worksheet = book.create_sheet("体检报告", 0)
    del book["Sheet"]
    for row in _text(report):
        text.append([plain_cell(cell) for cell in row])
    for column, width in (("A", 24), ("B", 70), ("C", 40)):
        text.column_dimensions[column].width = width
    if report.bars:
        _amounts(book.create_sheet("金额"), report)
    if any(span.first and span.last for span in report.spans):
        _timeline(book.create_sheet("有效期"), report)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _text(report: Report) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [[TITLE], *report.head(), []]
    for scheme in report.schemes:
        rows += [[scheme.name, scheme.result, scheme.source], *scheme.steps, *scheme.conditions]
        rows += [["还要确认", scheme.ask]] if scheme.ask else []
        rows += [*(["说明", line] for line in scheme.remarks), []]
    if report.others:
        rows += [["没有填写相关数字的事项"], *report.others, []]
    if report.given:
        rows += [["所填内容"], *report.given, []]
    return [*rows, *((span.name, span.words) for span in report.spans), [DISCLAIMER]]


def _amounts(sheet: Worksheet, report: Report) -> None:
    from openpyxl.chart import BarChart, Reference

    sheet.append(["事项", "金额（万元）", "说明"])
    for bar in report.bars:
        sheet.append([plain_cell(bar.name), float(bar.amount / WAN), plain_cell(bar.words)])
    last = len(report.bars) + 1
    chart = BarChart()
    chart.type, chart.title, chart.legend = "bar", "各项金额（万元）", None
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    _shape(chart, len(report.bars))
    sheet.add_chart(chart, "E2")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width = 34, 30


def _timeline(sheet: Worksheet, report: Report) -> None:
    """Each text from its first day to its last: a bar that begins after an unseen one."""
    from openpyxl.chart import BarChart, Reference

    sheet.append(["文件", "施行日", "有效天数", "最后一日"])
    spans = [(s.name, s.first, s.last) for s in report.spans if s.first and s.last]
    for name, first, end in spans:
        sheet.append([plain_cell(name), first, (end - first).days + 1, end])
    last = len(spans) + 1
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.title, chart.legend = f"有效期（计算基准日 {report.day}）", None
    chart.add_data(
        Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=last))
    chart.series[0].graphicalProperties.noFill = True
    chart.y_axis.number_format = "yyyy-mm"
    chart.y_axis.scaling.min = _serial(min(first for _, first, _ in spans))
    chart.y_axis.scaling.max = _serial(max(end for _, _, end in spans))
    _shape(chart, len(spans))
    sheet.add_chart(chart, "F2")
    for column in "ABCD":
        sheet.column_dimensions[column].width = 18


def _shape(chart: object, bars: int) -> None:
    chart.height, chart.width = 4 + HEIGHT * bars, 20  # type: ignore[attr-defined]  # of a chart
    chart.x_axis.delete = chart.y_axis.delete = False  # type: ignore[attr-defined]
    chart.x_axis.scaling.orientation = "maxMin"  # type: ignore[attr-defined]  # the first on top


def _serial(day: date) -> int:
    """A day as Excel counts it."""
    return (day - date(1899, 12, 30)).days
