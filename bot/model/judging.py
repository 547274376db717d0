"""Judging a proposed reading: by the user's words, and by what the reader understood of them.

It fills what the reader left open and may not touch the rest: a role, a year, an applicant or a
condition that the reader understood has to be the same here, every amount is used once, and words
that deny, plan, share or belong to others lie in an element that says so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final

from bot.model.judged import Judged, Span, folded
from bot.model.proposal import COUNTED, Asks, Is, Proposal, ProposalError, Sum, Told
from bot.question.amounts import Amount, Role
from bot.question.ask import Question
from bot.question.segments import Segment
from bot.question.token import Token
from bot.question.years import Years, ordinals
from corpus.numerals import QuantityKind

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
# Words that say more than an amount and its role, with what an element must then have.
_DENIES: Final = ("negation", "link.denies", "operator.replace")
_NEEDS: Final = (
    (("operator.exclude", "operator.cut_by", "operator.part"), ("taken", "share")),
    (("operator.raise_by",), ("added",)),
    (("operator.each",), ("times",)),
    (("actor.other", "actor.third"), ("share", "whose", "taken")),
)
_BEYOND: Final = (
    "operator.discount", "operator.scale_double", "operator.scale_half", "operator.scale_third",
    "operator.compare", "link.own_years", "verb.received", "link.advance", "barrier", "hypothesis",
    "pending",
)  # fmt: skip
_OF_OTHERS: Final = ("link.rest", "link.denies", "barrier", "operator.exclude", "actor.third")
_TAKING: Final = ("operator.exclude", "operator.cut_by", "operator.part", "role.excluded")
_TAKEN: Final = (Role.EXCLUDED, Role.PART, Role.OTHER, Role.NEIGHBOUR, Role.UNKNOWN)
_ADDED: Final = (Role.SPENT, Role.PROOF, Role.UNKNOWN)
_TELLING: Final = (
    *_DENIES, "operator", "condition", "barrier", "verb.planned", "verb.received", "actor.other",
    "actor.third", "place.other", "hypothesis", "pending", "link.own_years", "link.advance",
)  # fmt: skip
_SAYS_NOTHING: Final = ("filler", "courtesy", "ask", "mark", "link.polar")
_NUMBERS: Final = (QuantityKind.COUNT, QuantityKind.DURATION, QuantityKind.TIME)
_COUNTS: Final = (QuantityKind.RATE, QuantityKind.ORDINAL, QuantityKind.YEAR, QuantityKind.DATE)


# Words of asking that a kind of ask accounts for.
_ASKED_BY: Final = {
    Asks.AMOUNT: (),
    Asks.TOTAL: ("operator.total", "link.sum_asked"),
    Asks.DIFFERENCE: ("operator.difference", "operator.compare"),
}


def judge(
    proposal: Proposal, question: Question, today: date, names: Collection[str], asked: str = ""
) -> Judged:
    """The proposal against the words and what the reader understood of them.

    ``names`` are those of the conditions, ``asked`` is what the reply without a model has to ask.

    Raises:
        ProposalError: a quotation is not there, or the reading leaves out or contradicts something.
    """
    read = question.frame
    judged = Judged(proposal, question, Years(read.text, read.parts, today), asked)
    _Judge(judged, names).run()
    return judged


class _Judge:
    def __init__(self, judged: Judged, names: Collection[str]) -> None:
        self._judged = judged
        self._names = names
        self._amounts = {a.token.start: a for a in judged.question.frame.amounts}
        self._used: set[int] = set()  # offsets of figures that an element has taken
        self._told: list[Span] = []
        self._heard: set[int] = set()  # offsets of words that a condition accounts for
        self._aside: list[Span] = []
        self._apart: list[Span] = []  # of amounts that don't count: 按20%想报64万

    def run(self) -> None:
        """Judge every element, then whether something was left out."""
        proposal = self._judged.proposal
        for one in proposal.sums:
            self._sum(one)
        for count in proposal.counts:
            self._figure(count.count, self._tell(count.quote), QuantityKind.COUNT)
        for told in proposal.conditions:
            self._condition(told)
        for words in proposal.aside:
            self._set_aside(self._judged.span(words))
        self._nothing_left_out()

    def _tell(self, words: str) -> Span:
        """Where an element stands that tells something."""
        self._told.append(self._judged.span(words))
        return self._told[-1]

    def _sum(self, one: Sum) -> None:
        span = self._tell(one.quote)
        amount = self._amount(one.amount, span)
        is_open = amount.role is Role.UNKNOWN or f"“{amount.token.text}”" in self._judged.asked
        shared = bool(one.share) and amount.role is Role.NEIGHBOUR
        if not (is_open or shared or amount.role in _AGREES[one.role]):
            raise ProposalError(f"“{one.amount}”已理解为另一种钱，不是{one.role}")
        self._others(one.added, span, _ADDED)
        self._others(one.taken, span, _TAKEN)
        if one.times:
            self._figure(one.times, span, *_NUMBERS)
            self._is_price(one, amount, span)
        elif amount.role is Role.UNIT_PRICE:
            raise ProposalError(f"“{one.amount}”是单价，没有说乘多少")
        if one.share:
            self._figure(one.share, span, QuantityKind.RATE)
            self._is_ours(one)
            rest = (t for t in self._judged.within(span) if t.counts(QuantityKind.RATE))
            self._used |= {t.start for t in rest}  # 他们出四成
        if one.role in COUNTED:
            self._agrees(one, amount)
            self._counted(one, span)
        else:
            self._set_apart(one, span)
        self._judged.sums.append((one, amount))

    def _is_price(self, one: Sum, amount: Amount, span: Span) -> None:
        """Whether an amount is of one piece or one month: 一副3200元, 每月30万."""
        each = self._has(span, "operator.each") or any(
            t.quantity is not None and t.counts(*_NUMBERS) and t.quantity.value == 1
            for t in self._judged.within(span)
        )
        if amount.role is not Role.UNIT_PRICE and not each:
            raise ProposalError(f"“{one.amount}”没有说是单价")

    def _is_ours(self, one: Sum) -> None:
        """Whether a share is the enterprise's own: 我们出六成, not 另外四成是协会出的."""
        part = self._part_of(self._judged.figures[one.share])
        ours = part.has("actor.self") or (part.has("operator.share") and not part.has("actor"))
        if part.has(*_OF_OTHERS) or not ours:
            raise ProposalError(f"“{one.share}”没有说是本企业的份额")

    def _part_of(self, token: Token) -> Segment:
        parts = self._judged.question.frame.parts
        return next(part for part in reversed(parts) if part.start <= token.start)

    def _others(self, quotes: list[str], span: Span, roles: tuple[Role, ...]) -> None:
        """Amounts that are added to or taken from another."""
        for words in quotes:
            other = self._amount(words, span)
            if other.role not in roles:
                raise ProposalError(f"“{words}”已理解为另一种钱")
            self._judged.others[words] = other

    def _agrees(self, one: Sum, amount: Amount) -> None:
        """Whether year and applicant are those that the reader took from the words."""
        year, nth = self._judged.years.of(amount), self._judged.years.ordinal(amount)
        when = self._judged.when(one)
        told = set(ordinals(when))
        guessed = one.nth and not told and not any(t.unknown for t in when)  # 次年 may be unknown
        if guessed or one.nth < 0 or (told and told != {one.nth}):
            raise ProposalError(f"“{one.when}”不是第{one.nth}年")
        if (told and nth != one.nth) or self._judged.nth(one, amount) != (nth or one.nth or None):
            raise ProposalError(f"“{one.amount}”不是第{one.nth}年的")
        if year not in (None, self._judged.year(one, amount)):
            raise ProposalError(f"“{one.amount}”的年份与原话不一致")
        founded, spent = self._judged.question.frame.founded, self._judged.year(one, amount)
        if one.nth and founded and spent and spent - founded + 1 != one.nth:
            raise ProposalError(f"{founded}年设立的，{spent}年不是第{one.nth}年")
        if one.when and not (one.nth or self._judged.year(one, amount)):
            raise ProposalError(f"“{one.when}”不是年份")
        if one.whose:
            self._judged.span(one.whose, self._judged.span(one.quote))
        if amount.actor and amount.actor != one.whose and not one.share:
            raise ProposalError(f"“{one.amount}”是“{amount.actor}”的")

    def _counted(self, one: Sum, span: Span) -> None:
        """Whether an amount that is to count has all that the words beside it say."""
        for token in self._judged.within(span):
            part = self._part_of(token)
            if token.unknown and not part.holds_money:
                self._set_aside((part.start, part.end))  # 打了水漂: shown, not passed over
            if token.has(*_SAYS_NOTHING):
                continue
            lacks = any(
                token.has(*kinds) and not any(getattr(one, name) for name in names)
                for kinds, names in _NEEDS
            )
            denies = token.has(*_DENIES) and not (one.taken or one.share)
            planned = token.has("verb.planned") and one.role is not Is.PLANNED
            if lacks or denies or planned or token.has(*_BEYOND):
                raise ProposalError(f"“{one.quote}”里的“{token.text}”没有用上")
        if one.taken and not self._has(span, *_TAKING):
            raise ProposalError(f"“{one.quote}”没有说要扣除")
        if one.added and self._has(span, "operator.total"):
            raise ProposalError(f"“{one.quote}”里有合计，不能再加")
        if one.matter and not (self._judged.question.topics or self._unknown(span)):
            raise ProposalError(f"原话没有说到“{one.matter}”")

    def _set_apart(self, one: Sum, span: Span) -> None:
        """Whether the words say that an amount does not count, where that is not the reader's."""
        if one.role is Is.WITHDRAWN and not self._has(span, *_DENIES):
            raise ProposalError(f"“{one.quote}”没有说“{one.amount}”是说错的")
        received = self._has(span, "verb.received", "link.advance")
        if received and one.role is not Is.RECEIVED and one.role is not Is.WITHDRAWN:
            raise ProposalError(f"“{one.amount}”是已经得到的")
        if one.role in (Is.OTHER, Is.NEIGHBOUR) and self._has(span, "operator.exclude"):
            raise ProposalError(f"“{one.amount}”要从别的钱里扣除")
        self._apart.append(span)

    def _condition(self, told: Told) -> None:
        """Whether words say that a condition holds or not; only those words are accounted for."""
        if told.name not in self._names:
            raise ProposalError(f"没有“{told.name}”这一条件")
        span = self._judged.span(told.quote)
        within = self._judged.within(span)
        held = self._judged.question.truths.get(told.name)
        if held is not None and held is not told.met:
            raise ProposalError(f"“{told.quote}”说的与“{told.name}”相反")
        named = [t for t in within if told.name in (*t.under("condition"), *t.under("barrier"))]
        beside = any(self._part_of(t).holds_money for t in within if not t.has("mark"))
        # 限上的零售: a word that nobody knows, in a clause without an amount, or where one is from
        hinted = [] if beside else [t for t in within if t.unknown or t.has("place")]
        if held is None and not (named or hinted):
            raise ProposalError(f"“{told.quote}”没有说到“{told.name}”")
        denied = self._has(span, *_DENIES, "barrier")
        if held is None and (denied is told.met or self._has(span, "hypothesis", "pending")):
            raise ProposalError(
                f"“{told.quote}”没有说“{told.name}”{'满足' if told.met else '不满足'}"
            )
        self._heard |= {t.start for t in (*named, *hinted)}
        if not told.met:
            self._heard |= {t.start for t in within if t.has(*_DENIES)}

    def _set_aside(self, span: Span) -> None:
        """Words that are to change nothing: none that the reader understands to tell something."""
        words = self._judged.question.frame.text[span[0] : span[1]]
        figures = any(t.quantity is not None for t in self._judged.within(span))
        telling = self._has(span, *_TELLING)
        if self._has(span, "condition", "barrier") or (
            figures and (telling or self._unknown(span))
        ):
            raise ProposalError(f"“{words}”不能当作没有说")
        if any(t.start in self._amounts or t.counts(*_COUNTS) for t in self._judged.within(span)):
            raise ProposalError(f"“{words}”里的数不能当作没有说")
        if telling and not self._unknown(span):
            raise ProposalError(f"“{words}”不能当作没有说")
        self._aside.append(span)
        if words not in self._judged.ignored:
            self._judged.ignored.append(words)

    def _nothing_left_out(self) -> None:
        open_ask = _ASKED_BY[self._judged.proposal.ask]
        read = self._judged.question.frame
        dated = {read.applied, read.founded} - {None}  # said again with the sentence
        for token in read.tokens:
            if token.start in self._used | self._heard or token.has(*_SAYS_NOTHING, *open_ask):
                continue
            if self._judged.years.value(token) in dated:
                continue
            apart = any(start <= token.start and token.end <= end for start, end in self._apart)
            rate = token.counts(QuantityKind.RATE) and not apart
            figure = token.start in self._amounts or rate
            spans = (*self._told, *self._aside)
            covered = any(start <= token.start and token.end <= end for start, end in spans)
            known = set(self._judged.question.truths)
            heard = {*token.under("condition"), *token.under("barrier")} & known  # told again
            telling = token.unknown or token.has(*_TELLING) or token.counts(*_COUNTS)
            telling = telling and not heard
            if figure or (telling and not covered):
                raise ProposalError(f"“{token.text}”没有用上")

    def _has(self, span: Span, *kinds: str) -> bool:
        within = (t for t in self._judged.within(span) if not t.has("link.polar", "filler"))
        return any(t.has(*kinds) for t in within)

    def _unknown(self, span: Span) -> bool:
        return any(t.unknown for t in self._judged.within(span))

    def _amount(self, words: str, span: Span) -> Amount:
        """The one amount that words within a span name; each counts once."""
        token = self._token(words, span, [t for t in self._judged.question.frame.tokens
                                          if t.start in self._amounts])  # fmt: skip
        return self._amounts[token.start]

    def _figure(self, words: str, span: Span, *kinds: QuantityKind) -> None:
        tokens = [t for t in self._judged.question.frame.tokens if t.counts(*kinds)]
        self._judged.figures[words] = self._token(words, span, tokens)

    def _token(self, words: str, span: Span, among: list[Token]) -> Token:
        """The one unused token of some that words within a span name."""
        here = [t for t in self._judged.within(span) if t in among and t.start not in self._used]
        exact = [t for t in here if t.text == folded(words)]
        if not exact:
            start, end = self._judged.span(words, span)
            exact = [t for t in here if start <= t.start and t.end <= end]
        if len(exact) != 1:
            raise ProposalError(f"“{words}”不是原话里的一个数，或用了两次")
        self._used.add(exact[0].start)
        return exact[0]
