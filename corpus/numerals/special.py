"""Numbers with a shape of their own: days, years, fractions, scientific notation."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from corpus.numerals.chinese import UnreadableError, read_number
from corpus.numerals.quantity import Quantity, QuantityKind


def special(match: re.Match[str], source: str) -> Quantity | None:
    """Read days, years, 百分之…, fractions and scientific notation; None for other numbers."""
    text = source[match.start() : match.end()]
    if match["y"]:
        return _day(match, text)
    if match["year"]:
        return _simple(match, QuantityKind.YEAR, read_number(match["year"]).value, "年", text)
    if match["science"]:
        issue = f"“{text}”是科学计数法，请用元或万元写明"
        return _simple(match, QuantityKind.NUMBER, Fraction(0), "", text, issue)
    if match["per"]:
        factor = {"百": 100, "千": 1000, "万": 10_000}[match["per"]]
        return _rate(match, match["perrun"], Fraction(1, factor), text)
    if match["bottom"]:
        return _fraction(match, match["top"], match["bottom"], text)
    if match["slash"]:
        upper, lower = match["slash"].split("/")
        return _fraction(match, upper, lower, text)
    return None


def _fraction(match: re.Match[str], upper: str, lower: str, text: str) -> Quantity:
    try:
        bottom = read_number(lower).value
    except UnreadableError as error:
        return _simple(match, QuantityKind.RATE, Fraction(0), "%", text, str(error))
    if bottom == 0:
        return _simple(match, QuantityKind.RATE, Fraction(0), "%", text, f"“{text}”的分母为零")
    return _rate(match, upper, 1 / bottom, text)


def _rate(match: re.Match[str], run: str, factor: Fraction, text: str) -> Quantity:
    try:
        value, issue = read_number(run).value * factor, ""
    except UnreadableError as error:
        value, issue = Fraction(0), str(error)
    return _simple(match, QuantityKind.RATE, value, "%", text, issue)


def _simple(
    match: re.Match[str], kind: QuantityKind, value: Fraction, unit: str, text: str, issue: str = ""
) -> Quantity:
    return Quantity(kind, value, value, value, unit, match.start(), match.end(), text, issue=issue)


def _day(match: re.Match[str], text: str) -> Quantity:
    parts = (match["y"], match["m"], match["d"])
    try:
        year, month, day = (int(read_number(part).value) if part else 0 for part in parts)
        first = date(year, month, day or 1)
    except ValueError:  # an UnreadableError is one too
        return _simple(match, QuantityKind.DATE, Fraction(0), "", text, f"“{text}”不是有效日期")
    value = Fraction(first.toordinal())
    return Quantity(
        QuantityKind.DATE, value, value, value, "日" if day else "月",
        match.start(), match.end(), text, day=first,
    )  # fmt: skip
