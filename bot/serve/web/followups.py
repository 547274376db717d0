"""Questions to tap: to begin with, and after a reply that suggests none itself."""

from __future__ import annotations

from typing import Final

from bot.answer.further import AMOUNT, CONDITIONS, FILLED, UNIT, UNTIL
from bot.reply import Clarification, Reply
from bot.serve.services import Services

MOST: Final = 6  # buttons that fit without crowding


def starters(services: Services) -> tuple[str, ...]:
    """Questions to begin with, made from the schemes that have a rule."""
    names = list(dict.fromkeys(rule.name for rule in services.rules.values()))
    asked = [AMOUNT.format(name) for name in names[: MOST - 2]]
    return (*asked, *(CONDITIONS.format(name) for name in names[1:3]))


def next_choices(services: Services, question: str, reply: Reply) -> tuple[str, ...]:
    """What may be tapped next: suggestions, else what is near; the reply itself has answers."""
    if isinstance(reply, Clarification) and reply.choices:
        return reply.suggestions[:MOST]
    near = reply.suggestions or _near(services, reply) or starters(services)
    return tuple(words for words in near if words != question)[:MOST]


def _near(services: Services, reply: Reply) -> tuple[str, ...]:
    """Further questions on the matter of the reply, if it has one."""
    for computation in reply.computations[:1]:
        rule = services.rules[computation.rule_id]
        filled = (FILLED,) if rule.caps else ()
        return tuple(form.format(rule.name) for form in (CONDITIONS, *filled, UNTIL, UNIT))
    for citation in reply.citations[:1]:
        card = services.cards.of_clause(citation.clause)
        if card is not None:
            amount = (AMOUNT,) if card.pays else ()
            return tuple(form.format(card.name) for form in (*amount, CONDITIONS, UNTIL, UNIT))
    return ()
