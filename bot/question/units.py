"""Units: of what a price is one (每台, 每月), and how many of them a message counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Final

from bot.question.amounts import Amount
from bot.question.segments import Segment
from bot.question.token import Token
from corpus.numerals import Quantity, QuantityKind

MOST_YEARS: Final = 10
_MOST: Final = 100_000  # pieces at a price each
_NEARBY: Final = (0, 1, -1, 2, -2)  # the clauses in which pieces are counted, nearest first
A_YEAR: Final = {"月": Decimal(12), "季度": Decimal(4)}  # how many of a unit make up a year
_HALVES: Final = ("上半年", "下半年", "前半年", "后半年")
_IN_WORDS: Final = (("两", 2), ("三", 3), ("四", 4))
_APPLICANTS: Final = ("企业", "公司", "法人")  # each applies for itself
_NO_PIECES: Final = ("年", "月", "期", "人", "次")  # units that 单价 alone is not a price of


def unit_of(amount: Amount) -> str:
    """The unit of a price: 台 ｜ 月 ｜ 季度; "" where any piece will do (单价)."""
    for token in reversed(amount.before):
        if token.has("operator.each"):
            return _unit_of_each(token, amount)
        if (
            token.quantity is not None
            and token.counts(QuantityKind.COUNT)
            and token.quantity.value == 1
        ):
            return token.quantity.unit
    for token in [t for t in amount.after if not t.text.isspace()][:1]:
        if token.has("operator.each"):
            return _unit_of_each(token, amount)
        if token.quantity is not None and token.counts(QuantityKind.COUNT):
            return token.quantity.unit
    return ""


def _unit_of_each(token: Token, amount: Amount) -> str:
    """每台, 每 台, 每个月: what follows 每."""
    word = token.text.removeprefix("每").removeprefix("个")
    if token.text == "每":
        follow = [t for t in amount.before if t.start >= token.end]
        word = follow[0].text.removeprefix("个") if follow else ""
    if "单价" in word or "均价" in word:
        return ""
    return word or "个"


def pieces_of(amount: Amount, parts: Sequence[Segment]) -> Decimal | None:
    """How many pieces, months or instalments a price is for; None where that is not clear.

    Of one account and one month (每个每月650) it is for as many accounts times months.
    """
    each = [t for t in amount.before if t.has("operator.each")]
    units = [_unit_of_each(t, amount) for t in each] if len(each) > 1 else [unit_of(amount)]
    pieces = Decimal(1)
    for unit in units:
        found = set(_numbers(amount, parts, unit))
        if unit in A_YEAR and any(t.text.endswith(_HALVES) for t in amount.before):
            found = {A_YEAR[unit] / 2}
        if len(found) != 1 or not 0 < max(found) <= _MOST:
            return None
        pieces *= found.pop()
    return pieces


def is_told(amount: Amount, unit: str, parts: Sequence[Segment]) -> bool:
    """Whether its own clause says of how many months or of which half year a price is."""
    halves = any(t.text.endswith(_HALVES) for t in amount.before)
    return halves or bool(_counted(parts[amount.segment], amount, unit))


def left_out(amount: Amount, parts: Sequence[Segment]) -> Decimal:
    """How many pieces a later clause leaves out: 有30副拒收没付钱; 0 where none."""
    unit = unit_of(amount)
    return sum(
        (
            number
            for part in parts
            if leaves_out(part, parts)
            for number in _counted(part, amount, unit)
        ),
        Decimal(0),
    )


def leaves_out(part: Segment, parts: Sequence[Segment]) -> bool:
    """Whether a clause, or the one behind it, takes away or bars what it counts."""
    behind = parts[part.index : part.index + 2]
    some = part.has("operator.part") or any(t.text.endswith("有") for t in part.tokens)
    return some and any(p.has("operator.exclude", "barrier") for p in behind)


def is_counted(amount: Amount, parts: Sequence[Segment]) -> bool:
    """Whether any number near a price may be how many pieces it is for."""
    return bool(_numbers(amount, parts, unit_of(amount)))


def _numbers(amount: Amount, parts: Sequence[Segment], unit: str) -> list[Decimal]:
    """The numbers of the nearest clause that count what a price is of."""
    places = [amount.segment + step for step in _NEARBY]
    nearby = [parts[at] for at in places if 0 <= at < len(parts)]
    kept = [part for part in nearby if not leaves_out(part, parts)]
    counted = (_counted(part, amount, unit) for part in kept)
    if unit == "":  # 单价: whatever is counted beside it, before or behind
        return [number for numbers in counted for number in numbers]
    found = next((numbers for numbers in counted if numbers), [])
    if not found and unit in A_YEAR and any(part.has("link.full_year") for part in nearby):
        return [A_YEAR[unit]]
    return found


def _counted(part: Segment, amount: Amount, unit: str) -> list[Decimal]:
    """The numbers of one clause that count what the price is of."""
    found: list[Decimal] = []
    for token in part.tokens:
        quantity = token.quantity
        if token is amount.token or quantity is None:
            continue
        behind = next((t.text for t in part.tokens if t.start == token.end), "")
        bare = quantity.kind is QuantityKind.NUMBER and bool(unit) and behind == unit
        if bare or _fits(unit, quantity):
            found.append(Decimal(int(quantity.value)))
    return found


def _fits(unit: str, quantity: Quantity) -> bool:
    """Whether a count or a duration counts what a price is of."""
    if quantity.kind not in (QuantityKind.COUNT, QuantityKind.DURATION):
        return False
    if quantity.value == 1 and unit not in A_YEAR:
        return False
    counted = quantity.unit.removeprefix("个")
    if unit == "":
        return quantity.kind is QuantityKind.COUNT and counted not in _NO_PIECES
    if unit[0] in "月季天":
        return quantity.kind is QuantityKind.DURATION and counted.startswith(unit[0])
    same = counted == unit or quantity.unit == "个" or unit.endswith(quantity.unit)
    return quantity.kind is QuantityKind.COUNT and same


def how_many(token: Token) -> int:
    """How many a word for all of them says: 两样 → 2, 这三笔 → 3; 0 where it says no number."""
    return next((number for word, number in _IN_WORDS if word in token.text), 0)


def firms_counted(part: Segment, *, plants: bool = True) -> Iterator[int]:
    """The numbers of firms that a clause counts: 两家公司, 两个独立法人, 俩厂; not 三家火锅店.

    Two plants may be of one firm; `plants`: count them all the same.
    """
    for token, behind in zip_longest(part.tokens, part.tokens[1:]):
        quantity = token.quantity
        if token.has("actor.group"):
            yield how_many(token)  # 两家公司, as one word
        if quantity is None or not token.counts(QuantityKind.COUNT):
            continue
        shops = behind is not None and behind.has("sector.other")
        applies = behind is not None and behind.text.endswith(_APPLICANTS)
        named = behind is not None and behind.has("actor.firm", "actor.group")
        counted = applies or (plants and named)
        if (quantity.unit == "家" and not shops) or (quantity.unit == "个" and counted):
            yield int(quantity.value)


def years_said(parts: Sequence[Segment]) -> set[int]:
    """The calendar years that a message names by their numbers."""
    years = (t.quantity for p in parts for t in p.tokens if t.counts(QuantityKind.YEAR))
    return {int(quantity.value) for quantity in years if quantity is not None}


def years_spoken_of(parts: Sequence[Segment]) -> int:
    """How many years a message speaks of: 每年投入1000万，三年; 0 where it says none."""
    found = {
        int(t.quantity.value)
        for p in parts
        for t in p.tokens
        if t.quantity is not None and t.counts(QuantityKind.DURATION) and t.quantity.unit == "年"
    }
    years = found.pop() if len(found) == 1 else 0
    return years if 1 < years <= MOST_YEARS else 0


def one_of_each(amount: Amount) -> bool:
    """一条60万、一条70万; 前面那个60万: one of several, each with its own amount."""
    one = any(
        t.has("link.one_of_two")
        or (t.quantity is not None and t.counts(QuantityKind.COUNT) and t.quantity.value == 1)
        for t in amount.before
    )
    return one and "each" not in amount.operators
