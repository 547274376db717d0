"""Replies of the assistant over the bundled documents, turn by turn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from bot.answer.knowledge import Knowledge
from bot.assistant import Assistant
from bot.question.account import Fate
from bot.reply import Reply
from corpus.collection import Collection
from evals.answerer import amounts_of
from index.errors import IndexUnavailableError
from index.search import Searcher

TODAY = date(2026, 11, 26)


def _no_searcher() -> Searcher:
    raise IndexUnavailableError("没有检索")


@cache
def assistant() -> Assistant:
    """An assistant without a search: what these tests ask must not need one."""
    return Assistant(Knowledge(Collection.load(), _no_searcher))


def reply(*turns: str, as_of: date = TODAY) -> Reply:
    """The reply to the last turn."""
    context = None
    for text in turns:
        turn = assistant().ask(text, context, as_of=as_of)
        context = turn.context
    return turn.reply


def wan(found: Reply) -> list[Decimal]:
    """The amounts that a reply states, in 万元."""
    return [amount / 10000 for amount in amounts_of(found)]


def ledger(found: Reply) -> dict[str, Fate]:
    """What became of each quantity of the user."""
    return {entry.text: entry.fate for entry in found.ledger}
