"""The tolerant grammar, for what people type: 350w, 三百来万, 不到100万, 3个亿, 分别60万和70万."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from corpus.numerals.associate import Mark, distribute, marks
from corpus.numerals.grammar import PEOPLE
from corpus.numerals.quantity import Comparison, Quantity, QuantityKind, exact_decimal
from corpus.numerals.render import format_plain, format_yuan
from corpus.numerals.scan import Scanner

_SCANNER = Scanner(PEOPLE)
_CENT = Decimal("0.01")
_KEPT = 64  # messages whose quantities are kept
_SURELY_YUAN = 10_000  # 3500000 without a unit can only be 元; 350 may be 万元
_UNSURE = re.compile(r"^\s*(?:不清楚|不知道|不确定|还不清楚|没统计|未知|说不准|不详)[。.!！]?\s*$")
_AGAIN = re.compile(r"大写|也就是|[，,]\s*即|[（(][^）)]*$")
LARGEST = Decimal(10) ** 13  # 十万亿元: more than any enterprise invests


class AmountError(ValueError):
    """What was typed can't be used as an amount. The message is Chinese and says what to type."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An amount as understood, in 元. ``high`` is None where it is open upwards.

    ``echo`` repeats it for the user to check: 按3,500,000元（350万元）计算. ``assumed`` says of an
    amount that could have been meant otherwise how it was taken: “8万6”按8.6万元理解.
    """

    low: Decimal
    high: Decimal | None
    echo: str
    approximate: bool = False
    assumed: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity of a question with what it belongs to, as far as the words say."""

    quantity: Quantity
    year: int | None = None  # calendar year: 2024年, 去年
    ordinal: int | None = None  # 第二年 → 2
    label: str = ""  # 项目1 ｜ A园区


_WORDS = {
    Comparison.BELOW: "小于",
    Comparison.AT_MOST: "不超过",
    Comparison.ABOVE: "大于",
    Comparison.AT_LEAST: "不少于",
}


@lru_cache(maxsize=_KEPT)  # a message is read several times
def read_people(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a question, in order. A number whose unit is missing carries an issue."""
    return tuple(_with_unit(quantity) for quantity in _SCANNER.scan(text))


def _with_unit(quantity: Quantity) -> Quantity:
    if quantity.kind is not QuantityKind.NUMBER or quantity.issue:
        return quantity
    if quantity.value >= _SURELY_YUAN:
        return replace(quantity, kind=QuantityKind.MONEY)
    issue = f"“{quantity.text}”没有写单位：是{quantity.text}万元，还是{quantity.text}元？"
    return replace(quantity, issue=issue)


def reading(quantity: Quantity) -> Reading:
    """Say what an amount of money means as bounds: 不到100万 → 0 to 999,999.99元.

    An amount marked as approximate only (约300万) is taken as written and echoed as such.

    Raises:
        AmountError: the amount is ambiguous, foreign, negative, vague or out of range.

    """
    if quantity.issue:
        raise AmountError(quantity.issue)
    if quantity.kind is not QuantityKind.MONEY:
        raise AmountError(f"“{quantity.text}”不是金额，请用元、万元或亿元写明")
    if quantity.vague:
        raise AmountError(f"“{quantity.text}”不是确切数字，请告知具体金额（或大致区间）")
    low, high = _bounds(quantity)
    if low < 0 or (high or low) > LARGEST:
        raise AmountError(f"“{quantity.text}”超出合理范围，请核对")
    echo = _echo(quantity, low, high)
    if quantity.assumed:
        echo = f"{echo}（{quantity.assumed}）"
    return Reading(low, high, echo, quantity.approximate, quantity.assumed)


def _bounds(quantity: Quantity) -> tuple[Decimal, Decimal | None]:
    low, high = exact_decimal(quantity.low), exact_decimal(quantity.high)
    match quantity.comparison:
        case Comparison.BELOW:
            return Decimal(0), low - _CENT
        case Comparison.AT_MOST:
            return Decimal(0), high
        case Comparison.ABOVE:
            return low + _CENT, None
        case Comparison.AT_LEAST:
            return low, None
    return low, high


def _echo(quantity: Quantity, low: Decimal, high: Decimal | None) -> str:
    if quantity.comparison in _WORDS:
        edge = exact_decimal(quantity.value)
        return f"按{_WORDS[quantity.comparison]}{format_yuan(edge)}计算"
    if high is None or low == high:
        about = "（您说的是约数，结果随实际数变动）" if quantity.approximate else ""
        plain, short = format_plain(low), format_yuan(low)
        return f"按{plain}计算{about}" if plain == short else f"按{plain}（{short}）计算{about}"
    return f"按{format_plain(low)}至{format_plain(high)}计算"


def parse_amount(text: str) -> Reading:
    """Read the one amount that ``text`` is: a form field or a command-line value.

    不清楚 and the like give the widest reading, from 0 upwards.

    Raises:
        AmountError: no amount, several amounts, or one that can't be used.

    """
    if _UNSURE.match(text):
        return Reading(Decimal(0), None, "金额未知，按可能的全部范围计算")
    found = [q for q in read_people(text) if q.kind is not QuantityKind.YEAR]
    if not found:
        raise AmountError(f"“{text.strip()[:40]}”里没有可识别的金额，请写成如 350万元")
    if any(not _repeats(text, found[0], q) for q in found[1:]):
        listed = "、".join(q.text for q in found[:4])
        raise AmountError(f"出现了不止一个数（{listed}），请只写一个金额")
    return reading(found[0])


def _repeats(text: str, first: Quantity, other: Quantity) -> bool:
    """Whether an amount only says the first one again: 350万元整（大写：叁佰伍拾万元整）."""
    alike = (first.kind, first.low, first.high) == (other.kind, other.low, other.high)
    settled = not (first.issue or other.issue) and other.comparison in (None, first.comparison)
    return alike and settled and _AGAIN.search(text, first.end, other.start) is not None


def mentions(
    text: str,
    *,
    today: date | None = None,
    kinds: Collection[QuantityKind] = (QuantityKind.MONEY,),
    unit: str = "",
) -> tuple[Mention, ...]:
    """Find the quantities of ``kinds`` with their years, ordinal years and projects.

    "2024年300万、2025年200万", "第二年750万", "两个项目分别60万和70万", "连续三年每年300万" (three
    mentions), "A园区2家、B园区2家". 今年 and 去年 need ``today``. ``unit`` keeps only quantities
    with that unit.
    """
    found = read_people(text)
    wanted = [q for q in found if q.kind in kinds and (not unit or q.unit == unit)]
    placed: list[tuple[Quantity, Mark]] = distribute(text, wanted, marks(text, found, today))
    return tuple(Mention(q, m.year, m.ordinal, m.label) for q, m in placed)
