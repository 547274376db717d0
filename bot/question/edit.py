"""Edits: in a thread a message is a script of changes to the account before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.question.account import (
    NO_EFFECT,
    Account,
    Entry,
    Fate,
    Item,
    Received,
    Stuck,
    unclear_amount,
)
from bot.question.amounts import Amount, Role
from bot.question.changes import changed
from bot.question.matters import topic_of
from bot.question.scaling import scaled
from bot.question.segments import Segment
from bot.question.shares import portions
from bot.question.sums import asks_total
from bot.question.taps import tapped
from bot.question.token import Token
from bot.question.unknown import TELLING
from bot.question.years import Years, ordinals

_APPLIES: Final = "报"  # 我们今年报: when, not how much


def edited(
    own: Account,
    found: Sequence[Amount],
    parts: Sequence[Segment],
    before: Account | None,
    years: Years,
) -> Account:
    """The account of the thread after a message, `own` being that of the message alone."""
    if before is None:
        return _alone(own)
    if (told := tapped(found, parts, before)) is not None:
        return told
    if not found:
        held = replace(before, stuck=_unread(before, parts))
        if len(held.items) == 1 and (apportioned := portions(held.items[0], parts)):
            return replace(held, items=apportioned, apportioned=True)
        return _moved(scaled(parts, _without_costs(held, parts)), parts, years)
    if (again := _said_again(own, before, parts)) is not None:
        return again
    named = any(part.has("thing", "matter", "input", "verb.spent") for part in parts)
    if own.loose and before.received and not before.items and not named:
        return _unclear_beside(own, before)
    merged = _with_amounts(own, found, parts, before)
    if own.items or own.loose:
        return merged
    claims = all(a.role is Role.CLAIMED for a in found)  # 能补136万对吧？那如果是2024年投的
    return _moved(merged, parts, years) if claims else _of_the_year(merged, parts)


def _unread(before: Account, parts: Sequence[Segment]) -> tuple[Stuck, ...]:
    """What is still to ask behind a message without amounts: it may tell a clause again."""
    if any(part.has("tap.irrelevant") and not part.asks for part in parts):
        return tuple(stuck for stuck in before.stuck if NO_EFFECT not in stuck.choices)
    supposes = any(part.has("hypothesis") for part in parts)  # 要是减半呢: answers no question
    if supposes or not any(part.has(*TELLING) for part in parts):
        return before.stuck
    return tuple(stuck for stuck in before.stuck if not stuck.clause)


def _unanswered(
    before: Account, own: Account, found: Sequence[Amount], parts: Sequence[Segment]
) -> tuple[Stuck, ...]:
    """What an earlier message had to ask and this one, which gives amounts, does not answer."""
    told = any(part.has("condition", "barrier", "place", "business") for part in parts)
    left = tuple(s for s in before.stuck if not s.clause) if told else before.stuck
    settles = any(item.role is Role.SPENT for item in own.items) or bool(
        own.loose or own.excluded or own.received
    )
    adds = any(part.has("operator.add") for part in parts)
    if adds or not settles:
        return left
    corrects = any(part.has("operator.replace", "link.denies") for part in parts)
    again = {a.token.text for a in found}
    return tuple(
        s for s in left if s.clause or (s.unread and not corrects and s.unread not in again)
    )


def in_thread(
    merged: Account,
    found: Sequence[Amount],
    parts: Sequence[Segment],
    before: Account | None,
    *,
    follows: bool,
    back: str,
    matter: str,
) -> Account:
    """The account with the matters that the thread spoke of before: put aside, or asked about.

    ``back`` is the one matter that a message names: 回到刚才技改那个 is of what was told of it.
    ``matter`` is the one that the thread is about: what is put aside stays of it.
    """
    shelved: tuple[Item, ...] = ()
    if before is not None:
        shelved = merged.shelved if follows else before.put_aside(matter)
        if not found and any(part.has("operator.same") for part in parts):
            # 同样的钱花在数字化上呢: the amount of before, for another matter
            topic = topic_of([t for part in parts for t in part.tokens])
            moved = tuple(replace(item, topic=topic) for item in before.items)
            return replace(merged, items=moved, shelved=(), stuck=before.stuck)
        got = (r for r in before.received if not follows and r.amount.topic)
        received = (*merged.received, *got)
        merged = replace(merged, received=received)
    spent = {item.topic for item in shelved if item.role is Role.SPENT}
    fresh = tuple(i for i in merged.items if i.role is Role.SPENT or i.topic not in spent)
    kept = tuple(i for i in shelved if not any(_gives_way(i, m) for m in fresh))
    tokens = [t for part in parts for t in part.tokens]
    named = {t.under("matter") for t in tokens if len(t.under("matter")) == 1}
    of_one = not found and topic_of(tokens) and len(named) < 2
    if kept and asks_total(parts) and not of_one:
        return replace(merged, items=(*kept, *fresh))
    resumed = () if found or merged.items else tuple(i for i in kept if back and i.topic == back)
    kept = tuple(item for item in kept if item not in resumed)
    return replace(merged, items=(*merged.items, *resumed), shelved=kept)


def _gives_way(old: Item, new: Item) -> bool:
    """Whether an item takes the place of one of before: of the same matter and year of it.

    A plan of no matter (明年拟投6700万) gives way to whatever was spent.
    """
    if old.topic is None and old.role is not Role.SPENT and new.role is Role.SPENT:
        return True
    apart = None not in (old.ordinal, new.ordinal) and old.ordinal != new.ordinal
    return old.topic == new.topic and not apart


def _alone(own: Account) -> Account:
    """What nothing else explains, one amount or one a year, is what was spent."""
    alone = not own.items and not own.turnovers and not own.received
    if alone and (len(own.loose) == 1 or _of_years_apart(own.loose)):
        return replace(own, items=own.loose, loose=())
    return replace(own, stuck=(*own.stuck, *(unclear_amount(item.text) for item in own.loose)))


def _of_years_apart(items: Sequence[Item]) -> bool:
    """头年700万，第二年也是700万: every amount is of a year of its own."""
    years = {(item.year, item.ordinal) for item in items}
    return len(years) == len(items) and (None, None) not in years


def _moved(held: Account, parts: Sequence[Segment], years: Years) -> Account:
    """如果是今年才投的呢, 今年其实是第二年: the one item of before is of another year."""
    if len(held.items) != 1:
        return held
    item = held.items[0]
    tokens = [t for part in parts for t in part.tokens]
    if ordinals(tokens):
        return _of_the_year(held, parts)
    said = {
        year: part
        for part in parts
        for i, t in enumerate(part.tokens)
        if (year := years.spent(t)) is not None and not _is_denied(part.tokens[:i])
        if part.has("verb.spent") or not part.has("link.applying")  # 2024年花的，今年才报
    }
    tells = any(
        t.has("verb.spent", "operator.replace", "hypothesis") or t.text == "是" for t in tokens
    )
    pays = any(t.pays and t.text != _APPLIES for p in said.values() for t in p.tokens)
    if len(said) == 1 and tells and not pays:
        return replace(held, items=(replace(item, year=next(iter(said))),))
    return held


def _without_costs(held: Account, parts: Sequence[Segment]) -> Account:
    """那扣掉买地的呢: a cost told before to lie inside an item is taken out of it."""
    excluding = [t for p in parts if p.has("operator.exclude") for t in p.tokens]
    named = {token.text for token in excluding}
    items = (i.without([cost for cost in i.inner if cost.name in named]) for i in held.items)
    return replace(held, items=tuple(items))


def _is_denied(lead: Sequence[Token]) -> bool:
    """是去年，不是今年: what stands right behind a denial."""
    near = [t for t in lead if not t.has("mark")][-1:]
    return any(t.has("link.denies") and not t.has("link.polar") for t in near)


def _of_the_year(held: Account, parts: Sequence[Segment]) -> Account:
    """是第三年了: the one item of before is of that year of a sequence."""
    told = ordinals(
        [t for p in parts for i, t in enumerate(p.tokens) if not _is_denied(p.tokens[:i])]
    )
    if len(held.items) != 1 or len(told) != 1:
        return held
    return replace(held, items=(replace(held.items[0], ordinal=told[0]),))


def _with_amounts(
    own: Account, found: Sequence[Amount], parts: Sequence[Segment], before: Account
) -> Account:
    own = _of_payments(own, before)
    fresh = [*own.items, *own.loose]
    spent = {item.topic for item in before.items if item.role is Role.SPENT}
    told = ("operator.raise_to", "operator.cut_to", "link.chooses")
    alters = any(part.has(*told) for part in parts)
    unspent = [
        item
        for item in fresh
        if spent
        and not alters
        and item.role is not Role.SPENT
        and (item.topic in spent or not item.topic)
    ]
    fresh = [item for item in fresh if item not in unspent]
    why = "不是实际投入，按实际投入计"
    entries = (*own.entries, *(Entry(item.text, Fate.SET_ASIDE, why) for item in unspent))
    left = (*_unanswered(before, own, found, parts), *own.stuck)
    if not fresh and own.items:
        return replace(before, entries=entries, stuck=left, received=_got(own, before))
    later = {item.ordinal for item in fresh} - {None}
    if any(item.ordinal in later for item in before.items):
        later = set()  # 第一年改成500万: one of the years of before, the others stay
    topics = {item.topic for item in fresh}
    of_others = [
        item
        for item in before.items
        if (item.topic and None not in topics and item.topic not in topics)
        or (later and item.ordinal is not None and item.ordinal not in later)
    ]
    mine = [item for item in before.items if not fresh or item not in of_others]
    items, stuck = changed(mine, fresh, own, found, parts)
    return Account(
        items=tuple(items),
        turnovers=own.turnovers or before.turnovers,
        received=_got(own, before),
        claims=own.claims,
        entries=entries,
        stuck=(*left, *stuck),
        shelved=(*before.shelved, *(of_others if fresh else ())),
    )


def _said_again(own: Account, before: Account, parts: Sequence[Segment]) -> Account | None:
    """500万那场是在龙岗办的, 300万那场补多少: one of several of before, no other amount.

    Where it is asked for it stands alone, the others are put aside; told of, they all stay.
    """
    named = [c for c in own.claims if c.after and c.after[0].points]  # 300万那场
    fresh = [new.low for new in (*own.items, *own.loose)] + [c.quantity.amount for c in named]
    meant = [i for i in before.items if i.low == i.high and i.low in fresh]
    told = [p for p in parts if p.holds_money]
    alters = any(part.has("operator", "link.chooses", "hypothesis") for part in told)
    if len(before.items) < 2 or len(fresh) != 1 or len(meant) != 1 or alters or own.excluded:
        return None
    entries = (*before.entries, Entry(meant[0].text, Fate.SET_ASIDE, "与前面是同一个数"))
    if not any(part.asks for part in told):
        return replace(before, entries=entries, received=_got(own, before))
    others = tuple(item for item in before.items if item is not meant[0])
    return replace(before, items=tuple(meant), shelved=(*before.shelved, *others))


def _unclear_beside(own: Account, before: Account) -> Account:
    """后来又到了12万: behind a payment and before any spending, either may be meant."""
    stuck = (*own.stuck, *(unclear_amount(item.text) for item in own.loose))
    received = (*before.received, *own.received)
    return replace(own, loose=(), received=received, stuck=(*before.stuck, *stuck))


def _of_payments(own: Account, before: Account) -> Account:
    """那19万是去年的额度: an amount that was got before is said again to tell its year."""
    again = {r.amount.quantity.amount: r for r in before.received if r.amount.quantity.low}
    told = [i for i in (*own.items, *own.loose) if i.low in again]
    if not told:
        return own
    got = tuple(replace(again[i.low], year=i.year or again[i.low].year) for i in told)
    return replace(
        own,
        items=tuple(i for i in own.items if i not in told),
        loose=tuple(i for i in own.loose if i not in told),
        received=(*own.received, *got),
    )


def _got(own: Account, before: Account) -> tuple[Received, ...]:
    """The payments of before and those of this message; one said again counts once."""
    told = {received.amount.quantity.value for received in own.received}
    kept = (one for one in before.received if one.amount.quantity.value not in told)
    return (*kept, *own.received)
