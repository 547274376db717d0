"""Taps: what a row of the ledger is told (计入投入, 要扣除, 与此无关, 改成…)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.question.account import Account, Entry, Fate, Item, Stuck
from bot.question.amounts import Amount
from bot.question.segments import Segment
from corpus.numerals.people import AmountError, Reading, reading


def tapped(found: Sequence[Amount], parts: Sequence[Segment], before: Account) -> Account | None:
    """The thread's account after 20万计入投入, 350万改成400万; None: the message is no tap."""
    told_of = {parts[amount.segment].index for amount in found}
    here = [part for part in parts if part.index in told_of]  # 那跟我们没关系。去年只有1350万
    taps = {name for part in here for t in part.tokens for name in t.under("tap")}
    changes = len(found) == 2 and bool(found[1].operators & {"replace", "raise_to", "cut_to"})
    if not changes and not len(found) == len(taps) == 1:
        return None
    try:
        read = [reading(amount.quantity) for amount in found]
    except AmountError as error:
        return replace(before, stuck=(Stuck(str(error)),))
    told, text = read[0], found[0].token.text
    same = next((i for i in before.items if (i.low, i.high) == (told.low, told.high)), None)
    rest = tuple(item for item in before.items if item != same)
    kept = replace(before, entries=(), stuck=(), loose=())
    if changes:
        if same is None:
            known = any(entry.text == text for entry in before.entries)
            which = Stuck(f"“{text}”没有算进投入：要改的是哪一笔？请连同金额一起说。")
            return replace(before, stuck=(which,)) if known else None
        new = replace(same, low=read[1].low, high=read[1].high, text=found[1].token.text)
        aside = Entry(text, Fate.SET_ASIDE, f"已改成{new.text}")
        return replace(kept, items=(*rest, new), entries=(aside,))
    if taps == {"include"}:
        return kept if same is not None else _including(told, text, kept)
    if taps == {"irrelevant"}:
        aside = Entry(text, Fate.SET_ASIDE, "您说与此无关")
        got = tuple(r for r in before.received if r.amount.quantity.amount != told.low)
        return replace(kept, items=rest, entries=(aside,), received=got)
    return _excluding(told, text, replace(kept, items=rest), kept)


def _including(told: Reading, text: str, kept: Account) -> Account:
    """The account with one amount more: added to the only item, else an item of its own."""
    old = kept.items[0] if len(kept.items) == 1 else None
    if old is not None and old.high is not None and told.high is not None:
        return replace(kept, items=(old.plus(told.low, told.high, text),))
    topic = kept.items[0].topic if kept.items else None
    return replace(kept, items=(*kept.items, Item(told.low, told.high, text, topic=topic)))


def _excluding(told: Reading, text: str, rest: Account, kept: Account) -> Account:
    """The account less one amount; `rest` is without the item of that amount."""
    if len(rest.items) != 1:
        return replace(kept, stuck=(Stuck(f"“{text}”要从哪一笔里扣除？"),))
    old = rest.items[0]
    less = old.minus(told.low, told.high, text)
    if less.low < 0:
        return replace(kept, stuck=(Stuck(f"要扣除的“{text}”比“{old.text}”还大，请核对。"),))
    taken = Entry(text, Fate.USED, f"从“{old.text}”中扣除")
    return replace(kept, items=(less,), entries=(taken,))
