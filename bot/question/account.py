"""The account of a message: which amounts count, how they combine, and what is left to ask.

Every amount is used once, set aside with a reason, or asked about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.question.amounts import Amount, Role


class Fate(StrEnum):
    """What became of a quantity of the message."""

    USED = "used"
    SET_ASIDE = "set_aside"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a quantity of the user, and what became of it, in Chinese."""

    text: str
    fate: Fate
    why: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Stuck:
    """What can't be decided without the user: one question, with the answers to tap."""

    question: str
    choices: tuple[str, ...] = ()
    clause: bool = False  # a clause was not understood that tells more than an amount
    unread: str = ""  # the amount, in the user's words, beside a word that was not understood


# The answer to tap where a clause of the user was not understood: it may tell nothing.
NO_EFFECT: Final = "这一句不影响金额"


def unclear_amount(text: str) -> Stuck:
    """The question what an amount is, with the roles it can have as answers to tap."""
    return Stuck(f"“{text}”是什么钱？", what_it_is(text))


@dataclass(frozen=True, slots=True)
class Inner:
    """A cost inside an item, of which nothing says whether it counts: 其中300万是买地的."""

    text: str
    name: str  # 买地
    low: Decimal  # in 元, as its bounds
    high: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """Money of one project, firm, park, event or year. Bounds in 元; ``high`` None is open."""

    low: Decimal
    high: Decimal | None
    text: str  # the words it was read from
    role: Role = Role.SPENT
    topic: str | None = None
    actor: str = ""
    year: int | None = None  # calendar year
    ordinal: int | None = None  # 第几年
    label: str = ""
    notes: tuple[str, ...] = ()  # 约数, 按…理解: said with the amount
    amounts: int = 1  # of how many amounts it is the sum
    multiplied: bool = False  # a price by pieces, or a share of an amount
    inner: tuple[Inner, ...] = ()

    @property
    def rough(self) -> bool:
        """Whether its bounds differ without a word that says at least or at most."""
        return self.high is not None and self.low != self.high and self.low > 0

    def plus(self, low: Decimal, high: Decimal | None, text: str) -> Item:
        """The item and an amount more."""
        above = None if self.high is None or high is None else self.high + high
        text = f"{self.text}＋{text}"
        return replace(self, low=self.low + low, high=above, text=text, amounts=self.amounts + 1)

    def minus(self, low: Decimal, high: Decimal | None, text: str) -> Item:
        """The item less an amount: the surer bound on either side."""
        below = self.low - (low if high is None else high)
        above = None if self.high is None else self.high - low
        return replace(self, low=below, high=above, text=f"{self.text}－{text}")

    def without(self, costs: Sequence[Inner]) -> Item:
        """The item less costs inside it."""
        item = self
        for cost in costs:
            item = item.minus(cost.low, cost.high, cost.text)
        return replace(item, inner=tuple(c for c in self.inner if c not in costs))

    @property
    def place(self) -> tuple[str | None, str, int | None, int | None, str]:
        """What tells it from other items."""
        return self.topic, self.actor, self.year, self.ordinal, self.label


# What tells apart the amounts of one matter.
WHICH: Final = ("year", "ordinal", "label")


def agree(one: Item | Amount, other: Item | Amount, *fields: str) -> bool:
    """Whether two are of one applicant, and of the same in each of `fields` where both say it."""
    said = [(getattr(one, name), getattr(other, name)) for name in fields]
    return one.actor == other.actor and all(a == b or not (a and b) for a, b in said)


@dataclass(frozen=True, slots=True)
class Received:
    """A payment already got, with its year where it is said."""

    amount: Amount
    year: int | None
    ordinal: int | None
    source: str = ""  # another authority that paid it: 市里
    advance: bool = False  # a part of the very payment that is asked about: 预拨了90万


@dataclass(frozen=True, slots=True)
class Account:
    """What the amounts of a message come to."""

    items: tuple[Item, ...] = ()
    turnovers: tuple[Amount, ...] = ()
    received: tuple[Received, ...] = ()
    claims: tuple[Amount, ...] = ()
    entries: tuple[Entry, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    excluded: tuple[Amount, ...] = ()  # with no whole in this message: of the thread's
    shelved: tuple[Item, ...] = ()  # of matters spoken of before in the thread
    loose: tuple[Item, ...] = ()  # nothing in this message says what they are
    apportioned: bool = False  # whether shares that make up the whole were told

    def put_aside(self, matter: str) -> tuple[Item, ...]:
        """All items once a thread turns from a matter: what was told of it stays of it."""
        own = (replace(item, topic=item.topic or matter or None) for item in self.items)
        return (*self.shelved, *own)


def what_it_is(text: str) -> tuple[str, str, str]:
    """The answers to tap where an amount may count, lower what counts, or be of no account."""
    return f"{text}计入投入", f"{text}要扣除", f"{text}与此无关"
