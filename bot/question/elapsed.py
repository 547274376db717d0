"""How long ago: the day, month or year of something that a clause tells."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.question.segments import Segment
from bot.question.token import Token
from corpus.numerals import QuantityKind


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago something was, in months: between ``least`` and ``most``.

    A month without a day, and a year alone, leave open how long exactly.
    """

    least: Fraction
    most: Fraction


def elapsed(part: Segment, today: date) -> Elapsed | None:
    """How long ago what a clause tells was; None where it tells no day, several, or one to come."""
    told = _span(part.tokens, today)
    if told is None or told[0] > today:
        return None
    first, last = told
    return Elapsed(_months(min(last, today), today), _months(first, today))


def _span(tokens: Sequence[Token], today: date) -> tuple[date, date] | None:
    """The first and the last day of the one date that tokens tell: 2024年5月, 去年3月, 2017年."""
    dates = [t for t in tokens if t.counts(QuantityKind.DATE)]
    months = [t for t in tokens if t.counts(QuantityKind.TIME) and t.has("month")]
    years = [year for t in tokens if (year := _year(t, today)) is not None]
    if len(dates) == 1 and not (months or years):
        quantity = dates[0].quantity
        if quantity is None:
            return None
        day = date.fromordinal(int(quantity.value))
        return (day, day) if quantity.unit == "日" else _of_month(day.year, day.month)
    if dates or len(years) != 1 or len(months) > 1:
        return None
    if months and (quantity := months[0].quantity) is not None:
        return _of_month(years[0], int(quantity.value))
    return date(years[0], 1, 1), date(years[0], 12, 31)


def _year(token: Token, today: date) -> int | None:
    if token.quantity is not None and token.counts(QuantityKind.YEAR):
        return int(token.quantity.value)
    back = token.under("year")
    return today.year + int(back[0]) if back and back[0].lstrip("-").isdigit() else None


def _of_month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _months(since: date, today: date) -> Fraction:
    whole = (today.year - since.year) * 12 + today.month - since.month
    return whole + Fraction(today.day - since.day, 31)
