"""Edits: in a thread a message is a script of changes to the account before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.question.account import Account, Entry, Fate, Item, Stuck
from bot.question.amounts import Amount, Role, Segment
from bot.question.token import Token
from corpus.numerals import QuantityKind
from corpus.numerals.people import AmountError, reading

_SCALES: Final = {
    "scale_double": Fraction(2),
    "scale_half": Fraction(1, 2),
    "scale_third": Fraction(4),
}
_DISCOUNTS: Final = {"九": 9, "八": 8, "七": 7, "六": 6, "五": 5}


def edited(
    own: Account,
    found: Sequence[Amount],
    parts: Sequence[Segment],
    before: Account | None,
    calendar: Callable[[Token], int | None],
) -> Account:
    """The account of the thread after a message. `calendar` gives the year of a token."""
    if before is None:
        return _alone(own)
    if (tapped := _tapped(found, parts, before)) is not None:
        return tapped
    if not found:
        return _moved(_scaled(parts, before), parts, calendar)
    return _with_amounts(own, parts, before)


def _tapped(found: Sequence[Amount], parts: Sequence[Segment], before: Account) -> Account | None:
    """20万计入投入, 40万要扣除, 30万与此无关, 350万改成400万: what a row of the ledger is told."""
    taps = {name for part in parts for t in part.tokens for name in t.under("tap")}
    operators = found[-1].operators if found else frozenset()
    changes = len(found) == 2 and bool(operators & {"replace", "raise_to", "cut_to"})
    if not (len(found) == 1 and len(taps) == 1) and not changes:
        return None
    try:
        read = [reading(a.token.quantity) for a in found if a.token.quantity is not None]
    except AmountError as error:
        return replace(before, stuck=(Stuck(str(error)),))
    same = [i for i in before.items if i.low == read[0].low and i.high == read[0].high]
    rest = [i for i in before.items if i not in same[:1]]
    kept = replace(before, entries=(), stuck=(), loose=())
    text = found[0].token.text
    if changes:
        if not same:
            return None
        new = replace(same[0], low=read[1].low, high=read[1].high, text=found[1].token.text)
        return replace(kept, items=(*rest, new))
    if taps == {"include"}:
        new = Item(
            read[0].low, read[0].high, text, topic=before.items[0].topic if before.items else None
        )
        if same:
            return kept
        if len(before.items) == 1 and before.items[0].high is not None and new.high is not None:
            old = before.items[0]
            both = replace(
                old, low=old.low + new.low, high=before.items[0].high + new.high,
                text=f"{old.text}＋{text}",
            )  # fmt: skip
            return replace(kept, items=(both,))
        return replace(kept, items=(*before.items, new))
    aside = Entry(text, Fate.SET_ASIDE, "您说与此无关")
    if taps == {"irrelevant"}:
        return replace(kept, items=tuple(rest), entries=(aside,))
    if len(rest) != 1:
        return replace(kept, stuck=(Stuck(f"“{text}”要从哪一笔里扣除？"),))
    old, low = rest[0], read[0].low
    if old.low < low:
        return replace(kept, stuck=(Stuck(f"要扣除的“{text}”比“{old.text}”还大，请核对。"),))
    high = None if old.high is None else old.high - low
    less = replace(old, low=old.low - low, high=high, text=f"{old.text}－{text}")
    return replace(kept, items=(less,))


def _alone(own: Account) -> Account:
    """The one amount of a message that nothing else explains is what was spent."""
    if len(own.loose) == 1 and not own.items and not own.turnovers and not own.received:
        return replace(own, items=own.loose, loose=())
    if own.loose:
        return replace(own, stuck=(*own.stuck, *map(_which, own.loose)))
    return own


def _which(item: Item) -> Stuck:
    text = item.text
    return Stuck(f"“{text}”是什么钱？", (f"{text}计入投入", f"{text}要扣除", f"{text}与此无关"))


def _moved(
    held: Account, parts: Sequence[Segment], calendar: Callable[[Token], int | None]
) -> Account:
    """如果是今年才投的呢, 今年其实是第二年: the one item of before is of another year."""
    if len(held.items) != 1:
        return held
    tokens = [t for part in parts for t in part.tokens]
    tells = any(
        t.has("verb.spent", "operator.replace", "hypothesis") or t.text == "是" for t in tokens
    )
    pays = any(t.has("ask") and t.text[0] in "补拿领奖资扶报申" for t in tokens)
    ordinals = [
        int(t.quantity.value)
        for t in tokens
        if t.quantity is not None and t.counts(QuantityKind.ORDINAL) and t.quantity.unit == "年"
    ]
    ordinals += [int(n) for t in tokens for n in t.under("nth") if n != "0"]
    ordinals = list(dict.fromkeys(ordinals))
    years = [y for t in tokens if (y := calendar(t)) is not None]
    item = held.items[0]
    if len(ordinals) == 1:
        return replace(held, items=(replace(item, ordinal=ordinals[0]),))
    if len(years) == 1 and tells and not pays:
        return replace(held, items=(replace(item, year=years[0]),))
    return held


def _scaled(parts: Sequence[Segment], before: Account) -> Account:
    """翻一倍呢, 减半呢, 打八折呢: every item of before changed; nothing of the kind: unchanged."""
    factor = _factor(parts) or _raised(parts)
    kept = replace(before, entries=(), stuck=before.stuck if factor is None else ())
    if factor is None and before.items and _changes(parts):
        words = "，".join(part.text() for part in parts)
        return replace(kept, stuck=(Stuck(f"“{words}”之后的金额是多少？请直接告知数额。"),))
    if factor is None or not before.items:
        return kept
    if len(before.items) > 1:
        return replace(kept, stuck=(Stuck("要改变的是前面哪一笔？请连同金额一起说。"),))
    item = before.items[0]
    low = item.low * factor.numerator / factor.denominator
    high = None if item.high is None else item.high * factor.numerator / factor.denominator
    changed = replace(item, low=low, high=high, text=f"{item.text}×{factor}")
    return replace(kept, items=(changed,))


def _raised(parts: Sequence[Segment]) -> Fraction | None:
    """再多投三成呢: a change by a rate."""
    for part in parts:
        rates = [
            t.quantity.value for t in part.tokens if t.counts(QuantityKind.RATE) and t.quantity
        ]
        if len(rates) == 1 and part.has("operator.raise_by"):
            return 1 + rates[0]
        if len(rates) == 1 and part.has("operator.cut_by"):
            return 1 - rates[0]
    return None


def _changes(parts: Sequence[Segment]) -> bool:
    """Whether words say that the amount changes without saying to what: 又加订了一个."""
    kinds = ("raise_by", "raise_to", "cut_by", "cut_to", "exclude", "add", "discount")
    return any(
        part.has(*(f"operator.{kind}" for kind in kinds)) and part.has("verb.spent", "thing")
        for part in parts
    )


def _factor(parts: Sequence[Segment]) -> Fraction | None:
    for part in parts:
        for token in part.tokens:
            for name in token.under("operator"):
                if name in _SCALES:
                    return _SCALES[name]
                if name == "discount":
                    digit = next((_DISCOUNTS[c] for c in token.text if c in _DISCOUNTS), None)
                    return Fraction(digit, 10) if digit else None
            if token.counts(QuantityKind.COUNT) and token.quantity and token.quantity.unit == "倍":
                return token.quantity.value
    return None


def _with_amounts(own: Account, parts: Sequence[Segment], before: Account) -> Account:
    items = list(before.items)
    entries = list(own.entries)
    stuck = list(own.stuck)
    fresh = [*own.items, *own.loose]
    held = {i.topic for i in items if i.role is Role.SPENT}
    for item in [f for f in fresh if f.role is not Role.SPENT and (f.topic in held or not f.topic)]:
        if held and item in fresh:
            fresh.remove(item)
            entries.append(Entry(item.text, Fate.SET_ASIDE, "不是实际投入，按实际投入计"))
    if not fresh and own.items:
        return replace(
            before,
            entries=tuple(entries),
            stuck=tuple(stuck),
            received=own.received or before.received,
        )
    operators = {name for part in parts for t in part.tokens for name in t.under("operator")}
    if own.excluded and items:
        items, fresh = _less(items, own.excluded, stuck), []
    elif fresh and items:
        items = _changed(items, fresh, operators, stuck)
    elif fresh:
        items = fresh
    return Account(
        items=tuple(items),
        turnovers=own.turnovers or before.turnovers,
        received=own.received or before.received,
        claims=own.claims,
        entries=tuple(entries),
        stuck=tuple(stuck),
        shelved=before.shelved,
    )


def _changed(
    items: list[Item], fresh: list[Item], operators: set[str], stuck: list[Stuck]
) -> list[Item]:
    """Added to, raised by, or set; what is not said again stays."""
    one = len(items) == 1 and len(fresh) == 1
    if operators & {"raise_by", "cut_by"} and one and not operators & {"raise_to", "cut_to"}:
        delta = fresh[0].low if "raise_by" in operators else -fresh[0].low
        old = items[0]
        high = None if old.high is None else old.high + delta
        return [
            replace(old, low=old.low + delta, high=high, text=f"{old.text}，变动{fresh[0].text}")
        ]
    if "total" in operators and len(fresh) > 1:
        total = max(fresh, key=lambda item: item.low)
        rest = sum((i.low for i in (*items, *fresh) if i is not total), Decimal(0))
        if total.low == rest:
            return [_inheriting(total, items)]
    if "compare" in operators:
        stuck.append(Stuck("变动之后的金额是多少？请直接告知数额。"))
        return items
    if "add" in operators and "total" not in operators and "replace" not in operators:
        if one and _place(items[0], fresh[0]) == _place(fresh[0], items[0]):
            old, new = items[0], fresh[0]
            old = replace(old, year=old.year if old.year is not None else new.year)
            high = (
                None
                if None in (old.high, new.high)
                else (old.high or Decimal(0)) + (new.high or Decimal(0))
            )
            return [replace(old, low=old.low + new.low, high=high, text=f"{old.text}＋{new.text}")]
        return [*items, *(_inheriting(new, items) for new in fresh)]
    if one:
        old, new = items[0], fresh[0]
        same_year = new.year is None or old.year is None or new.year == old.year
        if (same_year and new.ordinal == old.ordinal) or new.ordinal is None:
            return [_inheriting(new, items)]
        return [_inheriting(new, items)]
    places = {(f.year, f.ordinal, f.label) for f in fresh}
    if (None, None, "") in places:
        return [_inheriting(new, items[:1]) for new in fresh]
    kept = [
        i
        for i in items
        if (i.year or i.ordinal or i.label) and (i.year, i.ordinal, i.label) not in places
    ]
    return [*kept, *(_inheriting(new, items[:1]) for new in fresh)]


def _place(item: Item, other: Item | None = None) -> tuple[object, ...]:
    if other is None:
        return item.actor, item.year, item.ordinal, item.label
    return (
        item.actor,
        item.year if item.year is not None else other.year,
        item.ordinal if item.ordinal is not None else other.ordinal,
        item.label or other.label,
    )


def _inheriting(new: Item, items: Sequence[Item]) -> Item:
    """The new item with the matter and the year of the only one before, where it names none."""
    if len(items) != 1:
        return new
    old = items[0]
    topic = new.topic or old.topic
    year = new.year if new.year is not None or new.ordinal is not None else old.year
    return replace(new, topic=topic, year=year)


def _less(items: list[Item], excluded: Sequence[Amount], stuck: list[Stuck]) -> list[Item]:
    for amount in excluded:
        try:
            less = reading(amount.token.quantity)  # type: ignore[arg-type]
        except AmountError as error:
            stuck.append(Stuck(str(error)))
            continue
        if len(items) != 1 or items[0].low < less.low:
            stuck.append(Stuck(f"“{amount.token.text}”要从哪一笔里扣除？"))
            continue
        old = items[0]
        high = None if old.high is None else old.high - less.low
        items = [
            replace(old, low=old.low - less.low, high=high, text=f"{old.text}－{amount.token.text}")
        ]
    return items
