"""Surroundings: the words around an amount in its small clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.question.token import Token


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The words around an amount in its small clause, up to the amounts beside it."""

    before: Sequence[Token]
    after: Sequence[Token]
    actor: str  # whose money the clause speaks of; "~…": somebody else's
    follows: bool  # whether the message gave an amount before this one
    last: bool  # whether it is the last amount of its clause

    def has(self, *kinds: str) -> bool:
        """Whether a word on either side has one of the senses."""
        return any(t.has(*kinds) for t in (*self.before, *self.after))

    def lead_has(self, *kinds: str) -> bool:
        """Whether a word before it has one of the senses."""
        return any(t.has(*kinds) for t in self.before)


def first_of(tokens: Sequence[Token], *kinds: str) -> Token | None:
    """The first word of one of some kinds."""
    return next((t for t in tokens if t.has(*kinds)), None)


def last_of(tokens: Sequence[Token], *kinds: str) -> Token | None:
    """The last word of one of some kinds."""
    return next((t for t in reversed(tokens) if t.has(*kinds)), None)
