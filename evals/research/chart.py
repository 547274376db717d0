"""A bar chart as SVG, drawn by hand: no plotting library is worth its weight here."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

_ROW = 26
_LEFT = 260
_WIDTH = 420
_COLOURS = ("#1f5f8b", "#c8553d", "#5b8c5a")


def bars(title: str, rows: Mapping[str, Mapping[str, float]], top: float = 1.0) -> str:
    """One group of bars a row, one bar a series; values from 0 to ``top``."""
    series = list(dict.fromkeys(name for row in rows.values() for name in row))
    group = _ROW * len(series) + 10
    height = 70 + group * len(rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 80}" height="{height}"'
        ' font-family="sans-serif" font-size="13">',
        f'<text x="10" y="22" font-size="16">{escape(title)}</text>',
    ]
    for number, name in enumerate(series):
        x, colour = 10 + 150 * number, _COLOURS[number % len(_COLOURS)]
        parts.append(f'<rect x="{x}" y="34" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="45">{escape(name)}</text>')
    for place, (label, row) in enumerate(rows.items()):
        y = 62 + group * place
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 17}" text-anchor="end">{escape(label)}</text>')
        for number, name in enumerate(series):
            value = row.get(name, 0.0)
            width, at = round(_WIDTH * value / top, 1), y + number * _ROW
            colour = _COLOURS[number % len(_COLOURS)]
            parts.append(
                f'<rect x="{_LEFT}" y="{at}" width="{width}" height="{_ROW - 5}" fill="{colour}"/>'
            )
            parts.append(f'<text x="{_LEFT + width + 5}" y="{at + 16}">{value:.3f}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
