"""Printed pages → a `Draft`: heads out, tables as tables, lines joined to paragraphs."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.intake.formats import bounds
from corpus.intake.formats.columns import split_columns
from corpus.intake.formats.cut import PrintedTable, ends_open, join_tables
from corpus.intake.formats.flow import Margins, glue, goes_on, is_open, join_rows, margins
from corpus.intake.formats.heads import find_heads
from corpus.intake.formats.original import Draft
from corpus.intake.formats.ruled import Grid, find_grids
from corpus.intake.formats.sheet import Box, Piece, Row, Sheet, make_rows, make_segments
from corpus.intake.formats.table import Cell, write_table
from corpus.problem import shown

_ENOUGH = 5  # lines that show the margins of a page; with fewer the whole text's count
_LONG = 15
_HEADS_SAID = 6


@dataclass(slots=True)
class _Leaf:
    """A page in work: its tables, the lines outside them, and the words of those lines."""

    sheet: Sheet
    tables: list[PrintedTable]
    rows: list[Row]
    loose: list[Piece]


@dataclass(frozen=True, slots=True)
class _Read:
    """The lines of a page, and its first and last printed line where they are running text."""

    lines: list[str]
    first: Row | None
    last: Row | None
    columns: bool = False


def lay_out(sheets: Sequence[Sheet]) -> Draft:
    """The paragraphs and tables of printed pages, in the order in which they are read."""
    begun = time.monotonic()
    leaves = []
    for sheet in sheets:
        bounds.check_time(begun)
        leaves.append(_leaf(sheet))
    notes = [note for sheet in sheets for note in sheet.notes]
    said = _without_heads(leaves)
    join_tables([(leaf.tables, leaf.rows) for leaf in leaves])
    whole = _margins_by_width(leaves)
    pages: list[tuple[str, ...]] = []
    joined: set[int] = set()
    end: Row | None = None  # the last line so far, where it is text
    for number, leaf in enumerate(leaves):
        at = _margins(leaf, whole[round(leaf.sheet.width)])
        read = _read(leaf, at)
        if pages and _resumes(leaf, read, at, end, pages[-1]):
            joined.add(number)
        end = read.last if read.lines else end
        if read.columns:
            notes.append(f"第 {number + 1} 页按双栏阅读：先左栏，后右栏，请核对")
        pages.append(tuple(read.lines))
    tables = sum(bool(table.cells) for leaf in leaves for table in leaf.tables)
    if tables:
        said.append(f"表格 {tables} 个，逐行保留")
    return Draft(tuple(pages), (*notes, *said), frozenset(joined))


def _resumes(leaf: _Leaf, read: _Read, at: Margins, end: Row | None, before: Sequence[str]) -> bool:
    """Whether a page goes on with the paragraph that the page before ends in."""
    if leaf.tables and leaf.tables[0].resumes:
        return ends_open(before, read.lines)
    if end is None or read.first is None:
        return False
    return goes_on(end, read.first, at, first=False, page_turned=True)


def _leaf(sheet: Sheet) -> _Leaf:
    grids = find_grids(sheet.edges)
    inside: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    loose: list[Piece] = []
    for piece in sheet.pieces:
        place = _place(piece, grids)
        (loose if place is None else inside[place]).append(piece)
    tables = [
        PrintedTable(grid, [_cell(grid, s, inside.get((g, s), [])) for s in range(len(grid.slots))])
        for g, grid in enumerate(grids)
    ]
    return _Leaf(sheet, tables, make_rows(loose), loose)


def _place(piece: Piece, grids: Sequence[Grid]) -> tuple[int, int] | None:
    """The table and the cell that hold a piece."""
    for g, grid in enumerate(grids):
        if (slot := grid.slot_at(piece.box)) is not None:
            return g, slot
    return None


def _cell(grid: Grid, index: int, pieces: Sequence[Piece]) -> Cell:
    slot = grid.slots[index]
    rows = make_rows(pieces)
    paragraphs = tuple(join_rows(rows, margins(rows, (slot.box.x0, slot.box.x1))))
    cut = bool(rows) and is_open(rows[-1], slot.box.x1)
    return Cell(paragraphs, slot.row, slot.column, slot.across, slot.down, cut)


def _without_heads(leaves: Sequence[_Leaf]) -> list[str]:
    """Take running heads and page numbers off the pages; what a person is told of it."""
    heads, words = find_heads([(leaf.sheet.height, leaf.rows) for leaf in leaves])
    for leaf, out in zip(leaves, heads, strict=True):
        leaf.rows = [row for i, row in enumerate(leaf.rows) if i not in out]
    notes = []
    if words:
        more = "等" if len(words) > _HEADS_SAID else ""
        notes.append(f"已去掉页眉页脚：{'、'.join(map(shown, words[:_HEADS_SAID]))}{more}")
    if numbers := sum(map(len, heads)):
        notes.append(f"页眉、页脚和页码共去掉 {numbers} 行")
    return notes


def _margins_by_width(leaves: Sequence[_Leaf]) -> dict[int, Margins]:
    """The margins of all pages of one width."""
    rows: dict[int, list[Row]] = defaultdict(list)
    for leaf in leaves:
        rows[round(leaf.sheet.width)] += leaf.rows
    return {width: margins(found, (0.0, width)) for width, found in rows.items()}


def _margins(leaf: _Leaf, whole: Margins) -> Margins:
    here = margins(leaf.rows, (0.0, leaf.sheet.width))
    gap = here.gap if here.pairs >= _ENOUGH else whole.gap
    indented = here.indented or whole.indented
    if sum(len(row.text) >= _LONG for row in leaf.rows) >= _ENOUGH:
        return Margins(here.left, here.right, gap, here.pairs, indented)
    return Margins(whole.left, whole.right, gap, whole.pairs, indented)


def _read(leaf: _Leaf, at: Margins) -> _Read:
    if not leaf.tables and (stretches := _columns(leaf)):
        lines = _read_stretches(stretches, leaf.sheet.width)
        return _Read(lines, stretches[0][0], stretches[-1][-1], columns=True)
    lines, rest = [], leaf.rows
    for table in leaf.tables:
        above = [row for row in rest if row.box.middle[1] < table.grid.box.top]
        rest = rest[len(above) :]
        lines += [*join_rows(above, at), *write_table(table.cells, form=table.form)[0]]
    lines += join_rows(rest, at)
    first = leaf.rows[0] if leaf.rows else None
    if first and leaf.tables and leaf.tables[0].grid.box.top < first.box.top:
        first = None
    return _Read(lines, first, rest[-1] if rest else None)


def _columns(leaf: _Leaf) -> list[list[Row]]:
    """The columns of a page, heads left out; [] where it has but one."""
    kept = [(row.box.top, row.box.bottom) for row in leaf.rows]
    segments = [
        segment
        for segment in make_segments(leaf.loose)
        if any(top <= segment.box.top and segment.box.bottom <= bottom for top, bottom in kept)
    ]
    return split_columns(segments, leaf.sheet.width)


def _read_stretches(stretches: Sequence[Sequence[Row]], width: float) -> list[str]:
    """The lines of columns and of what reaches over them, sentences going on from one to the next.

    A column is as wide as its longest line; what reaches over both, as both.
    """
    edges = [max(row.box.x1 for row in rows) for rows in stretches]
    left = max((edge for edge in edges if edge <= width / 2), default=0.0)
    lines: list[str] = []
    end: Row | None = None
    before = 0.0  # where the lines of the stretch above end
    for rows, own in zip(stretches, edges, strict=True):
        edge = left if own <= width / 2 else max(edges)
        here = margins(rows, (min(row.box.x0 for row in rows), edge))
        at = Margins(here.left, edge, here.gap, here.pairs, here.indented)
        read = join_rows(rows, at)
        if end and goes_on(_moved(end, edge - before), rows[0], at, first=False, page_turned=True):
            lines[-1] = glue(lines[-1], read.pop(0))
        lines += read
        end, before = rows[-1], edge
    return lines


def _moved(row: Row, by: float) -> Row:
    box = Box(row.box.x0 + by, row.box.top, row.box.x1 + by, row.box.bottom)
    return Row(row.text, box, row.size, row.parts)
