"""Amounts, rates and bounds as people read them. Input is 元."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from corpus.numerals.quantity import exact_decimal

_CENT = Decimal("0.01")
_WIDE = Context(prec=60)  # more digits than any amount has: nothing is rounded unasked
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)


def round_cents(amount: Fraction | Decimal) -> Decimal:
    """``amount`` rounded once, half up, to 分."""
    if isinstance(amount, Decimal):
        amount = Fraction(amount)
    cents, rest = divmod(amount.numerator * 100, amount.denominator)
    if 2 * rest >= amount.denominator:
        cents += 1
    return Decimal(cents).scaleb(-2)


def _digits(amount: Decimal) -> str:
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=4096)  # a trace says the same amounts again and again
def format_plain(amount: Decimal) -> str:
    """``700000`` → ``700,000元``; 分 only where there are any: ``199,999.99元``."""
    cents = amount.quantize(_CENT, rounding=ROUND_HALF_UP, context=_WIDE)
    if cents == cents.to_integral_value():
        return f"{cents.to_integral_value():,f}元"
    return f"{cents:,f}元"


def format_yuan(amount: Decimal) -> str:
    """Give the shortest exact usual form: ``70万元`` ｜ ``24.8万元`` ｜ ``199,999.99元``.

    万 and 亿 are used only where at most four decimals remain, so nothing is lost.
    """
    cents = amount.quantize(_CENT, rounding=ROUND_HALF_UP, context=_WIDE)
    for unit, name in ((_YI, "亿元"), (_WAN, "万元")):
        scaled = _WIDE.divide(cents, unit)
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.0001"), context=_WIDE):
            return f"{_digits(scaled)}{name}"
    return format_plain(cents)


@lru_cache(maxsize=256)
def format_rate(rate: Fraction) -> str:
    """``1/5`` → ``20%``; a rate without a finite decimal form stays a fraction: ``1/3``."""
    try:
        return f"{_digits(exact_decimal(rate * 100))}%"
    except ValueError:
        return f"{rate.numerator}/{rate.denominator}"
