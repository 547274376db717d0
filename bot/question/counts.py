"""The counts and rates of a message, as the number grammar reads them."""

from __future__ import annotations

from datetime import date

from corpus.numerals import Mention, QuantityKind, mentions, read_people


def counts(text: str, today: date) -> tuple[Mention, ...]:
    """Every count in a question (4家、2个园区、3场), in order."""
    return mentions(text, today=today, kinds=(QuantityKind.COUNT,))


def rates(text: str) -> tuple[Mention, ...]:
    """Every rate in a question (50%、三成), in order."""
    return tuple(Mention(q) for q in read_people(text) if q.kind is QuantityKind.RATE)
