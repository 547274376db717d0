"""Ask an assistant several turns in one conversation."""

from __future__ import annotations

from datetime import date

from bot.assistant import Assistant
from bot.reply import Reply

TODAY = date(2026, 11, 22)


def ask(assistant: Assistant, *turns: str, as_of: date = TODAY) -> Reply:
    """The reply to the last turn."""
    context = None
    for text in turns:
        turn = assistant.ask(text, context, as_of=as_of)
        context = turn.context
    return turn.reply
