"""What a number in a text is: its kind, its value, where it stands and how it is compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction


class QuantityKind(StrEnum):
    """What a number counts."""

    MONEY = "money"  # 元
    FOREIGN = "foreign"  # an amount in another currency: needs a dated exchange rate
    RATE = "rate"  # 20% ｜ 三成 ｜ 5‰ ｜ 三分之一; value 1 is 100%
    COUNT = "count"  # 4家 ｜ 10名
    DURATION = "duration"  # 3年 ｜ 12个月
    YEAR = "year"  # 2024年
    DATE = "date"  # 2024年1月5日; the value is the day's ordinal
    TIME = "time"  # 3月5日 (value 305) ｜ 3月 ｜ 5号 ｜ 上午10点: when, but not in which year
    ORDINAL = "ordinal"  # 第十二条 ｜ 第二年
    IDENTIFIER = "identifier"  # digits that name: a telephone number, a postcode, a credit code
    NUMBER = "number"  # a number without a unit that says what it counts


class Comparison(StrEnum):
    """How the words around a number compare with it."""

    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    EQUAL = "="
    ABOUT = "≈"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its offsets: ``text == source[start:end]``.

    ``value`` is the number as written; ``low`` and ``high`` are its bounds where the words give
    several (80到120万, 三四十万, 300多万), else equal to it. ``issue`` is a Chinese sentence that
    says why the number can't be used as it stands ("" where it can); ``assumed`` is one that says
    how a number was understood that could have been meant otherwise: “8万6”按8.6万元理解.
    """

    kind: QuantityKind
    value: Fraction
    low: Fraction
    high: Fraction
    unit: str  # as printed: 元 ｜ % ｜ 家 ｜ 年
    start: int
    end: int
    text: str
    comparison: Comparison | None = None
    printed: bool = False  # the comparison's inclusion is printed: （含） ｜ （不含）
    approximate: bool = False
    vague: bool = False  # 几百万: an order of magnitude, to be asked back
    issue: str = ""
    assumed: str = ""
    day: date | None = None

    @property
    def amount(self) -> Decimal:
        """``value`` as an exact Decimal.

        Raises:
            ValueError: the value has no finite decimal form (三分之一).

        """
        return exact_decimal(self.value)


def exact_decimal(value: Fraction) -> Decimal:
    """Return the Decimal equal to ``value``.

    Raises:
        ValueError: ``value`` has no finite decimal form.

    """
    denominator, places = value.denominator, 0
    while denominator % 10 == 0:
        denominator, places = denominator // 10, places + 1
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    if denominator != 1:
        raise ValueError(f"{value} has no finite decimal form")
    places += max(twos, fives)
    scaled = value.numerator * 10**places // value.denominator
    return Decimal(scaled).scaleb(-places) if places else Decimal(scaled)


def as_rate(quantity: Quantity) -> Quantity:
    """A multiple of something as a rate of it: 三倍 is 300%; what is none stays as it is."""
    if quantity.kind is not QuantityKind.COUNT or quantity.unit != "倍":
        return quantity
    return replace(quantity, kind=QuantityKind.RATE, unit="")
