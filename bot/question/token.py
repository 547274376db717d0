"""Tokens: the pieces a message is cut into, each with everything it can mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from corpus.numerals import Quantity, QuantityKind

_PAYING: Final = frozenset("补贴拿领奖资扶获得返报批享")  # first characters of being paid


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of one message; ``text == message[start:end]``. The tokens of a message tile it.

    ``senses`` are dotted names, the kind first: ``role.spent``, ``operator.part``, ``actor.self``,
    ``matter.<topic>``, ``input.<rule>.<name>``, ``condition.<name>``. No sense at all: unknown.
    ``losers`` are known words that begin in it and that the tiling cut through.
    """

    start: int
    end: int
    text: str
    senses: frozenset[str] = frozenset()
    quantity: Quantity | None = None
    losers: tuple[str, ...] = field(default=(), compare=False)

    def has(self, *kinds: str) -> bool:
        """Whether one of the senses is, or lies under, one of `kinds`."""
        return _lies_under(self.senses, kinds)

    def under(self, kind: str) -> tuple[str, ...]:
        """What follows `kind` in the senses that lie under it, in order."""
        return _under(self.senses, f"{kind}.")

    @property
    def pays(self) -> bool:
        """Whether it is a word of asking that asks about being paid: 补多少, 拿, 申报."""
        return self.has("ask") and self.text[0] in _PAYING

    @property
    def points(self) -> bool:
        """Whether it points at what was said: 这, 那笔, 那是; not 那边, 那么."""
        return self.text[0] in "这那" and self.text[1:2] not in ("边", "么", "里", "样")

    @property
    def unknown(self) -> bool:
        """Whether nothing recognises it."""
        return not self.senses

    def counts(self, *kinds: QuantityKind) -> bool:
        """Whether it is a quantity of one of the kinds."""
        return self.quantity is not None and self.quantity.kind in kinds


# Both are asked hundreds of times a message, of the same few words.
@lru_cache(maxsize=1 << 16)
def _lies_under(senses: frozenset[str], kinds: tuple[str, ...]) -> bool:
    return any(sense == kind or sense.startswith(f"{kind}.") for sense in senses for kind in kinds)


@lru_cache(maxsize=1 << 16)
def _under(senses: frozenset[str], lead: str) -> tuple[str, ...]:
    return tuple(sorted(s.removeprefix(lead) for s in senses if s.startswith(lead)))
