"""A printed page: words with their places and lines that were drawn. PDF, OFD and scans alike."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.intake.formats.folding import tidy

_SAME_ROW = 0.5  # of a character's height between the middles of two that stand on one row
_SPACE = 0.6  # of it between two that a space divides
_LATIN_SPACE = 0.18  # the same between two Latin letters or digits
_CHINESE_SPACE = 0.25  # the same between two Chinese characters, which nothing else parts
_STRETCHED = 2.5  # times what lies between the characters of a line that is stretched
_APART = 2.0  # the same between what does not belong together: columns, entries
_TWICE = 0.3  # of it between a character and its double, drawn to look bold
_LATIN = re.compile(r"[0-9A-Za-z]")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page; y grows downwards."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def height(self) -> float:
        """Its height, never 0."""
        return max(self.bottom - self.top, 0.1)

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2

    def holds(self, other: Box) -> bool:
        """Whether the centre of ``other`` lies inside."""
        x, y = other.middle
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(frozen=True, slots=True)
class Piece:
    """A character or a run of them as it is placed on a page."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line. ``size`` is the height of its characters, ``parts`` what wide gaps divide."""

    text: str
    box: Box
    size: float
    parts: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """A straight line drawn on a page, across or down."""

    box: Box

    @property
    def across(self) -> bool:
        """Whether it runs from left to right."""
        return self.box.x1 - self.box.x0 >= self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as a reader of a format hands it on."""

    width: float
    height: float
    pieces: tuple[Piece, ...]
    edges: tuple[Edge, ...] = ()
    notes: tuple[str, ...] = field(default=())


def make_rows(pieces: Iterable[Piece]) -> list[Row]:
    """The printed lines of a page or a part of one, from top to bottom."""
    return [_row(line) for line in _lines(pieces)]


def make_segments(pieces: Iterable[Piece]) -> list[Row]:
    """The same, a line cut where a wide gap divides it."""
    found = []
    for line in _lines(pieces):
        cuts = _cuts(line)
        found += [_row(line[a:b]) for a, b in zip(cuts, [*cuts[1:], len(line)], strict=True)]
    return found


def _cuts(line: Sequence[Piece]) -> list[int]:
    """Where the parts of a printed line begin: 0, and behind each wide gap."""
    words = [(i, piece) for i, piece in enumerate(line) if piece.text.strip()]
    return [0] + [
        i
        for (_, before), (i, piece) in pairwise(words)
        if piece.box.x0 - before.box.x1 > _APART * min(before.box.height, piece.box.height)
    ]


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.box.middle[1], p.box.x0)):
        if lines:
            first = lines[-1][0].box
            reach = _SAME_ROW * min(first.height, piece.box.height)
            if piece.box.middle[1] - first.middle[1] <= max(reach, 1.0):
                lines[-1].append(piece)
                continue
        lines.append([piece])
    ordered = [_without_doubles(sorted(line, key=lambda p: p.box.x0)) for line in lines]
    return [line for line in ordered if any(piece.text.strip() for piece in line)]


def _without_doubles(line: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    for piece in line:
        before = kept[-1] if kept else None
        if before and before.text == piece.text:
            width = max(piece.box.x1 - piece.box.x0, 0.1)
            if abs(before.box.x0 - piece.box.x0) < _TWICE * width:
                continue
        kept.append(piece)
    return kept


def _row(line: Sequence[Piece]) -> Row:
    words = [piece for piece in line if piece.text.strip()]
    size = median(piece.box.height for piece in words)
    text = line[0].text
    gaps = [b.box.x0 - a.box.x1 for a, b in pairwise(words)]
    usual = max(median(gaps), 0.0) if gaps else 0.0
    for before, piece in pairwise(line):
        text += _space(before, piece, size, usual) + piece.text
    box = Box(
        min(p.box.x0 for p in words),
        min(p.box.top for p in words),
        max(p.box.x1 for p in words),
        max(p.box.bottom for p in words),
    )
    parts = len(_cuts(line))
    if parts * 2 > len(words):  # a line stretched to reach the margin
        parts = 1
    return Row(tidy(text), box, size, parts)


def _space(before: Piece, piece: Piece, size: float, usual: float) -> str:
    """A space where a gap shows one; ``usual`` is what lies between characters of this line."""
    gap = piece.box.x0 - before.box.x1
    kinds = {_kind(before.text[-1]), _kind(piece.text[0])}
    if kinds == {"latin"}:
        least = _LATIN_SPACE * size
    elif kinds == {"chinese"} and len(before.text) == len(piece.text) == 1:
        least = max(_CHINESE_SPACE * size, _STRETCHED * usual)
    else:
        least = _SPACE * size  # what stands between 最高 and 100 is no space
    return " " if gap > least else ""


def _kind(char: str) -> str:
    return "latin" if _LATIN.match(char) else "chinese" if "㐀" <= char <= "鿿" else "mark"
