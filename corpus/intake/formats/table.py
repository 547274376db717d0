"""A table as lines of text: a row a line, ``| 档次 | 标准 |``.

Bars at both ends and between the cells, because `corpus.outline.lines` takes a line for a table's
from two bars (or two tabs) on: a tab alone would leave a table of two columns, the most frequent
one, to be read as running text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.intake.formats.folding import tidy
from corpus.outline.marks import read_mark

SHORT = 30  # characters of a merged cell that are said again in each row it stands beside
_PROSE = 100  # characters of a cell of several sentences that holds a text, not an entry


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, and over how many columns and rows it reaches."""

    paragraphs: tuple[str, ...]
    row: int
    column: int
    across: int = 1
    down: int = 1
    open: bool = False  # its last printed line is full and ends no sentence

    @property
    def text(self) -> str:
        """The cell on one line."""
        return " ".join(filter(None, map(tidy, self.paragraphs))).replace("|", "｜")


def write_table(cells: Sequence[Cell], *, form: bool = False) -> tuple[list[str], bool]:
    """The lines of a table, and whether it is one; ``form``: it goes on with a form.

    What has one column is a frame around a text. A row of at most two cells one of which holds a
    text is a form (服务内容 │ 1. … 2. …): it and the rows of its table that are a label with its
    entry come out as paragraphs, so that their clauses can be read. A short cell merged over
    several rows is said in each, so that a row that is quoted says what it belongs to.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(cells, key=lambda cell: cell.column):
        rows.setdefault(cell.row, []).append(cell)
    tall = [cell for cell in cells if cell.down > 1]
    frame = len({cell.column for cell in cells}) < 2
    form = form or holds_form(cells)
    lines: list[str] = []
    is_table = False
    for number, row in sorted(rows.items()):
        beside = [c for c in tall if c.row < number < c.row + c.down]
        alone = not beside and not any(cell.down > 1 for cell in row)
        if frame or (alone and (len(row) == 1 or (len(row) == 2 and form))):
            lines += _opened(row)
        elif line := _line(row, beside):
            lines.append(line)
            is_table = True
    return lines, is_table


def holds_form(cells: Iterable[Cell]) -> bool:
    """Whether a row of a table is a label with a text."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    return any(is_form(row) and len(row) > 1 for row in rows.values())


def is_form(row: Sequence[Cell]) -> bool:
    """Whether a row is a text, alone or with a label beside it."""
    filled = [cell for cell in row if cell.text]
    if len(row) > 2 or not filled or any(cell.down > 1 for cell in row):
        return False
    text = max(filled, key=lambda cell: len(cell.text))
    sentences = max(len(text.paragraphs), text.text.count("。"))
    listed = sum(read_mark(line, 0, len(line)) is not None for line in map(tidy, text.paragraphs))
    return (sentences > 1 and len(text.text) > _PROSE) or listed > 1


def _opened(row: Iterable[Cell]) -> list[str]:
    return [line for cell in row for line in map(tidy, cell.paragraphs) if line]


def _line(row: Sequence[Cell], beside: Sequence[Cell]) -> str:
    """One row; ``beside`` are the cells of rows above that reach down into it."""
    entries = [(cell.column, cell.text) for cell in row]
    entries += [(cell.column, cell.text if len(cell.text) <= SHORT else "") for cell in beside]
    if not any(text for _, text in entries):
        return ""
    return f"| {' | '.join(text for _, text in sorted(entries))} |"
