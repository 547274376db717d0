"""Read messages against the documents that come with the project, turn by turn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from bot.context import Context
from bot.question.account import Item
from bot.question.ask import Question
from bot.question.carrying import carry
from bot.question.frame import Frame
from bot.question.message import Messages
from bot.question.places import Region
from bot.question.recognise import Recogniser
from bot.question.token import Token
from corpus.collection import Collection

TODAY = date(2026, 11, 26)


@cache
def collection() -> Collection:
    """The documents as they are bundled."""
    return Collection.load()


@cache
def messages() -> Messages:
    """One reader for all tests: it keeps nothing of a message."""
    return Messages(collection())


@cache
def recogniser() -> Recogniser:
    """What cuts a message, with the words of all bundled texts."""
    return Recogniser.of(collection(), Region.of(collection().library.documents), ())


def read(*turns: str) -> Question:
    """The last question of a thread, with everything that came before it."""
    context = Context()
    question: Question | None = None
    for text in turns:
        for question in messages()(text, context, TODAY):
            context = carry(question, context)
    assert question is not None
    return question


def frame_of(*turns: str) -> Frame:
    """The frame after the last turn."""
    return read(*turns).frame


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a message that is plain written Chinese already."""
    return recogniser()(text)


def items_of(*turns: str) -> tuple[Item, ...]:
    """What is taken as spent after the last turn."""
    return frame_of(*turns).account.items


def wan(*turns: str) -> list[str]:
    """The amounts taken as spent after the last turn, in 万元, as short as they can be written."""
    return [shown(item) for item in items_of(*turns)]


def shown(item: Item) -> str:
    """The bounds of an item in 万元: 340, 80-120, 50- where nothing bounds it above."""
    low = _plain(item.low)
    if item.low == item.high:
        return low
    return f"{low}-{'' if item.high is None else _plain(item.high)}"


def _plain(amount: Decimal) -> str:
    return f"{(amount / 10000).normalize():f}"


def asked(*turns: str) -> str:
    """What has to be asked after the last turn, all questions together."""
    return "；".join(stuck.question for stuck in frame_of(*turns).account.stuck)
