"""The former names of asks, for the files that do not read `Question.asks` yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.question.asks import Ask, AskKind, asks_of


class Aspect:
    """The kinds of ask under their former names."""

    AMOUNT: Final = AskKind.AMOUNT
    ELIGIBILITY: Final = AskKind.ELIGIBLE
    CLAUSE: Final = AskKind.CLAUSE
    VALIDITY: Final = AskKind.VALID
    DEFINITION: Final = AskKind.DEFINE
    COMPARE: Final = AskKind.COMPARE
    LISTING: Final = AskKind.LIST
    REVERSE: Final = AskKind.REVERSE


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is asked for, and the field of a card that holds it."""

    name: str
    field: str | None


def aspects_of(text: str) -> tuple[Ask, ...]:
    """Everything that a text asks."""
    return asks_of(text)


def attributes_of(text: str) -> tuple[Ask, ...]:
    """Everything that a text asks."""
    return asks_of(text)
