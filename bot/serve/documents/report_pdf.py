"""The report of a check-up as PDF, with a bar chart of its amounts and a timeline of validity."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color

from bot.serve.documents.pdf import AMOUNT, BRAND, FONT, INK, LINE, SOFT, WIDTH, Pages
from bot.serve.documents.report import DISCLAIMER, TITLE, Bar, Report, Scheme, Span

ROW: Final = 30  # points of a line of a chart
NAMES: Final = 150  # points that the names on its left take
SIZE: Final = 9
LONGEST: Final = 16  # characters of a name in a chart


def report_pdf(report: Report) -> bytes:
    """Return the report as PDF."""
    pages = Pages(TITLE)
    pages.table([("项目", "内容"), *report.head()], (1, 3))
    if report.bars:
        pages.heading("各项金额")
        pages.drawing(bars_drawn(report.bars))
    if dated := [span for span in report.spans if span.first and span.last]:
        pages.heading("文件有效期")
        pages.drawing(timeline_drawn(dated, report.day))
    for span in report.spans:
        pages.paragraph(f"{span.name}：{span.words}。")
    for scheme in report.schemes:
        _scheme(pages, scheme)
    if report.others:
        pages.heading("没有填写相关数字的事项")
        pages.table([("事项", "依据"), *report.others], (1, 1))
    if report.given:
        pages.heading("所填内容")
        pages.table([("事实", "填写"), *report.given], (1, 2))
    pages.paragraph(DISCLAIMER)
    return pages.written()


def _scheme(pages: Pages, scheme: Scheme) -> None:
    pages.heading(scheme.name)
    pages.paragraph(f"依据：{scheme.source}")
    for line in filter(None, (scheme.result, scheme.ask)):
        pages.paragraph(line)
    if scheme.steps:
        pages.table([("步骤", "计算"), *scheme.steps], (1, 4))
    if scheme.conditions:
        pages.table([("状态", "条件"), *scheme.conditions], (1, 4))
    for line in scheme.remarks:
        pages.paragraph(f"· {line}")


def bars_drawn(bars: Sequence[Bar]) -> Drawing:
    """A bar for each amount, its name on the left and its words at its end."""
    drawn = Drawing(WIDTH, ROW * len(bars))
    most, room = max(bar.amount for bar in bars), WIDTH - NAMES - 110
    for at, bar in enumerate(bars):
        y = ROW * (len(bars) - at - 1) + 8
        length = max(float(bar.amount / most) * room, 2)
        drawn.add(_text(0, y + 3, bar.name[:LONGEST]))
        drawn.add(Rect(NAMES, y, length, 14, fillColor=AMOUNT, strokeColor=None))
        drawn.add(_text(NAMES + length + 4, y + 3, bar.words))
    return drawn


def timeline_drawn(spans: Sequence[Span], day: date) -> Drawing:
    """Each text from its first day to its last, with a line for the day of the report."""
    firsts = [span.first for span in spans if span.first]
    lasts = [span.last for span in spans if span.last]
    begin, end = min(*firsts, day), max(*lasts, day)
    room = WIDTH - NAMES - 20

    def x(when: date) -> float:
        return float(NAMES + room * (when - begin).days / max((end - begin).days, 1))

    height = ROW * len(spans) + 18
    drawn = Drawing(WIDTH, height)
    for at, span in enumerate(spans):
        if span.first is None or span.last is None:
            continue
        y = ROW * (len(spans) - at - 1) + 8
        left, right = x(span.first), x(span.last)
        drawn.add(_text(0, y + 2, span.name[:LONGEST]))
        drawn.add(Rect(left, y + 4, max(right - left, 2), 8, fillColor=BRAND, strokeColor=None))
        drawn.add(_text(left, y - 7, span.first.isoformat(), colour=SOFT))
        drawn.add(_text(right, y - 7, span.last.isoformat(), colour=SOFT, anchor="end"))
    drawn.add(Line(x(day), 0, x(day), height - 12, strokeColor=AMOUNT, strokeDashArray=(3, 2)))
    drawn.add(_text(x(day), height - 9, f"计算基准日 {day}", colour=AMOUNT, anchor="end"))
    drawn.add(Line(NAMES, 0, WIDTH - 20, 0, strokeColor=LINE))
    return drawn


def _text(x: float, y: float, words: str, *, colour: Color = INK, anchor: str = "start") -> String:
    return String(
        x, y, words, fontName=FONT, fontSize=SIZE, fillColor=colour, textAnchor=anchor
    )  # fmt: skip
