"""The book: the items of a message while its amounts are taken in one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.question.account import WHICH, Account, Entry, Fate, Item, Received, Stuck, agree
from bot.question.amounts import Amount
from bot.question.distribution import Distribution
from bot.question.segments import Segment
from bot.question.units import one_of_each
from bot.question.years import Years


@dataclass(slots=True)
class Draft:
    """An item while it is being put together."""

    item: Item
    amount: Amount
    joined: bool  # whether words add it to the items before it
    total: bool  # whether it was said to be a total
    inside: Decimal = Decimal(0)  # of the amounts that were said to lie inside it, in 元

    @property
    def exact(self) -> bool:
        """Whether its bounds are one number."""
        return self.item.low == self.item.high


@dataclass(slots=True)
class Book:
    """What has been taken in, and the message it is taken from."""

    found: Sequence[Amount]
    parts: Sequence[Segment]
    years: Years
    spent_before: bool  # whether the thread has counted something
    distribution: Distribution
    drafts: list[Draft] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    turnovers: list[Amount] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    claims: list[Amount] = field(default_factory=list)
    excluded: list[Amount] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    last: Amount | None = None  # taken in before

    def closed(self) -> Account:
        """The account of what was taken in."""
        return Account(
            items=tuple(d.item for d in self.drafts),
            turnovers=tuple(self.turnovers),
            received=tuple(self.received),
            claims=tuple(self.claims),
            entries=tuple(self.entries),
            stuck=tuple(self.stuck),
            excluded=tuple(self.excluded),
            loose=tuple(self.loose),
        )

    def set_aside(self, text: str, why: str) -> None:
        """Note that a figure does not count, and why."""
        self.entries.append(Entry(text, Fate.SET_ASIDE, why))

    def drop(self, draft: Draft, why: str) -> None:
        """Take an item out again."""
        self.set_aside(draft.item.text, why)
        self.drafts.remove(draft)

    def take_back(self, why: str) -> None:
        """Take out again what the last amount was taken in as."""
        if self.loose:
            self.set_aside(self.loose.pop().text, why)
        elif self.drafts:
            self.drop(self.drafts[-1], why)

    def ask(self, question: str, *choices: str) -> None:
        """Note what has to be asked."""
        self.stuck.append(Stuck(question, choices))

    def items(
        self, amount: Amount, year: int | None = None, ordinal: int | None = None
    ) -> list[Item]:
        """The items of an amount; none where it has to be asked about."""
        items, stuck = self.distribution(amount, year, ordinal)
        self.stuck += stuck
        return items

    def count(self, amount: Amount, year: int | None = None, ordinal: int | None = None) -> None:
        """Take in an amount as items of its own."""
        items = self.items(amount, year, ordinal)
        for item in items:
            self.draft(item, amount, several=len(items) > 1)

    def count_loose(self) -> None:
        """70万里有20万是租金: the one amount that nothing explained has a part, so it counts."""
        if len(self.loose) == 1 and not self.drafts and self.last is not None:
            self.draft(self.loose.pop(), self.last, several=False)

    def draft(self, item: Item, amount: Amount, *, several: bool) -> None:
        """Take in an item, for those that 实际, 核定 settles; `several` come at once."""
        if "settle" in amount.operators:
            for draft in [d for d in self.drafts if agree(d.item, item, "topic", *WHICH)]:
                self.drop(draft, "以后说的实际数为准")
        joins = bool(amount.operators & {"add", "respectively"})
        joined = several or joins or is_listed(amount)
        self.drafts.append(Draft(item, amount, joined, "total" in amount.operators))


def is_listed(amount: Amount) -> bool:
    """Whether an amount is one of a list: 、80万; 一条60万; 二期90万."""
    nearest = [t for t in amount.before if not t.has("filler")]
    return bool(nearest) and (
        nearest[0].text == "、"
        or nearest[0].has("link.joins")
        or one_of_each(amount)
        or any(t.has("label", "span", "month") for t in amount.before)
    )
