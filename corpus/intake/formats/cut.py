"""Tables that the end of a page cuts in two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.intake.formats.flow import glue
from corpus.intake.formats.ruled import Grid
from corpus.intake.formats.sheet import Row
from corpus.intake.formats.table import SHORT, Cell, holds_form, is_form

_SAME_COLUMN = 4.0  # points between the columns of a table on two pages
_SENTENCE = "。；！？：;!?:"


@dataclass(slots=True)
class PrintedTable:
    """A table on one page.

    ``resumes``: it begins in a cell that the page before leaves open. ``form``: it goes on with a
    form of the page before.
    """

    grid: Grid
    cells: list[Cell]
    resumes: bool = False
    form: bool = False


def join_tables(pages: Iterable[tuple[Sequence[PrintedTable], Sequence[Row]]]) -> None:
    """Mend the tables of pages (each with its lines outside tables).

    A head that is printed again goes, a row that was cut in two is one again.
    """
    cut: PrintedTable | None = None  # the table that the page before ends in
    for tables, rows in pages:
        upper, lower = cut, tables[0] if tables else None
        cut = tables[-1] if tables else None
        if cut and any(row.box.top > cut.grid.box.bottom for row in rows):
            cut = None
        if not upper or not lower or not _same_columns(upper.grid, lower.grid):
            continue
        if any(row.box.bottom < lower.grid.box.top for row in rows):
            continue
        lower.form = upper.form or holds_form(upper.cells)
        if _texts(upper, 0) == _texts(lower, 0):
            lower.cells = [cell for cell in lower.cells if cell.row > 0]
        else:
            _join_cut_row(upper, lower)
        if not lower.cells and cut is lower:
            cut = upper  # the whole page is one row of it


def ends_open(before: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a page ends, and the next one begins, in the middle of a sentence."""
    if not before or not lines or lines[0].startswith("|"):
        return False
    return before[-1][-1] not in f"{_SENTENCE}|"


def _same_columns(upper: Grid, lower: Grid) -> bool:
    """Whether the lower table has the outer sides of the upper one and no column it lacks."""
    if abs(upper.box.x1 - lower.box.x1) > _SAME_COLUMN:
        return False
    return all(any(abs(a - b) <= _SAME_COLUMN for a in upper.columns) for b in lower.columns)


def _of_row(table: PrintedTable, row: int) -> list[Cell]:
    return sorted((c for c in table.cells if c.row == row), key=lambda cell: cell.column)


def _texts(table: PrintedTable, row: int) -> list[str]:
    return [cell.text for cell in _of_row(table, row)]


def _join_cut_row(upper: PrintedTable, lower: PrintedTable) -> None:
    last = max(cell.row for cell in upper.cells)
    above, below = _of_row(upper, last), _of_row(lower, 0)
    if len(above) != len(below) or not below or below[0].text or not any(c.text for c in below):
        return
    if is_form(below):
        lower.resumes = True  # a text of its own page
        return
    if not max(above, key=lambda cell: len(cell.text)).open:
        label = above[0].text  # a merged cell reaches over the end of the page
        lower.cells = [
            replace(c, paragraphs=(label,)) if c is below[0] and len(label) <= SHORT else c
            for c in lower.cells
        ]
        return
    for cell, more in zip(above, below, strict=True):
        upper.cells.remove(cell)
        upper.cells.append(_continued(cell, more))
    lower.cells = [cell for cell in lower.cells if cell.row > 0]


def _continued(cell: Cell, more: Cell) -> Cell:
    paragraphs = [*cell.paragraphs, *more.paragraphs]
    if cell.paragraphs and more.paragraphs and cell.paragraphs[-1][-1] not in _SENTENCE:
        at = len(cell.paragraphs)
        paragraphs[at - 1 : at + 1] = [glue(paragraphs[at - 1], paragraphs[at])]
    return replace(cell, paragraphs=tuple(paragraphs), open=more.open)
