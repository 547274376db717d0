"""Settled: whether a reply shows what was asked; where it does not it is only the nearest words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import ENOUGH, told
from bot.answer.sure import shows
from bot.answer.target import targets
from bot.answer.wished import answer_wishes, with_wishes
from bot.extract import content_grams
from bot.question.ask import Question
from bot.reply import SILENT, Answer, Reply, Status

_OR: Final = "还是"
_SIDE: Final = 8  # characters of either side of 还是 that may name it
_STOPS: Final = "，,。；;？?！!"
_CLAIMING: Final = (Status.ANSWERED, Status.PARTLY, Status.CONFLICTING)


def settled(reply: Reply, question: Question, knowledge: Knowledge) -> Reply:
    """The reply; where it lacks what was asked a sentence that has it, else only the nearest.

    What is asked for is a kind of value (哪几类 wants a list) or one of two sides (是A还是B).
    """
    if reply.status in SILENT:
        return answer_wishes(question, knowledge) or reply
    if not isinstance(reply, Answer) or reply.due or reply.status not in _CLAIMING:
        return reply
    if not reply.citations:
        return reply
    if _shows(question, reply):
        return with_wishes(reply, question, knowledge)
    within = targets(question, knowledge)
    better = told(question, knowledge, least=ENOUGH, within=within)
    if better is not None and _shows(question, better):
        return better
    return answer_wishes(question, knowledge) or nearest(reply)


def nearest(reply: Answer) -> Answer:
    """A reply that may not be what was asked: it says so first."""
    head = "没有找到直接回答这一点的句子，最接近的是："
    return replace(reply, status=Status.NEAREST, conclusion=f"{head}{reply.conclusion}")


def _shows(question: Question, reply: Reply) -> bool:
    text = "\n".join((reply.conclusion, *reply.body, *(c.quote for c in reply.citations)))
    return shows(question, text) and _takes_a_side(question, text)


def _takes_a_side(question: Question, text: str) -> bool:
    """Whether a text speaks of what only one side of 是A还是B names."""
    left, either, right = question.text.partition(_OR)
    if not either:
        return True
    one, other = content_grams(_last(left)), content_grams(_first(right))
    apart = (one.keys() | other.keys()) - (one.keys() & other.keys())
    return not apart or any(gram in text for gram in apart)


def _last(text: str) -> str:
    at = max(text.rfind(mark) for mark in _STOPS)
    return text[at + 1 :][-_SIDE:]


def _first(text: str) -> str:
    ends = [at for mark in _STOPS if (at := text.find(mark)) >= 0]
    return text[: min(ends, default=len(text))][:_SIDE]
