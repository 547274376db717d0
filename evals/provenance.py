"""Numbers without provenance: figures of an answer that nothing it rests on contains."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evals.wording import canonical, chinese_number

_MARKER = re.compile(r"⟦([^⟧]+)⟧")
_POINTER = re.compile(r"\[\d+\]|^\s*\d+[.、)）](?!\d)")  # [1], and 1. of a list
_COUNTED = re.compile(  # 一 alone is an article in 这一条, 一次性, no count
    r"(?!一[^零〇一二两三四五六七八九十百千])"
    r"([零〇一二两三四五六七八九十百千]+)(?=[年月日天家名个项条款倍次档期人])"
)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")


def unfounded(answer: str, grounds: Iterable[str]) -> tuple[str, ...]:
    """Return the figures of an answer that occur in none of the texts it may draw on, sorted.

    Forms are brought together first: 70万元 and 700000元, 20% and 百分之二十, 三年 and 3年 are the
    same figure. Pointers at sources and the ordinals of a list are no figures.
    """
    allowed: set[str] = set()
    for text in grounds:
        allowed |= _figures(text, whole=False)
    return tuple(sorted(_figures(answer, whole=True) - allowed))


def _figures(text: str, *, whole: bool) -> set[str]:
    """Figures of a text; with ``whole`` a day is one figure, else its parts count as well."""
    found: set[str] = set()
    for line in text.splitlines():  # 1 at the end of a line and 2 at the start of the next: not 12
        form = canonical(_POINTER.sub(" ", line) if whole else line)
        markers = _MARKER.findall(form)
        found.update(markers)
        if not whole:
            days = (marker for marker in markers if marker.startswith("D"))
            found.update(digits for day in days for digits in _DIGITS.findall(day))
        rest = _MARKER.sub(" ", form)
        found.update(_plain(digits) for digits in _DIGITS.findall(rest))
        values = (chinese_number(spoken) for spoken in _COUNTED.findall(rest))
        found.update(_plain(str(value)) for value in values if value is not None)
    return found


def _plain(digits: str) -> str:
    """05 → 5, 2.50 → 2.5: one spelling for a figure without unit."""
    head, point, tail = digits.partition(".")
    tail = tail.rstrip("0")
    return (head.lstrip("0") or "0") + (point + tail if tail else "")
