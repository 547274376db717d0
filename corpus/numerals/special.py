"""Numbers with a shape of their own: days, years, hours, fractions, scientific notation, codes."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from corpus.numerals.chinese import UnreadableError, read_number
from corpus.numerals.quantity import Quantity, QuantityKind

_CODE = 60  # characters of a code that tell it from another


def special(match: re.Match[str], source: str) -> Quantity | None:
    """Read what has its own shape: days, years, codes, fractions …; None for other numbers."""
    text = source[match.start() : match.end()]
    if match["y"]:
        return _day(match, (match["y"], match["m"], match["d"]), text)
    if match["identifier"]:
        code = "".join(char for char in match["identifier"] if char.isascii() and char.isalnum())
        return _simple(match, QuantityKind.IDENTIFIER, Fraction(int(code[:_CODE], 36)), "", text)
    if match["month"] or match["dayonly"] or match["hour"] or match["clock"]:
        return _time(match, text)
    if quantity := _short_year(match, text):
        return quantity
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


def _time(match: re.Match[str], text: str) -> Quantity:
    """3月5日 → 305, 3月 → 3, 5号 → 5, 上午10点半 → 10.5: comparable with another such one."""
    if match["hour"]:
        minutes = Fraction(30) if match["half"] else _number(match["minute"])
        value = _number(match["hour"]) + minutes / 60
        return _simple(match, QuantityKind.TIME, value, "点", text)
    if match["clock"]:
        hours, minutes = (Fraction(part) for part in re.split("[:：]", match["clock"]))
        return _simple(match, QuantityKind.TIME, hours + minutes / 60, "点", text)
    month, day = _number(match["month"]), _number(match["monthday"] or match["dayonly"])
    value = month if month and not day else 100 * month + day
    return _simple(match, QuantityKind.TIME, value, "日" if day else "月", text)


def _number(run: str | None) -> Fraction:
    return read_number(run).value if run else Fraction(0)


def _short_year(match: re.Match[str], text: str) -> Quantity | None:
    """25年3月 is a day of 2025, 24年投了… is 2024."""
    groups = match.groupdict()
    if groups.get("shorty"):
        year = f"20{match['shorty']}"
        return _day(match, (year, match["shortm"], match["shortd"]), text)
    if groups.get("shortyear"):
        value = Fraction(2000 + int(match["shortyear"]))
        return _simple(match, QuantityKind.YEAR, value, "年", text)
    return None


def _day(
    match: re.Match[str], parts: tuple[str | None, str | None, str | None], text: str
) -> Quantity:
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
