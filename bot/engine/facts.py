"""Facts of an enterprise as the engine takes them: intervals, yes/no, choices, years, days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

LARGEST = Decimal(10) ** 13  # 十万亿元: more than any enterprise invests


class FactError(ValueError):
    """A fact that can't be used. ``name`` is the fact; the message is Chinese and says why."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class Unsure(Enum):
    """The answer 不清楚: legal, widens the result, and is not asked again."""

    UNSURE = "不清楚"


@dataclass(frozen=True, slots=True)
class Interval:
    """An amount (元) or a count between two bounds, both included; ``high`` None is open."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exact(cls, value: Decimal | int) -> Interval:
        """Return the interval that holds one value."""
        amount = Decimal(value)
        return cls(amount, amount)

    @classmethod
    def unknown(cls) -> Interval:
        """Return the interval of an amount nobody knows: from 0 upwards."""
        return cls(Decimal(0), None)


Value = Interval | bool | str | int | date | Unsure
_EMPTY: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Item:
    """One project, park, event or year. ``year`` is an ordinal (第几年) or a calendar year."""

    label: str = ""
    year: int | None = None
    values: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: facts of the applicant, and of each item where there are several."""

    shared: Mapping[str, Value] = field(default_factory=lambda: _EMPTY)
    items: tuple[Item, ...] = ()


def check_amount(name: str, value: Value, *, whole: bool) -> Interval:
    """Return ``value`` as a sound interval of money, or of a whole count.

    Raises:
        FactError: not a number, negative, without bound to reason, reversed, or not whole.

    """
    if value is Unsure.UNSURE:
        return Interval.unknown()
    if not isinstance(value, Interval):
        raise FactError(name, f"“{name}”应为数额，收到的是“{value}”")
    for bound in (value.low, value.high):
        if bound is None:
            continue
        if not bound.is_finite():
            raise FactError(name, f"“{name}”不是有效的数：{bound}")
        if bound < 0:
            raise FactError(name, f"“{name}”不能为负数：{bound}")
        if bound > LARGEST:
            raise FactError(name, f"“{name}”超出合理范围，请核对：{bound}")
        if whole and bound != bound.to_integral_value():
            raise FactError(name, f"“{name}”应为整数：{bound}")
    if value.high is not None and value.high < value.low:
        raise FactError(name, f"“{name}”的区间前大后小：{value.low}至{value.high}")
    return value
