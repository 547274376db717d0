"""Printed lines → paragraphs: which line goes on with the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.intake.formats.sheet import Row
from corpus.outline.marks import read_mark

_LONG = 15  # characters of a line that can show where the right margin is
_INDENT = 1.0  # of a character's height: a first line begins at least so far right of the others
_FIRST = (1.4, 2.7)  # of it: the indent of two characters that first lines have
_TURNS = 2  # lines that turn back from it: the text is set so
_LEVEL = 0.6  # of it: lines that begin less apart begin together
_OTHER_SIZE = 1.2  # a line so much taller than the one before is a heading
_GAP = 0.45  # of a character's height more between two lines than usual: a new paragraph
_REACH = 2.0  # of it: a line that ends no farther from the edge of its cell has reached it
_SLACK = 0.5  # of it: how uneven the right margin of one text is
_STOP = re.compile(r"[。！？；：!?;:][”’」』）)》】]*$")
# What no line breaks inside of: a number, a Latin word, the marks that hang on a character.
_UNBROKEN = re.compile(
    r"[（(《“‘【〔]*(?:[0-9A-Za-z.,%‰+\-－/:#?=&_~@]+|.)(?:[，。、；：！？）)》”’】〕%]+[0-9A-Za-z]*)*"
)


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a column of text begin and end, and what lies between two of a paragraph.

    ``indented``: first lines begin two characters further right, as Chinese texts are set.
    ``centred``: the lines stand in the middle, so that where one begins says nothing.
    """

    left: float
    right: float
    gap: float
    pairs: int  # of lines that showed it
    indented: bool = False
    centred: bool = False


def margins(rows: Sequence[Row], frame: tuple[float, float]) -> Margins:
    """The margins of ``rows``; ``frame`` is what bounds them: the page or the cell.

    Where no line is long enough to reach the right margin, it is taken to lie as far from the
    frame as the left one.
    """
    left = min((row.box.x0 for row in rows), default=frame[0])
    size = max((row.size for row in rows), default=10.0)
    mirrored = frame[1] - max(left - frame[0], 0.0)
    reached = sorted(row.box.x1 for row in rows if len(row.text) >= _LONG)
    right = reached[len(reached) * 9 // 10] if reached else mirrored
    if right < mirrored - 6 * size:
        right = mirrored - size
    middles = [row.box.middle[0] for row in rows]
    centred = len(rows) > 1 and max(middles) - min(middles) < size
    turns = sum(
        _is_indented(a, left) and abs(b.box.x0 - left) <= _LEVEL * b.size for a, b in pairwise(rows)
    )
    gaps = sorted(
        b.box.top - a.box.bottom
        for a, b in pairwise(rows)
        if a.box.x1 > right - 2 * a.size and b.box.top > a.box.top and not _is_marked(b.text)
    )
    gap = gaps[len(gaps) // 4] if gaps else 0.0
    return Margins(left, right, gap, len(gaps), turns >= _TURNS, centred)


def _is_indented(row: Row, left: float) -> bool:
    return _FIRST[0] * row.size <= row.box.x0 - left <= _FIRST[1] * row.size


def join_rows(rows: Sequence[Row], at: Margins) -> list[str]:
    """The paragraphs that ``rows`` are the printed lines of."""
    paragraphs: list[str] = []
    opened = 0  # index of the first line of the paragraph
    for i, row in enumerate(rows):
        if i and goes_on(rows[i - 1], row, at, first=opened == i - 1):
            paragraphs[-1] = glue(paragraphs[-1], row.text)
        else:
            paragraphs.append(row.text)
            opened = i
    return paragraphs


def goes_on(before: Row, row: Row, at: Margins, *, first: bool, page_turned: bool = False) -> bool:
    """Whether ``row`` goes on with the paragraph of ``before``, its first line or a later one."""
    size = min(before.size, row.size)
    if max(before.size, row.size) > _OTHER_SIZE * size or not _is_full(before, row, at):
        return False
    apart = row.box.top - before.box.bottom > max(at.gap, 0.0) + _GAP * size
    if (apart and not page_turned) or before.parts > 1 or row.parts > 1:
        return False  # several parts: labels with their entries
    marked, stopped = _is_marked(row.text), _STOP.search(before.text) is not None
    if marked and stopped:
        return False
    if at.centred:
        return True
    return _begins_level(before, row, at, first=first, page_turned=page_turned) or (
        not (marked or stopped) and _may_begin_further(before, row, at, first=first)
    )


def is_open(row: Row, edge: float) -> bool:
    """Whether a line reaches the right edge of its cell and ends no sentence."""
    return row.box.x1 > edge - _REACH * row.size and _STOP.search(row.text) is None


def _begins_level(before: Row, row: Row, at: Margins, *, first: bool, page_turned: bool) -> bool:
    """Whether a line begins where later lines of a paragraph do."""
    if at.indented and _is_indented(row, at.left):
        return False
    if page_turned:
        return row.box.x0 - at.left < _INDENT * row.size
    shift = row.box.x0 - before.box.x0
    if abs(shift) <= _LEVEL * row.size:
        return row.box.x0 <= at.left + _INDENT * row.size
    return shift <= _INDENT * row.size


def _may_begin_further(before: Row, row: Row, at: Margins, *, first: bool) -> bool:
    """Whether a line further right can go on: a block set in, a hanging number, a long title."""
    if at.indented and _is_indented(row, at.left):
        return False
    if _is_centred(before, at) and _is_centred(row, at):
        return True
    if row.box.x0 - before.box.x0 > _INDENT * row.size:
        return first and _is_marked(before.text)  # 1. with its text in a block to the right
    return True


def _is_centred(row: Row, at: Margins) -> bool:
    middle = (at.left + at.right) / 2
    return row.box.x0 > at.left and abs(row.box.middle[0] - middle) < _LEVEL * row.size


def _is_full(before: Row, row: Row, at: Margins) -> bool:
    """Whether what begins ``row`` would not have fitted at the end of ``before``."""
    head = _UNBROKEN.match(row.text)
    width = _width(head.group() if head else row.text[:1], row)
    return before.box.x1 + width > at.right - _SLACK * row.size


def _width(text: str, row: Row) -> float:
    share = _units(text) / max(_units(row.text), 1.0)
    return share * (row.box.x1 - row.box.x0)


def _units(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)


def _is_marked(text: str) -> bool:
    return read_mark(text, 0, len(text)) is not None


def glue(text: str, more: str) -> str:
    """Two printed lines of one paragraph; a space only between two Latin words."""
    if text[-1:].isascii() and text[-1:].isalpha() and more[:1].isascii() and more[:1].isalpha():
        return f"{text} {more}"
    return text + more
