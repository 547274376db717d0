"""The calculation sheet (测算表) as .docx and .xlsx: amount, steps, clause quotes, caveats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from bot.cell import plain_cell
from bot.engine.explain import conclusion, part_amounts
from bot.engine.result import Computation, Truth
from corpus.rules import Rule

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DISCLAIMER = "本表按所引条款原文和所填事实计算，供测算参考；最终以主管部门核定为准。"
_STATES = {Truth.MET: "满足", Truth.NOT_MET: "不满足", Truth.UNKNOWN: "待确认"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one calculation sheet shows. ``given`` are the facts as typed: (label, text)."""

    rule: Rule
    computation: Computation
    source: str  # 《若干措施》三、（二）4
    as_of: date
    given: Sequence[tuple[str, str]] = ()

    def head(self) -> list[tuple[str, str]]:
        """Return the first block: what, by which clause, as of when, with what result."""
        return [
            ("事项", self.rule.name),
            ("依据", self.source),
            ("计算基准日", self.as_of.isoformat()),
            ("结果", conclusion(self.computation, self.rule)),
        ]

    def steps(self) -> list[tuple[str, str, str]]:
        """Return the steps as (step, words of the clause, formula)."""
        return [
            (step.label, step.span.text if step.span else "", step.formula)
            for step in self.computation.steps
        ]

    def conditions(self) -> list[tuple[str, str]]:
        """Return the conditions as (state, words of the clause)."""
        return [(_STATES[c.state], c.text) for c in self.computation.conditions]

    def remarks(self) -> list[str]:
        """Return assumptions, caveats, the other readings and the disclaimer."""
        others = [
            f"另一种读法：{''.join(other.assumptions)}{conclusion(other, self.rule)}"
            for other in self.computation.alternatives
        ]
        found = self.computation
        return [*found.assumptions, *found.caveats, *others, DISCLAIMER]


def _blocks(sheet: Sheet) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    yield "测算结果", list(sheet.head())
    if sheet.given:
        yield "所填事实", list(sheet.given)
    yield "条款原文", [(quote.text,) for quote in sheet.rule.quotes]
    yield "计算步骤", list(sheet.steps())
    if parts := part_amounts(sheet.computation):
        yield "分项", list(parts)
    yield "条件", list(sheet.conditions())
    yield "说明", [(line,) for line in sheet.remarks()]


def to_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document."""
    from docx import Document as WordDocument  # heavy, and only needed for a download

    word = WordDocument()
    word.add_heading(f"{sheet.rule.name}测算表", level=1)
    for title, rows in _blocks(sheet):
        word.add_heading(title, level=2)
        if not rows:
            continue
        if len(rows[0]) == 1:
            for (line,) in rows:
                word.add_paragraph(line)
            continue
        table = word.add_table(rows=0, cols=len(rows[0]))
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def to_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as a workbook. Texts that look like formulas are stored as text."""
    from openpyxl import Workbook

    book = Workbook()
    page: Worksheet = book.create_sheet("测算表", 0)
    del book["Sheet"]
    for title, rows in _blocks(sheet):
        page.append([title])
        for row in rows:
            page.append([plain_cell(cell) for cell in row])
        page.append([])
    for column, width in (("A", 22), ("B", 60), ("C", 60)):
        page.column_dimensions[column].width = width
    out = BytesIO()
    book.save(out)
    return out.getvalue()
