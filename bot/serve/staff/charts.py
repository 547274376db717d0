"""Charts as plain geometry: where each bar of an SVG stands; the looks are the template's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 720
_LEFT: Final = 190  # of a lying chart: room for the names
_RIGHT: Final = 60
_ROW: Final = 30
_TALL: Final = 280  # of a standing chart
_FOOT: Final = 34
_TOP: Final = 36
_HEAD: Final = 56  # the title, and a number above a bar
_LABELS: Final = 8  # days that are written below a standing chart
_COUNTED: Final = 31  # bars of which each has its number; of more only the highest


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. ``name`` is written beside it where ``named``, its number where ``counted``."""

    name: str
    number: int
    x: float
    y: float
    width: float
    height: float
    named: bool = True
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its title; ``told`` says in words what it shows."""

    id: str
    title: str
    told: str
    height: int
    bars: tuple[Bar, ...]
    standing: bool
    width: int = WIDTH


def standing(name: str, title: str, counts: Sequence[tuple[str, int]]) -> Chart:
    """Bars side by side, one a day."""
    most = max((number for _, number in counts), default=0) or 1
    each = (WIDTH - 20) / max(1, len(counts))
    step = -(-len(counts) // _LABELS)
    room = _TALL - _FOOT - _HEAD
    few = len(counts) <= _COUNTED
    bars = []
    for place, (label, number) in enumerate(counts):
        height = room * number / most
        top = _HEAD + room - height
        bars.append(
            Bar(label[5:], number, 10 + each * place + each * 0.15, top, each * 0.7, height,
                named=place % step == 0, counted=number > 0 and (few or number == most))
        )  # fmt: skip
    return Chart(name, title, _told(counts), _TALL, tuple(bars), standing=True)


def lying(name: str, title: str, counts: Sequence[tuple[str, int]]) -> Chart:
    """Bars below each other, each with its name."""
    most = max((number for _, number in counts), default=0) or 1
    room = WIDTH - _LEFT - _RIGHT
    bars = tuple(
        Bar(label, number, _LEFT, _TOP + _ROW * place, room * number / most, _ROW * 0.7)
        for place, (label, number) in enumerate(counts)
    )
    return Chart(name, title, _told(counts), _TOP + _ROW * len(counts) + 6, bars, standing=False)


def _told(counts: Sequence[tuple[str, int]]) -> str:
    said = [f"{name} {number}" for name, number in counts if number]
    return "；".join(said) if said else "没有数据"
