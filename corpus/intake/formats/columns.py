"""Pages set in two columns: the left one is read before the right one."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.intake.formats.sheet import Row

_LEAST = 6  # lines in each column
_WORDS = 8  # characters of a line in it; shorter ones are labels with their entries
_FULL = 0.8  # of the width of a column that every other line of prose reaches over
_CROSSING = 0.3  # of all lines may reach over the gutter: headings, running heads


def split_columns(segments: Sequence[Row], width: float) -> list[list[Row]]:
    """The columns of a page in reading order, [] where it has but one.

    ``segments`` are its printed lines, cut at wide gaps. What reaches over the gutter, a heading,
    is a stretch of its own between those above and those below it.
    """
    gutter = width / 2
    left = [s for s in segments if s.box.x1 <= gutter]
    right = [s for s in segments if s.box.x0 >= gutter]
    crossing = len(segments) - len(left) - len(right)
    if not (_is_column(left) and _is_column(right)) or crossing > _CROSSING * len(segments):
        return []
    stretches: list[list[Row]] = []
    here: tuple[list[Row], list[Row], list[Row]] = ([], [], [])
    for segment in segments:
        side = 1 if segment.box.x1 <= gutter else 2 if segment.box.x0 >= gutter else 0
        if (here[0] and side) or (not side and (here[1] or here[2])):
            stretches += here
            here = ([], [], [])
        here[side].append(segment)
    return [stretch for stretch in [*stretches, *here] if stretch]


def _is_column(lines: Sequence[Row]) -> bool:
    if len(lines) < _LEAST or sum(len(s.text) for s in lines) < _WORDS * len(lines):
        return False
    left, right = min(s.box.x0 for s in lines), max(s.box.x1 for s in lines)
    return sum(s.box.x1 - s.box.x0 > _FULL * (right - left) for s in lines) * 2 >= len(lines)
