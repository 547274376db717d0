"""A stretch of a measure as words give it: 300万元（含）至500万元 ｜ 50人（含）以上 ｜ 3人以下."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from corpus.numerals import Comparison, Quantity, QuantityKind, read

_MEASURES: Final = (
    QuantityKind.MONEY,
    QuantityKind.COUNT,
    QuantityKind.DURATION,
    QuantityKind.NUMBER,
)
_DIGIT: Final = r"[\d０-９一二两三四五六七八九十百]"
TO: Final = rf"(?<=[^，。；、])(?:-|－|–|—+|~|～|至|(?<![达不])到)(?={_DIGIT})"
_INCLUDED: Final = re.compile(r"[（(](不?含)[^）)]{0,6}[）)]")
_BY_CONVENTION: Final = re.compile("(?<!及)以[下内]")  # 以下 includes its number by convention only
_UPWARD: Final = (Comparison.AT_LEAST, Comparison.ABOVE)
_STRICT: Final = (Comparison.ABOVE, Comparison.BELOW)


class BandError(ValueError):
    """Words give no stretch of a measure; the message is Chinese and says what was found."""


@dataclass(frozen=True, slots=True)
class Band:
    """From ``low`` to ``high`` in a unit; None is open.

    Whether an end is included is None where the words do not print it: then the row above has it.
    """

    low: Fraction | None
    low_included: bool | None
    high: Fraction | None
    high_included: bool | None
    kind: QuantityKind
    unit: str


def read_band(text: str) -> Band:
    """Read the words of one row.

    Raises:
        BandError: they hold no measure, or more than two ends.

    """
    text = "".join(text.split())
    halves = re.split(TO, text)
    if len(halves) == 2:
        return _between(_end(halves[0]), _end(halves[1]), *map(_printed, halves))
    found = [q for q in read(text) if q.kind in _MEASURES]
    if any(q.issue or q.vague for q in found) or len(halves) > 2 or not 0 < len(found) < 3:
        raise BandError(f"“{text}”应写明从多少到多少")
    bands = [_one(quantity, text) for quantity in found]
    if len(bands) == 1:
        return bands[0]
    low, high = bands[0], _one(found[1], text[found[0].end :])
    if low.low is None or high.high is None or low.high is not None or low.unit != high.unit:
        raise BandError(f"“{text}”的两端没有读懂")
    return replace(low, high=high.high, high_included=high.high_included)


def _end(text: str) -> Quantity:
    found = [q for q in read(_INCLUDED.sub("", text)) if q.kind in _MEASURES]
    if len(found) != 1 or found[0].low != found[0].high or found[0].issue or found[0].vague:
        raise BandError(f"“{text}”应恰有一个数")
    return found[0]


def _printed(text: str) -> bool | None:
    """Whether （含） or （不含） is printed beside an end."""
    found = _INCLUDED.search(text)
    return None if found is None else found[1] == "含"


def _between(low: Quantity, high: Quantity, left: bool | None, right: bool | None) -> Band:
    bare = low.unit == "" and low.kind in (QuantityKind.NUMBER, QuantityKind.MONEY)
    if not bare and (low.kind, low.unit) != (high.kind, high.unit):
        raise BandError(f"“{low.text}”与“{high.text}”的单位不同")
    return Band(low.value, left, high.value, right, high.kind, high.unit)


def _one(quantity: Quantity, text: str) -> Band:
    kind, unit = quantity.kind, quantity.unit
    if quantity.low != quantity.high:
        return Band(quantity.low, None, quantity.high, None, kind, unit)
    included = quantity.comparison not in _STRICT
    if quantity.comparison in _UPWARD:
        return Band(quantity.value, included, None, None, kind, unit)
    if quantity.comparison is not None and quantity.comparison.value.startswith("<"):
        told = _printed(text) is not None or not _BY_CONVENTION.search(text)
        return Band(None, None, quantity.value, included if told else None, kind, unit)
    raise BandError(f"“{text}”没有写明以上还是以下")
