"""Changes: what the amounts of a message do to those before: add, take away, raise, replace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.question.account import WHICH, Account, Item, Stuck, agree
from bot.question.amounts import Amount, Role
from bot.question.segments import Segment
from bot.question.sums import asks_total
from corpus.numerals.people import AmountError, reading

_BY_AN_AMOUNT: Final = frozenset({"add", "raise_by", "cut_by"})
_MISSTATED: Final = {"understated": "raise_by", "overstated": "cut_by"}  # 少写了50万


def changed(
    items: list[Item],
    fresh: list[Item],
    own: Account,
    found: Sequence[Amount],
    parts: Sequence[Segment],
) -> tuple[list[Item], list[Stuck]]:
    """The items of the thread less, with, or set to what a message says; and what is to ask."""
    if any(new.role is Role.SPENT for new in fresh):
        items = [i for i in items if i.role is Role.SPENT]  # what was planned gives way
    if not items:
        return fresh, []
    if own.excluded:
        return _less(items, own.excluded)
    if not fresh:
        return items, []
    operators = _operators(parts, found)
    one = len(items) == len(fresh) == 1
    settled = {"raise_to", "cut_to", "replace"}  # 说错了，是二百五十万，多说了一百
    if one and operators & {"raise_by", "cut_by"} and not operators & settled:
        return [_raised(items[0], fresh[0], up="raise_by" in operators)], []
    if "total" in operators and (total := _total(items, fresh)) is not None:
        return [_inheriting(total, items)], []
    if "compare" in operators:
        return items, [Stuck("变动之后的金额是多少？请直接告知数额。")]
    return _beside_or_instead(items, fresh, operators, another=_is_of_another_thing(found, parts))


def _beside_or_instead(
    items: list[Item], fresh: list[Item], operators: set[str], *, another: bool
) -> tuple[list[Item], list[Stuck]]:
    """The items with the fresh ones, or these in their place; of another thing it is asked."""
    apart = {item.actor for item in items}.isdisjoint(item.actor for item in fresh)
    if apart and all(item.actor for item in (*items, *fresh)):
        return [*items, *fresh], []  # A公司…, B公司…: each for itself
    if "add" in operators and not operators & {"total", "replace"}:
        return _added(items, fresh), []
    if len(items) == len(fresh) == 1 and another:
        old, new = items[0].text, fresh[0].text
        question = f"“{new}”是“{old}”之外的，还是以“{new}”为准？"
        return items, [Stuck(question, (f"{new}计入投入", f"改成{new}"))]
    return _set(items, fresh), []


def _is_of_another_thing(found: Sequence[Amount], parts: Sequence[Segment]) -> bool:
    """除尘设备62万是去年做的: told of a thing, with no word that it replaces what was said."""
    told = [a for a in found if any(t.has("thing") for t in a.before)]
    part = parts[told[0].segment] if told else None
    return part is not None and not part.has(
        "hypothesis", "operator", "link.chooses", "link.supposes", "modal", "ask"
    )


def _operators(parts: Sequence[Segment], found: Sequence[Amount]) -> set[str]:
    """What the words of a message do to the amounts of before.

    不对，少算了50万: what stands before the one amount itself is stronger than what opens the turn.
    """
    own = {_MISSTATED.get(name, name) for name in found[0].operators} if len(found) == 1 else set()
    near = own & _BY_AN_AMOUNT
    operators = {
        name
        for part in parts
        for t in part.tokens
        if part.holds_money or not t.has("link.joins")  # 其余是搭建和差旅
        for name in t.under("operator")
    }
    if asks_total(parts) and not any(p.has("operator.total") for p in parts if p.holds_money):
        operators.discard("total")  # 还有19万，加起来能补多少: the sum is asked for, not told
    if any(part.has("link.chooses") for part in parts):
        return operators - {"add"}  # 又报了个74万的方案，选这个呢
    return (operators - {"replace"}) | near if near and "replace" not in own else operators


def _raised(old: Item, by: Item, *, up: bool) -> Item:
    """增加30万, 少投20万: the one item of before changed by an amount."""
    delta = by.low if up else -by.low
    high = None if old.high is None else old.high + delta
    return replace(old, low=old.low + delta, high=high, text=f"{old.text}，变动{by.text}")


def _total(items: Sequence[Item], fresh: Sequence[Item]) -> Item | None:
    """又投30万，一共380万: the largest amount where it is the sum of all others."""
    total = max(fresh, key=lambda item: item.low)
    parts = [item for item in (*items, *fresh) if item is not total]
    if len(fresh) == 1 or total.low != sum((item.low for item in parts), Decimal(0)):
        return None
    said = "＋".join(item.text for item in parts)
    counted = sum(item.amounts for item in parts)
    return replace(total, text=f"{said}＝{total.text}", amounts=counted)


def _added(items: list[Item], fresh: Sequence[Item]) -> list[Item]:
    """还有一笔30万: more of the one item where nothing sets them apart, else items beside it."""
    if not len(items) == len(fresh) == 1 or not agree(items[0], fresh[0], *WHICH):
        return [*items, *(_inheriting(new, items) for new in fresh)]
    old, new = items[0], fresh[0]
    year = old.year if old.year is not None else new.year
    return [replace(old.plus(new.low, new.high, new.text), year=year)]


def _set(items: Sequence[Item], fresh: Sequence[Item]) -> list[Item]:
    """Said again: of one amount, or of several by year and label; what is not said again stays."""
    if len(items) == len(fresh) == 1:
        new = _inheriting(fresh[0], items)
        labels = {items[0].label, new.label}
        return [*items, new] if len(labels) == 2 and "" not in labels else [new]
    if len(fresh) == 1 and fresh[0].label and all(i.label for i in items):
        kept = [i for i in items if i.label != fresh[0].label]  # 第三次5万, after two others
        return [*kept, _inheriting(fresh[0], items[:1])]
    places = {(f.year, f.ordinal, f.label) for f in fresh}
    set_again = [_inheriting(new, items[:1]) for new in fresh]
    if (None, None, "") in places:
        return set_again
    kept = [
        i
        for i in items
        if (i.year or i.ordinal or i.label) and (i.year, i.ordinal, i.label) not in places
    ]
    return [*kept, *set_again]


def _inheriting(new: Item, items: Sequence[Item]) -> Item:
    """The new item with the matter and the year of the only one before, where it names none."""
    if len(items) != 1:
        return new
    old = items[0]
    year = new.year if new.year is not None or new.ordinal is not None else old.year
    same = new.ordinal is None and new.year in (None, old.year)
    ordinal = old.ordinal if same else new.ordinal  # 第三年投了900万 / 审计只认820万
    return replace(new, topic=new.topic or old.topic, year=year, ordinal=ordinal)


def _less(items: list[Item], excluded: Sequence[Amount]) -> tuple[list[Item], list[Stuck]]:
    stuck: list[Stuck] = []
    for amount in excluded:
        try:
            less = reading(amount.quantity)
        except AmountError as error:
            stuck.append(Stuck(str(error)))
            continue
        left = [item.minus(less.low, less.high, amount.token.text) for item in items]
        if len(left) != 1 or left[0].low < 0:
            stuck.append(Stuck(f"“{amount.token.text}”要从哪一笔里扣除？"))
            continue
        items = left
    return items, stuck
