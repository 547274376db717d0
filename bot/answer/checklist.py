"""The condition checklist of a computed amount."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.cite import cite_span
from bot.engine.result import Computation, Truth
from bot.reply import CheckItem
from corpus.cards import Card

_MET = {Truth.MET: True, Truth.NOT_MET: False, Truth.UNKNOWN: None}


def checklist(computation: Computation, card: Card, knowledge: Knowledge) -> tuple[CheckItem, ...]:
    """Every condition with the words that state it and how it stands."""
    document = knowledge.document(card.clause)
    items = []
    for condition in computation.conditions:
        home = knowledge.clause_at(document.id, condition.span.start)
        source = cite_span(document, home, condition.span)
        items.append(CheckItem(condition.text, source, _MET[condition.state]))
    return tuple(items)
