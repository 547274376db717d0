"""The one door to pdfplumber: from lines drawn on a page to the cells of its tables.

Only its geometry is used, on lines of a PDF, an OFD and a scan alike; its text is not, because it
loses characters of PDFs that browsers print.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.intake.formats import bounds
from corpus.intake.formats.sheet import Box, Edge

_SNAP = 3.0  # points between two lines that are drawn as one
_OPEN_SIDES = 3  # lines down that make columns
_SHORTEST = 4.0  # points of a line that can bound a cell


_Edge = dict[str, Any]  # as pdfplumber keeps a line


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table: its place in the grid and on the page."""

    box: Box
    row: int
    column: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its cells, and where its columns begin."""

    box: Box
    slots: tuple[Slot, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    _places: Mapping[tuple[int, int], int]

    def slot_at(self, piece: Box) -> int | None:
        """The index of the cell that holds the centre of ``piece``."""
        x, y = piece.middle
        if not self.box.holds(piece):
            return None
        place = bisect_right(self.rows, y) - 1, bisect_right(self.columns, x) - 1
        found = self._places.get(place)
        return found if found is not None and self.slots[found].box.holds(piece) else None


def find_grids(edges: Sequence[Edge]) -> list[Grid]:
    """The ruled tables on a page, from top to bottom; a single box is none."""
    long = [e for e in edges if max(e.box.x1 - e.box.x0, e.box.bottom - e.box.top) >= _SHORTEST]
    if len(long) < 5 or len(long) > bounds.RULES:  # two cells have three sides down, two across
        return []
    from pdfplumber import table  # loads slowly, and most pages have no table

    merged = table.merge_edges([_plumber(edge) for edge in long], _SNAP, _SNAP, _SNAP, _SNAP)
    merged = table.merge_edges([*merged, *_closing(merged)], _SNAP, _SNAP, _SNAP, _SNAP)
    across = sum(edge["orientation"] == "h" for edge in merged)
    if across * (len(merged) - across) > bounds.CROSSINGS:
        return []
    cells = table.intersections_to_cells(table.edges_to_intersections(merged, _SNAP, _SNAP))
    grids = [_grid([Box(*cell) for cell in group]) for group in table.cells_to_tables(cells)]
    return sorted((g for g in grids if len(g.slots) > 1), key=lambda g: g.box.top)


def _closing(edges: Sequence[_Edge]) -> list[_Edge]:
    """Where three lines or more begin or end level, one across: a page's end leaves tables open."""
    levels: dict[int, list[tuple[float, float]]] = {}
    for edge in edges:
        if edge["orientation"] == "v":
            for y in (edge["top"], edge["bottom"]):
                levels.setdefault(round(y / _SNAP), []).append((edge["x0"], y))
    return [
        _plumber(Edge(Box(min(ends)[0], ends[0][1], max(ends)[0], ends[0][1])))
        for ends in levels.values()
        if len(ends) >= _OPEN_SIDES
    ]


def _plumber(edge: Edge) -> _Edge:
    box = edge.box
    x, y = box.middle
    x0, x1 = (box.x0, box.x1) if edge.across else (x, x)
    top, bottom = (y, y) if edge.across else (box.top, box.bottom)
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top, "orientation": "h" if edge.across else "v",
    }  # fmt: skip


def _grid(cells: Sequence[Box]) -> Grid:
    columns, rows = sorted({c.x0 for c in cells}), sorted({c.top for c in cells})
    slots = tuple(
        Slot(
            cell,
            rows.index(cell.top),
            columns.index(cell.x0),
            sum(cell.x0 <= x < cell.x1 - _SNAP for x in columns),
            sum(cell.top <= y < cell.bottom - _SNAP for y in rows),
        )
        for cell in cells
    )
    box = Box(columns[0], rows[0], max(c.x1 for c in cells), max(c.bottom for c in cells))
    places = {
        (slot.row + i, slot.column + j): index
        for index, slot in enumerate(slots)
        for i in range(slot.down)
        for j in range(slot.across)
    }
    return Grid(box, slots, tuple(columns), tuple(rows), places)
