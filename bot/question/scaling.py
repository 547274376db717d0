"""Scaling: an amount of the thread doubled, halved, discounted or raised by a rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from bot.question.account import Account, Item, Stuck
from bot.question.amounts import Role
from bot.question.figures import discount
from bot.question.segments import MONEY, Segment
from bot.question.token import Token
from corpus.numerals import QuantityKind

_SCALES: Final = {
    "scale_double": Fraction(2),
    "scale_half": Fraction(1, 2),
    "scale_third": Fraction(4),
}
_CHANGING: Final = tuple(
    f"operator.{kind}"
    for kind in ("raise_by", "raise_to", "cut_by", "cut_to", "exclude", "add", "discount")
)


def scaled(parts: Sequence[Segment], before: Account) -> Account:
    """翻一倍呢, 减半呢, 打八折呢: the item of before changed; nothing of the kind: unchanged."""
    factor = _factor(parts) or _raised(parts)
    kept = replace(before, entries=())
    if factor is None and before.items and _changes(parts):
        words = "，".join(part.text() for part in parts)
        return replace(kept, stuck=(Stuck(f"“{words}”之后的金额是多少？请直接告知数额。"),))
    if factor is None or not before.items:
        return kept
    if len(before.items) > 1:
        return replace(kept, stuck=(Stuck("要改变的是前面哪一笔？请连同金额一起说。"),))
    return replace(kept, items=(times(before.items[0], factor, str(factor)),))


def discounted(own: Account, parts: Sequence[Segment]) -> Account:
    """标价88万，打了八折，我们按折后价付: the one amount, said before, at that discount.

    Of what is said to be spent already it is asked whether that is the price before or behind it.
    """
    for part in parts:
        told = [t for t in part.tokens if t.has("operator.discount")]
        behind = [t for t in part.tokens if told and t.start > told[0].start]
        later = any(t.counts(*MONEY) for t in behind) or any(
            p.holds_money for p in parts[part.index + 1 :]
        )
        if not told or later or (factor := _factor((part,))) is None:
            continue
        items = own.items or own.loose
        if len(items) != 1:
            continue
        if any(p.holds_money and p.has("verb.spent") for p in parts[: part.index]):
            question = f"“{items[0].text}”是打折以前的价，还是打折以后实付的？"
            return replace(own, stuck=(*own.stuck, Stuck(question)))
        paid = any(p.has("verb.spent") for p in parts[part.index :])
        role = Role.SPENT if paid else items[0].role
        reduced = (replace(times(items[0], factor, told[0].text), role=role),)
        return replace(own, items=reduced) if own.items else replace(own, loose=reduced)
    return own


def times(item: Item, factor: Fraction, said: str) -> Item:
    """An item at a factor, which is told in the words `said`."""
    n, d = factor.numerator, factor.denominator
    high = None if item.high is None else item.high * n / d
    said = f"{item.text}×{said}"
    return replace(item, low=item.low * n / d, high=high, text=said, multiplied=True)


def _raised(parts: Sequence[Segment]) -> Fraction | None:
    """再多投三成呢: a change by a rate."""
    for part in parts:
        rates = [t.quantity.value for t in rates_of(part) if t.quantity is not None]
        if len(rates) == 1 and part.has("operator.raise_by"):
            return 1 + rates[0]
        if len(rates) == 1 and part.has("operator.cut_by", "operator.exclude"):
            return 1 - rates[0]
    return None


def rates_of(part: Segment) -> list[Token]:
    """The rates of a clause: 60%, 七成, 三分之一."""
    return [t for t in part.tokens if t.counts(QuantityKind.RATE)]


def _changes(parts: Sequence[Segment]) -> bool:
    """Whether words say that the amount changes without saying to what: 又加订了一个."""
    changes = any(part.has(*_CHANGING) for part in parts)
    return changes and any(part.has("verb.spent", "thing", "count") for part in parts)


def _factor(parts: Sequence[Segment]) -> Fraction | None:
    for part in parts:
        for token in part.tokens:
            if (factor := _of_token(token)) is not None:
                return _changed_by(factor, part, token)
    return None


def _of_token(token: Token) -> Fraction | None:
    """The factor that a word says: 翻一倍, 一半, 八折, 三倍."""
    for name in token.under("operator"):
        if name in _SCALES:
            return _SCALES[name]
        if name == "discount" and (left := discount(token.text)) is not None:
            return left
    if token.counts(QuantityKind.COUNT) and token.quantity and token.quantity.unit == "倍":
        return token.quantity.value
    return None


def _changed_by(factor: Fraction, part: Segment, token: Token) -> Fraction:
    """多投一半 is half as much again, 多一倍 twice as much, 少一半 half."""
    times = token.has("count", "operator.scale_half")
    if times and part.has("operator.raise_by") and not token.has("operator.scale_double"):
        return 1 + factor
    if times and part.has("operator.cut_by"):
        return 1 - factor
    return factor
