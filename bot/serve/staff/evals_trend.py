"""The share of right answers over time, as places in a drawing; a template draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.records.tables import EvalRun

WIDTH: Final = 420
HEIGHT: Final = 210
LEFT: Final = 58
_RIGHT, _TOP, _BOTTOM = 12.0, 14.0, 36.0
MOST: Final = 30  # runs that are drawn


@dataclass(frozen=True, slots=True)
class Point:
    """A run in the drawing; ``begins`` where its cases are others than those of the run before."""

    run: EvalRun
    x: float
    y: float
    share: float
    begins: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """The points, the lines between runs of the same cases, and the scale: (share, y) each."""

    points: tuple[Point, ...]
    lines: tuple[str, ...]
    scale: tuple[tuple[float, float], ...]


def trend(runs: Sequence[EvalRun]) -> Trend:
    """The trend of finished runs of one set, the oldest first. Runs without cases are left out."""
    drawn = [(run, *_overall(run.summary)) for run in runs]
    shares = [(run, good / total) for run, good, total in drawn if total][-MOST:]
    low = min((share for _, share in shares), default=1.0)
    floor = max(0.0, int((low - 0.02) * 20) / 20)  # the next twentieth below
    step = (WIDTH - LEFT - _RIGHT) / max(len(shares) - 1, 1)
    points: list[Point] = []
    for at, (run, share) in enumerate(shares):
        before = points[-1].run.summary.get("set") if points else None
        begins = before != run.summary.get("set")
        points.append(Point(run, round(LEFT + at * step, 1), _y(share, floor), share, begins))
    scale = [floor + (1 - floor) * part / 4 for part in range(5)]
    return Trend(tuple(points), _lines(points), tuple((each, _y(each, floor)) for each in scale))


def _overall(summary: dict[str, Any]) -> tuple[int, int]:
    good, total = summary.get("measures", {}).get("overall", (0, 0))
    return good, total


def _y(share: float, floor: float) -> float:
    height = HEIGHT - _TOP - _BOTTOM
    return round(_TOP + height * (1 - (share - floor) / (1 - floor)), 1)


def _lines(points: Sequence[Point]) -> tuple[str, ...]:
    """The points of each line of the drawing, none across a change of the cases."""
    lines: list[list[str]] = []
    for point in points:
        if point.begins:
            lines.append([])
        lines[-1].append(f"{point.x},{point.y}")
    return tuple(" ".join(line) for line in lines if len(line) > 1)
