"""Where each mark of a text stands: what comes next of a style, and with which number."""

from __future__ import annotations

from bisect import bisect_right

from corpus.outline.lines import Line
from corpus.outline.marks import Mark, Style


class Sequence:
    """The marks of a text in order. Each look-up takes logarithmic time."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._numbered: dict[tuple[Style, int], list[int]] = {}
        self._styles: dict[Style, list[int]] = {}
        self._all: list[int] = []
        for i, line in enumerate(lines):
            if line.mark is None:
                continue
            self._all.append(i)
            self._styles.setdefault(line.mark.style, []).append(i)
            if line.mark.number is not None:
                self._numbered.setdefault((line.mark.style, line.mark.number), []).append(i)

    def following(self, i: int) -> Mark | None:
        """The next mark behind line ``i``."""
        found = _behind(self._all, i)
        return None if found is None else self._lines[found].mark

    def next(self, i: int, style: Style, number: int) -> int | None:
        """The next line behind ``i`` that carries this mark."""
        return _behind(self._numbered.get((style, number), []), i)

    def is_next(self, i: int, style: Style, number: int) -> bool:
        """Whether the next mark of a style carries this number."""
        found = _behind(self._styles.get(style, []), i)
        mark = None if found is None else self._lines[found].mark
        return mark is not None and mark.number == number


def _behind(places: list[int], i: int) -> int | None:
    found = bisect_right(places, i)
    return places[found] if found < len(places) else None
