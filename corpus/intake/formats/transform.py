"""Coordinates of a page: matrices, straight strokes, text that stands on its side."""

from __future__ import annotations

from typing import Final

from corpus.intake.formats.sheet import Box

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a·x + c·y + e, y' = b·x + d·y + f."""

Point = tuple[float, float]

Place = tuple[float, float, float, float]
"""Left, bottom, right, top of something on a page; y grows upwards, as in PDF."""

_STRAIGHT: Final = 1.0  # points by which a stroke that runs across may rise


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """The matrix that applies ``inner`` first."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d,
        p * e + r * f + t, q * e + s * f + u,
    )  # fmt: skip


def moved(matrix: Matrix, point: Point) -> Point:
    """Where a matrix moves a point."""
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def straight(a: Point, b: Point, slack: float = _STRAIGHT) -> Place | None:
    """The stroke between two points, where it runs across or down; None for a slanted one."""
    x0, x1, y0, y1 = min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
    return (x0, y0, x1, y1) if (x1 - x0 <= slack) != (y1 - y0 <= slack) else None


def upright(place: Place, box: Place, quarter: int) -> Box:
    """A place on the page as a box, y downwards, for text turned by quarters clockwise."""
    left, bottom, right, top = place
    if quarter == 0:
        return Box(left - box[0], box[3] - top, right - box[0], box[3] - bottom)
    if quarter == 1:
        return Box(box[3] - top, box[2] - right, box[3] - bottom, box[2] - left)
    if quarter == 2:
        return Box(box[2] - right, bottom - box[1], box[2] - left, top - box[1])
    return Box(bottom - box[1], left - box[0], top - box[1], right - box[0])
