"""A table as lines of text: a row a line, ``| 档次 | 标准 |``.

Bars at both ends and between the cells, because `corpus.outline.lines` takes a line for a table's
from two bars (or two tabs) on: a tab alone would leave a table of two columns, the most frequent
one, to be read as running text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.intake.formats.folding import tidy

_SHORT = 30  # characters of a merged cell that are said again in each row it stands beside
_PROSE = 100  # characters of a cell of several paragraphs that holds a text, not an entry


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, and over how many columns and rows it reaches."""

    paragraphs: tuple[str, ...]
    row: int
    column: int
    across: int = 1
    down: int = 1

    @property
    def text(self) -> str:
        """The cell on one line."""
        return " ".join(filter(None, map(tidy, self.paragraphs))).replace("|", "｜")


def write_table(cells: Sequence[Cell]) -> tuple[list[str], bool]:
    """The lines of a table, and whether it is one.

    What has one column is a frame around a text; a row of at most two cells one of which holds
    several paragraphs is a form with a text in it (服务内容 │ 1. … 2. …). Both come out as
    paragraphs, so that their clauses can be read. A short cell merged over several rows is said in
    each, so that a row that is quoted says what it belongs to.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    tall = [cell for cell in cells if cell.down > 1]
    columns = len({cell.column for cell in cells})
    lines: list[str] = []
    is_table = False
    for number in sorted(rows):
        row = sorted(rows[number], key=lambda cell: cell.column)
        beside = [c for c in tall if c.row < number < c.row + c.down]
        if columns < 2 or (is_form(row) and not beside):
            lines += _opened(row)
        elif line := _line(row, beside):
            lines.append(line)
            is_table = True
    return lines, is_table


def is_form(row: Sequence[Cell]) -> bool:
    """Whether a row is a text with at most a label beside it, or one cell over all columns."""
    filled = [cell for cell in row if cell.text]
    if len(filled) > 2 or not filled or any(cell.down > 1 for cell in row):
        return False
    if len(row) == 1:
        return True
    text = max(filled, key=lambda cell: len(cell.text))
    paragraphs = [paragraph for paragraph in text.paragraphs if paragraph.strip()]
    return len(paragraphs) > 1 and len(text.text) > _PROSE


def _opened(row: Iterable[Cell]) -> list[str]:
    return [line for cell in row for line in map(tidy, cell.paragraphs) if line]


def _line(row: Sequence[Cell], beside: Sequence[Cell]) -> str:
    """One row; ``beside`` are the cells of rows above that reach down into it."""
    entries = [(cell.column, cell.text) for cell in row]
    entries += [(cell.column, cell.text if len(cell.text) <= _SHORT else "") for cell in beside]
    if not any(text for _, text in entries):
        return ""
    return f"| {' | '.join(text for _, text in sorted(entries))} |"
