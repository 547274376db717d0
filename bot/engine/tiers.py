"""The value of a table: the whole amount in one tier, or each slice in its own."""

from __future__ import annotations

from fractions import Fraction

from bot.engine.ranges import Range
from corpus.rules import Term, Tier


def tier_value(table: Term, subject: Range, *, marginal: bool) -> Range:
    """Return the amount that a table gives for a subject.

    A table of amounts gives the row's amount; a table of rates the subject times the row's rate
    (``whole``) or the sum over the slices up to it (``marginal``). Both ends of a range are
    evaluated, and every border between them, so that a step inside the range is not missed.
    """
    function = _marginal if marginal else _whole
    points = [subject.low]
    for tier in table.tiers:
        for edge in (tier.low, tier.high):
            inside = edge is not None and subject.low <= edge
            if edge is not None and inside and (subject.high is None or edge <= subject.high):
                points += [edge, edge + Fraction(1, 100)]
    open_up = subject.high is None
    if subject.high is not None:
        points = [p for p in points if p <= subject.high] + [subject.high]
    values = [function(table, point) for point in points]
    unbounded = open_up and not table.money and table.tiers[-1].high is None
    return Range(min(values), None if unbounded else max(values))


def _holds(tier: Tier, value: Fraction) -> bool:
    above = tier.low is None or value > tier.low or (tier.low_included and value == tier.low)
    below = tier.high is None or value < tier.high or (tier.high_included and value == tier.high)
    return above and below


def _whole(table: Term, value: Fraction) -> Fraction:
    for tier in table.tiers:
        if _holds(tier, value):
            return tier.value if table.money else value * tier.value
    return Fraction(0)


def _marginal(table: Term, value: Fraction) -> Fraction:
    total = Fraction(0)
    for tier in table.tiers:
        low = tier.low or Fraction(0)
        high = value if tier.high is None else min(value, tier.high)
        if high > low:
            total += (high - low) * tier.value
    return total
