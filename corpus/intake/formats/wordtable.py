"""Where the cells of a Word table stand once merged ones are one and deleted rows are gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from corpus.intake.formats.numbering import W

WRAPPERS: Final = {  # elements that only wrap what counts
    f"{W}{name}"
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "sdt",
        "sdtContent",
        "fldSimple",
        "customXml",
        "dir",
        "bdo",
    )
}
_SPAN: Final = 100  # columns that a cell reaches over


@dataclass(frozen=True, slots=True)
class WordSlot:
    """A cell as it is stored, and where it stands."""

    cell: etree._Element
    row: int
    column: int
    across: int
    down: int


def place_cells(table: etree._Element) -> tuple[list[WordSlot], int]:
    """The cells of a table, and how many of its rows were deleted in a tracked change."""
    placed: list[tuple[etree._Element, int, int, int]] = []  # cell, row, column, columns
    number = deleted = 0
    for row in _children(table, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            deleted += 1
            continue
        column = _number(row, "trPr", "gridBefore")
        for cell in _children(row, f"{W}tc"):
            across = max(_number(cell, "tcPr", "gridSpan"), 1)
            placed.append((cell, number, column, across))
            column += across
        number += 1
    merged = {(row, column) for cell, row, column, _ in placed if _is_merged(cell)}
    slots = []
    for cell, row, column, across in placed:
        if (row, column) not in merged:
            down = 1
            while (row + down, column) in merged:
                down += 1
            slots.append(WordSlot(cell, row, column, across, down))
    return slots, deleted


def _is_merged(cell: etree._Element) -> bool:
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in WRAPPERS:
            yield from _children(element, tag)


def _number(element: etree._Element, *path: str) -> int:
    found = element.find("/".join(f"{W}{name}" for name in path))
    text = "" if found is None else found.get(f"{W}val", "")
    return min(int(text), _SPAN) if text.isdigit() else 0
