"""A proposal under judgement: where its quotations stand, and the reader's own tokens there."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from bot.model.proposal import Proposal, ProposalError, Sum
from bot.question.amounts import Amount
from bot.question.ask import Question
from bot.question.token import Token
from bot.question.years import Years

Span = tuple[int, int]


@dataclass
class Judged:
    """A proposal whose quotations were found, with the reader's own tokens for them."""

    proposal: Proposal
    question: Question
    years: Years
    asked: str  # the question that the reply puts: what it names is open
    sums: list[tuple[Sum, Amount]] = field(default_factory=list)
    others: dict[str, Amount] = field(default_factory=dict)  # by quotation: added, taken
    figures: dict[str, Token] = field(default_factory=dict)  # by quotation: counts, shares
    ignored: list[str] = field(default_factory=list)  # words that are to change nothing

    def span(self, words: str, within: Span | None = None) -> Span:
        """Where words stand in the message, or in a part of it: once and no more."""
        start, end = within or (0, len(self.question.frame.text))
        said = folded(words)
        at = self.question.frame.text.find(said, start, end) if said else -1
        if at < 0 or self.question.frame.text.find(said, at + 1, end) >= 0:
            raise ProposalError(f"原话里没有“{words}”，或不止一处")
        return at, at + len(said)

    def within(self, span: Span) -> list[Token]:
        """The reader's tokens in a part of the message."""
        return [t for t in self.question.frame.tokens if span[0] <= t.start and t.end <= span[1]]

    def when(self, one: Sum) -> list[Token]:
        """The reader's tokens of the words that say when: beside the amount, else before it."""
        if not one.when:
            return []
        start, end = self.span(one.quote)
        said = folded(one.when)
        at = max(self.question.frame.text.rfind(said, start, end),
                 self.question.frame.text.rfind(said, 0, start))  # fmt: skip
        if at < 0:
            raise ProposalError(f"原话里没有“{one.when}”")
        return self.within((at, at + len(said)))

    def year(self, one: Sum, amount: Amount) -> int | None:
        """The calendar year of an amount: that of the words of ``when``, else the reader's."""
        told = (self.years.value(token) for token in self.when(one))
        return next((year for year in told if year is not None), self.years.of(amount))

    def nth(self, one: Sum, amount: Amount) -> int | None:
        """Which year of a sequence an amount is of."""
        return one.nth or self.years.ordinal(amount)


def folded(words: str) -> str:
    """Words as the message is written once it is read: half-width, lower case."""
    return unicodedata.normalize("NFKC", words).lower().strip()
