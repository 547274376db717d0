"""Intervals of exact fractions, and three-valued logic over them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bot.engine.facts import Interval
from bot.engine.result import Truth


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds of a non-negative quantity; ``high`` None is open upwards.

    A range of one value holds the same object twice: most facts are exact, and then each
    operation is done once.
    """

    low: Fraction
    high: Fraction | None

    @classmethod
    def of(cls, interval: Interval) -> Range:
        """Return the exact range of an interval of decimals."""
        low = Fraction(interval.low)
        if interval.high is None:
            return cls(low, None)
        return cls(low, low if interval.low == interval.high else Fraction(interval.high))

    @classmethod
    def point(cls, value: Fraction) -> Range:
        """Return the range that holds one value."""
        return cls(value, value)

    @property
    def exact(self) -> bool:
        """Whether the range holds a single value."""
        return self.low is self.high or self.low == self.high

    @property
    def known(self) -> bool:
        """Whether anything is known of the value."""
        return self.high is not None or self.low != 0

    def __add__(self, other: Range) -> Range:
        low = self.low + other.low
        if self.high is None or other.high is None:
            return Range(low, None)
        both = self.low is self.high and other.low is other.high
        return Range(low, low if both else self.high + other.high)

    def __mul__(self, other: Range) -> Range:
        if self.high == 0 or other.high == 0:
            return ZERO
        low = self.low * other.low
        if self.high is None or other.high is None:
            return Range(low, None)
        both = self.low is self.high and other.low is other.high
        return Range(low, low if both else self.high * other.high)

    def minus(self, other: Range) -> Range:
        """Return what exceeds ``other``, never below zero."""
        low = Fraction(0) if other.high is None else max(self.low - other.high, Fraction(0))
        high = None if self.high is None else max(self.high - other.low, Fraction(0))
        return Range(low, high)

    def at_most(self, other: Range) -> Range:
        """Return the lesser of two quantities; ``self`` where it is that."""
        if self.high is not None and self.high <= other.low:
            return self
        highs = [h for h in (self.high, other.high) if h is not None]
        return Range(min(self.low, other.low), min(highs, default=None))

    def at_least(self, other: Range) -> Range:
        """Return the greater of two quantities; ``self`` where it is that."""
        if other.high is not None and self.low >= other.high:
            return self
        return Range(max(self.low, other.low), _highest(self.high, other.high))

    def hull(self, other: Range) -> Range:
        """Return the smallest range that holds both."""
        return Range(min(self.low, other.low), _highest(self.high, other.high))


def _highest(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else max(left, right)


ZERO = Range.point(Fraction(0))
ANY = Range(Fraction(0), None)


def growth(now: Range, before: Range) -> Range:
    """Return (now − before) ÷ before as a rate; anything where the base is not a known positive."""
    if before.low == 0 or before.high is None:
        return ANY
    low = max(Fraction(0), (now.low - before.high) / before.high)
    high = None if now.high is None else max(Fraction(0), (now.high - before.low) / before.low)
    return Range(low, high)


def compare(left: Range, operator: str, right: Range) -> Truth:
    """Compare two ranges; unknown where some of their values agree and some don't."""
    if operator in ("<", "<="):
        return compare(right, ">" if operator == "<" else ">=", left)
    strict = operator == ">"
    if right.high is not None and (
        left.low > right.high or (not strict and left.low == right.high)
    ):
        return Truth.MET
    if left.high is not None and (left.high < right.low or (strict and left.high == right.low)):
        return Truth.NOT_MET
    return Truth.UNKNOWN


def all_of(states: list[Truth]) -> Truth:
    """Kleene's and."""
    if Truth.NOT_MET in states:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in states else Truth.MET


def any_of(states: list[Truth]) -> Truth:
    """Kleene's or."""
    if Truth.MET in states:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in states else Truth.NOT_MET


def negate(state: Truth) -> Truth:
    """Kleene's not."""
    return {Truth.MET: Truth.NOT_MET, Truth.NOT_MET: Truth.MET}.get(state, Truth.UNKNOWN)
