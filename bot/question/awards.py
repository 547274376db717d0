"""Awards: which texts pay for a thing that a message asks to be paid for, by what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

from bot.question.homes import PAYMENT
from corpus.cards import Card
from corpus.document import Document

_SHORTEST: Final = 2  # characters of a name
_TELLING: Final = 4  # characters of one that tells a text wherever it stands
_LONGEST: Final = 12  # characters of a name that a message is searched for
_PAYING: Final = re.compile(r"(?:补贴|补助|资助|奖励|奖补|贴息)$")
# 房租能补多少 ｜ 按床位给的补贴: the thing stands right before the word of paying.
_PAID: Final = re.compile(r"[^，。,.；;？?！!\s]{0,3}?(?:补|贴|奖|资助)")


class Awards:
    """What the drafted cards and the titles of texts call the things that they pay for."""

    def __init__(self, cards: Iterable[Card], documents: Iterable[Document]) -> None:
        self._cards = [card for card in cards if card.drafted and card.pays]
        self._documents = tuple(documents)

    def __call__(self, text: str) -> Mapping[str, frozenset[str]]:
        """What a message asks to be paid for → ids of the texts that pay for it."""
        found: dict[str, frozenset[str]] = {}
        at = 0
        while at < len(text):
            name = next((n for n in _standing_at(text, at) if self._is_asked(text, at, n)), "")
            if name:
                found[name] = self._names[name]
            at += len(name) or 1
        return found

    def telling(self, text: str) -> Mapping[str, frozenset[str]]:
        """The long names that stand anywhere in a message → ids of the texts that pay for them."""
        lengths = range(_TELLING, _LONGEST + 1)
        said = {text[at : at + n] for n in lengths for at in range(len(text) - n + 1)}
        return {name: self._names[name] for name in said if name in self._names}

    def _is_asked(self, text: str, at: int, name: str) -> bool:
        if name not in self._names:
            return False
        return bool(_PAYING.search(name) or _PAID.match(text, at + len(name)))

    @cached_property
    def _names(self) -> Mapping[str, frozenset[str]]:
        """Name → ids of the texts; of one that ends in a word of paying also its shorter ends."""
        found: dict[str, set[str]] = {}
        paying = {card.document_id for card in self._cards}
        said = [(c.document_id, n) for c in self._cards for n in (c.name, *c.names)]
        said += [(d.id, d.title.strip("《》")) for d in self._documents if d.id in paying]
        for document, name in said:
            for one in (name, *_ends(name)):
                if _SHORTEST <= len(one) <= _LONGEST and PAYMENT.sub("", one).strip("的"):
                    found.setdefault(one.lower(), set()).add(document)
        return {name: frozenset(documents) for name, documents in found.items()}


def _ends(name: str) -> Iterator[str]:
    """The shorter ends of a name that ends in a word of paying: 培训补贴 of 创业培训补贴."""
    if _PAYING.search(name):
        yield from (name[at:] for at in range(1, len(name) - 1))


def _standing_at(text: str, at: int) -> Iterator[str]:
    """What stands in a text from a place on, the longest first."""
    for end in range(min(len(text), at + _LONGEST), at + _SHORTEST - 1, -1):
        yield text[at:end]
