"""The reverse question: how much must be invested to get so much."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.question.ask import Question
from bot.reply import Reply


def answer_reverse(question: Question, knowledge: Knowledge) -> Reply | None:
    """Later."""
    return None
