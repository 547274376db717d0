"""Ranges in words, rounded once to 分."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from bot.engine.ranges import Range
from corpus.numerals import exact_decimal, format_plain, round_cents


def cents(value: Range) -> tuple[Decimal, Decimal | None]:
    """Return both ends of a range in 元, rounded half up to 分."""
    low = round_cents(value.low)
    if value.high is None:
        return low, None
    return low, low if value.low is value.high else round_cents(value.high)


def amount_words(value: Range) -> str:
    """Say an amount of money: 700,000元 ｜ 160,000元至240,000元 ｜ 不少于250,000元."""
    low, high = cents(value)
    if high is None:
        return f"不少于{format_plain(low)}"
    return format_plain(low) if low == high else f"{format_plain(low)}至{format_plain(high)}"


def bounds(value: Range) -> str:
    """Say a count: 4 ｜ 2至3 ｜ 不少于2."""
    low = _count(value.low)
    if value.high is None:
        return f"不少于{low}"
    return low if value.exact else f"{low}至{_count(value.high)}"


def _count(value: Fraction) -> str:
    return f"{exact_decimal(value):f}"


def limit_words(before: Range, limit: Range, after: Range, *, cap: bool) -> str:
    """Say what a cap or floor does: 5,600,000元 超过上限，按 5,000,000元."""
    edge = amount_words(limit)
    if not before.known:
        return f"不超过 {edge}" if cap else f"不低于 {edge}"
    if after is before or after == before:
        return f"{amount_words(before)} {'未超过上限' if cap else '未低于下限'} {edge}"
    if after.exact:
        return f"{amount_words(before)} {'超过上限' if cap else '低于下限'}，按 {edge}"
    return f"{amount_words(before)} 受{'上' if cap else '下'}限 {edge} 约束 → {amount_words(after)}"
