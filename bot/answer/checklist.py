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
        told = condition.name if condition.yes_or_no else ""
        items.append(CheckItem(condition.text, source, _MET[condition.state], told))
    best_of = knowledge.rules[card.id].best_of
    if best_of is not None:
        home = knowledge.clause_at(document.id, best_of.start)
        items.append(CheckItem("同一项目没有享受本区其他政策", cite_span(document, home, best_of)))
    return tuple(items)
