"""The report of a check-up as a Word document; its chart is a table of bars."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Final

from bot.serve.documents.report import DISCLAIMER, TITLE, Bar, Report, Span

if TYPE_CHECKING:
    from docx.document import Document as Word

CELLS: Final = 24  # blocks of the longest bar


def report_docx(report: Report) -> bytes:
    """Return the report as .docx."""
    from docx import Document as WordDocument  # heavy, and only needed for a download

    word = WordDocument()
    word.add_heading(TITLE, level=1)
    _table(word, report.head())
    if report.bars:
        word.add_heading("各项金额", level=2)
        _table(word, [(bar.name, block(bar, report.bars), bar.words) for bar in report.bars])
    word.add_heading("文件有效期", level=2)
    _table(word, [(span.name, span.words, left(span, report)) for span in report.spans])
    for scheme in report.schemes:
        word.add_heading(scheme.name, level=2)
        word.add_paragraph(f"依据：{scheme.source}")
        for line in filter(None, (scheme.result, scheme.ask)):
            word.add_paragraph(line)
        _table(word, scheme.steps)
        _table(word, scheme.conditions)
        for line in scheme.remarks:
            word.add_paragraph(line, style="List Bullet")
    if report.others:
        word.add_heading("没有填写相关数字的事项", level=2)
        _table(word, report.others)
    if report.given:
        word.add_heading("所填内容", level=2)
        _table(word, report.given)
    word.add_paragraph(DISCLAIMER)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def block(bar: Bar, bars: Sequence[Bar]) -> str:
    """A bar as blocks, the longest `CELLS` long, the shortest one."""
    most = max(other.amount for other in bars)
    return "█" * max(round(CELLS * bar.amount / most), 1)


def left(span: Span, report: Report) -> str:
    """How long a text still applies on the day of the report."""
    if span.last is None:
        return ""
    days = (span.last - report.day).days
    return f"还有{days}天" if days >= 0 else "已届满"


def _table(word: Word, rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        return
    table = word.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
