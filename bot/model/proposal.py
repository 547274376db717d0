"""A proposed reading: what a model takes a message for, every element with the words it stands on.

It fills what the reader left open and may not touch the rest: a role, a year, an applicant or a
condition that the reader understood has to be the same here, every amount is used once, and words
that deny, plan, share or belong to others lie in an element that says so. Nothing is computed from
it: it becomes a sentence (`bot.model.restating`) that the user confirms and the reader reads.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.question.amounts import Amount, Role
from bot.question.ask import Question
from bot.question.token import Token
from bot.question.years import Years, ordinals
from corpus.numerals import QuantityKind


class Is(StrEnum):
    """What an amount is. The words are those that a model is told."""

    SPENT = "投入"
    PLANNED = "计划"
    CONTRACTED = "合同"
    TURNOVER = "产值或收入"
    RECEIVED = "已得补贴"
    CLAIMED = "说到的补贴"
    OTHER = "别的钱"
    NEIGHBOUR = "别人的钱"
    WITHDRAWN = "说错的数"


# What the reader may have taken an amount for; where it did not know, anything.
_AGREES: Final = {
    Is.SPENT: (Role.SPENT, Role.PROOF, Role.UNIT_PRICE, Role.TOTAL),
    Is.PLANNED: (Role.PLANNED,),
    Is.CONTRACTED: (Role.CONTRACTED,),
    Is.TURNOVER: (Role.TURNOVER,),
    Is.RECEIVED: (Role.RECEIVED,),
    Is.CLAIMED: (Role.CLAIMED, Role.QUOTED),
    Is.OTHER: (Role.OTHER, Role.FINANCING, Role.TAX),
    Is.NEIGHBOUR: (Role.NEIGHBOUR,),
    Is.WITHDRAWN: tuple(Role),
}
COUNTED: Final = (Is.SPENT, Is.PLANNED, Is.CONTRACTED)
# Words that say more than an amount and its role, with what an element must then have.
_DENIES: Final = ("negation", "link.denies", "operator.replace")
_NEEDS: Final = (
    (("operator.exclude", "operator.cut_by"), "taken"),
    (("operator.raise_by",), "added"),
    (("operator.each",), "times"),
    (("operator.share",), "share"),
)
_BEYOND: Final = ("operator.discount", "operator.scale_double", "operator.scale_half",
                  "operator.scale_third", "operator.compare", "operator.part")  # fmt: skip
_TELLING: Final = (
    *_DENIES, "operator", "condition", "barrier", "verb.planned", "verb.received", "actor.other",
    "actor.third", "place.other", "hypothesis", "pending", "link.denies",
)  # fmt: skip
_SAYS_NOTHING: Final = ("filler", "courtesy", "ask", "mark", "link.polar")
_COUNTS: Final = (QuantityKind.RATE, QuantityKind.ORDINAL, QuantityKind.YEAR, QuantityKind.DATE)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Sum(_Shape):
    """An amount with all that is said of it. Every field but ``role``, ``nth`` is a quotation."""

    quote: str  # all the words that tell it
    amount: str
    role: Is
    matter: str  # a name of the list of matters; "": the one of the message
    when: str  # 去年 ｜ 次年
    nth: int  # 第几年, where ``when`` says that; 0: it does not
    whose: str  # "": the enterprise itself
    added: list[str]  # amounts spent besides
    taken: list[str]  # amounts that don't count
    times: str  # how many of it: 450副
    share: str  # the enterprise's own share of it: 六成


class Count(_Shape):
    """A number of enterprises or other things that count."""

    quote: str
    count: str


class Told(_Shape):
    """A condition that is said to hold or not."""

    quote: str
    name: str  # of the list of conditions
    met: bool


class Asks(StrEnum):
    """What is asked of the amounts."""

    AMOUNT = "金额"
    TOTAL = "合计"
    DIFFERENCE = "相差"


# Words of asking that a kind of ask accounts for.
_ASKED_BY: Final = {
    Asks.AMOUNT: (),
    Asks.TOTAL: ("operator.total", "link.sum_asked"),
    Asks.DIFFERENCE: ("operator.difference", "operator.compare"),
}


class Proposal(_Shape):
    """A reading of one message."""

    sums: list[Sum]
    counts: list[Count]
    conditions: list[Told]
    ask: Asks
    aside: list[str]  # words that change nothing


Span = tuple[int, int]


class ProposalError(ValueError):
    """A reading that does not stand on the user's words; says why."""


def parse(data: object) -> Proposal:
    """The proposal that a model sent. Raises ProposalError: it has another shape."""
    try:
        return Proposal.model_validate(data)
    except ValidationError as error:
        raise ProposalError(f"不是所要的形状：{error.error_count()}处") from None


@dataclass
class Judged:
    """A proposal whose quotations were found, with the reader's own tokens for them."""

    proposal: Proposal
    question: Question
    years: Years
    sums: list[tuple[Sum, Amount]] = field(default_factory=list)
    others: dict[str, Amount] = field(default_factory=dict)  # by quotation: added, taken
    figures: dict[str, Token] = field(default_factory=dict)  # by quotation: counts, shares

    def span(self, words: str, within: Span | None = None) -> Span:
        """Where words stand in the message, or in a part of it: once and no more."""
        start, end = within or (0, len(self.question.frame.text))
        said = unicodedata.normalize("NFKC", words).lower().strip()
        at = self.question.frame.text.find(said, start, end) if said else -1
        if at < 0 or self.question.frame.text.find(said, at + 1, end) >= 0:
            raise ProposalError(f"原话里没有“{words}”，或不止一处")
        return at, at + len(said)

    def within(self, span: Span) -> list[Token]:
        """The reader's tokens in a part of the message."""
        return [t for t in self.question.frame.tokens if span[0] <= t.start and t.end <= span[1]]

    def when(self, one: Sum) -> list[Token]:
        """The reader's tokens of the words that say when: beside the amount, else anywhere."""
        try:
            return self.within(self.span(one.when, self.span(one.quote))) if one.when else []
        except ProposalError:
            return self.within(self.span(one.when))

    def year(self, one: Sum) -> int | None:
        """The calendar year that an amount is said to be of."""
        years = (self.years.value(token) for token in self.when(one))
        return next((year for year in years if year is not None), None)


def judge(proposal: Proposal, question: Question, today: date) -> Judged:
    """The proposal against the words and what the reader understood of them.

    Raises:
        ProposalError: a quotation is not there, or the reading leaves out or contradicts something.
    """
    read = question.frame
    judged = Judged(proposal, question, Years(read.text, read.parts, today))
    _Judge(judged).run()
    return judged


class _Judge:
    def __init__(self, judged: Judged) -> None:
        self._judged = judged
        self._amounts = {a.token.start: a for a in judged.question.frame.amounts}
        self._used: set[int] = set()  # offsets of figures that an element has taken
        self._told: list[Span] = []
        self._aside: list[Span] = []

    def run(self) -> None:
        """Judge every element, then whether something was left out."""
        proposal = self._judged.proposal
        for one in proposal.sums:
            self._sum(one)
        for count in proposal.counts:
            self._figure(count.count, self._tell(count.quote), QuantityKind.COUNT)
        for told in proposal.conditions:
            self._condition(told, self._tell(told.quote))
        for words in proposal.aside:
            self._set_aside(words)
        self._nothing_left_out()

    def _tell(self, words: str) -> Span:
        """Where an element stands that tells something."""
        self._told.append(self._judged.span(words))
        return self._told[-1]

    def _sum(self, one: Sum) -> None:
        span = self._tell(one.quote)
        amount = self._amount(one.amount, span)
        agrees = (Role.UNKNOWN, *_AGREES[one.role], *((Role.NEIGHBOUR,) if one.share else ()))
        if amount.role not in agrees:
            raise ProposalError(f"“{one.amount}”已理解为另一种钱，不是{one.role}")
        for words in (*one.added, *one.taken):
            self._judged.others[words] = self._amount(words, span)
        if one.times:
            self._figure(one.times, span, QuantityKind.COUNT)
        if one.share:
            self._figure(one.share, span, QuantityKind.RATE)
            self._used |= {t.start for t in self._judged.within(span)}  # 他们出四成: the rest
        if one.role in COUNTED:
            self._agrees(one, amount)
            self._counted(one, span)
        elif one.role is Is.WITHDRAWN and not self._has(span, *_DENIES):
            raise ProposalError(f"“{one.quote}”没有说“{one.amount}”是说错的")
        self._judged.sums.append((one, amount))

    def _agrees(self, one: Sum, amount: Amount) -> None:
        """Whether year and applicant are those that the reader took from the words."""
        said, nth = self._judged.years.of(amount), self._judged.years.ordinal(amount)
        year = self._judged.year(one)
        ordinal = next(iter(ordinals(self._judged.when(one))), None)
        if one.when and not (one.nth or year):
            raise ProposalError(f"“{one.when}”不是年份")
        if (one.nth and not one.when) or ordinal not in (None, one.nth or None):
            raise ProposalError(f"“{one.when}”不是第{one.nth}年")
        if (said is not None and year != said and not one.nth) or nth not in (None, one.nth):
            raise ProposalError(f"“{one.amount}”的年份与原话不一致")
        if (amount.actor and amount.actor != one.whose and not one.share) or (
            one.whose and not self._judged.span(one.whose)
        ):
            raise ProposalError(f"“{one.amount}”是“{amount.actor}”的")

    def _counted(self, one: Sum, span: Span) -> None:
        """Whether an amount that is to count has all that the words beside it say."""
        for token in self._judged.within(span):
            if token.has(*_SAYS_NOTHING):
                continue
            wrong = token.has(*_DENIES, *_BEYOND, "verb.received")
            planned = token.has("verb.planned") and one.role is not Is.PLANNED
            others = token.has("actor.other", "actor.third") and not (one.share or one.whose)
            lacks = any(token.has(*kinds) and not getattr(one, name) for kinds, name in _NEEDS)
            if wrong or planned or others or lacks:
                raise ProposalError(f"“{one.quote}”里的“{token.text}”没有用上")

    def _condition(self, told: Told, span: Span) -> None:
        within = self._judged.within(span)
        named = {n for t in within for n in (*t.under("condition"), *t.under("barrier"))}
        held = self._judged.question.truths.get(told.name)
        if held is not None and held is not told.met:
            raise ProposalError(f"“{told.quote}”说的与“{told.name}”相反")
        if named - {told.name} or not (named or any(t.unknown for t in within)):
            raise ProposalError(f"“{told.quote}”没有说到“{told.name}”")
        if held is None and told.met and self._has(span, *_DENIES):
            raise ProposalError(f"“{told.quote}”里有否定")

    def _set_aside(self, words: str) -> None:
        """Words that change nothing: none that the reader understands to tell something."""
        span = self._judged.span(words)
        within = self._judged.within(span)
        counts = any(t.start in self._amounts or t.counts(*_COUNTS) for t in within)
        telling = self._has(span, *_TELLING) and not any(t.unknown for t in within)
        if counts or telling or self._has(span, "condition", "barrier"):
            raise ProposalError(f"“{words}”不能当作没有说")
        self._aside.append(span)

    def _nothing_left_out(self) -> None:
        open_ask = _ASKED_BY[self._judged.proposal.ask]
        for token in self._judged.question.frame.tokens:
            if token.start in self._used or token.has(*_SAYS_NOTHING, *open_ask):
                continue
            figure = token.start in self._amounts or token.counts(QuantityKind.RATE)
            spans = (*self._told, *self._aside)
            covered = any(start <= token.start and token.end <= end for start, end in spans)
            known = set(self._judged.question.truths)
            heard = {*token.under("condition"), *token.under("barrier")} & known  # told again
            telling = token.unknown or token.has(*_TELLING) or token.counts(*_COUNTS)
            telling = telling and not heard
            if figure or (telling and not covered):
                raise ProposalError(f"“{token.text}”没有用上")

    def _has(self, span: Span, *kinds: str) -> bool:
        return any(t.has(*kinds) for t in self._judged.within(span))

    def _amount(self, words: str, span: Span) -> Amount:
        """The one amount that words within a span name; each counts once."""
        where = self._judged.span(words, span)
        named = [t for t in self._judged.within(where) if t.start in self._amounts]
        if len(named) != 1 or named[0].start in self._used:
            raise ProposalError(f"“{words}”不是原话里的一个金额，或用了两次")
        self._used.add(named[0].start)
        return self._amounts[named[0].start]

    def _figure(self, words: str, span: Span, kind: QuantityKind) -> None:
        where = self._judged.span(words, span)
        named = [t for t in self._judged.within(where) if t.counts(kind)]
        if len(named) != 1 or named[0].start in self._used:
            raise ProposalError(f"“{words}”不是原话里的一个数，或用了两次")
        self._used.add(named[0].start)
        self._judged.figures[words] = named[0]
