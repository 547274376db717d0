"""Which matters a question is about: names of cards found in it, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from corpus.cards import Card
from corpus.collection import Collection

GAP: Final = "…"  # in a card's name: other words may stand here
_KEPT: Final = 16  # texts whose matters are kept: several steps of one question ask for them
_PATTERNS: Final = 1 << 12  # names whose pattern is kept: few of thousands ever stand in a message


@dataclass(frozen=True, slots=True)
class Named:
    """A matter named in a question: ``text[start:end]`` is one of its cards' names."""

    topic: str
    start: int
    end: int
    gapped: bool = False  # by a name with a gap, in which other words stand


class TopicFinder:
    """Finds the matters a question names."""

    def __init__(self, cards: Iterable[Card]) -> None:
        names: dict[str, list[str]] = {}
        for card in cards:
            for name in (*card.names, card.name):
                topics = names.setdefault(name.lower(), [])
                if card.topic not in topics:
                    topics.append(card.topic)
        self._names = [
            (name.partition(GAP)[0], name, GAP in name, tuple(topics))
            for name, topics in sorted(names.items(), key=_longest)
        ]
        self._found = lru_cache(maxsize=_KEPT)(self._named)

    def __call__(self, text: str) -> tuple[Named, ...]:
        """Every matter named, the longest name of each; names inside longer ones don't count.

        A name that several matters share counts for all of them, behind names that are clear.
        """
        return self._found(text)

    def _named(self, text: str) -> tuple[Named, ...]:
        taken = [False] * len(text)
        clear: dict[str, Named] = {}
        shared: dict[str, Named] = {}
        for opening, name, gapped, topics in self._names:
            for match in _pattern(name).finditer(text) if opening in text else ():
                start, end = match.span()
                if any(taken[start:end]):
                    continue
                taken[start:end] = [True] * (end - start)
                for topic in topics:
                    found = clear if len(topics) == 1 else shared
                    found.setdefault(topic, Named(topic, start, end, gapped))
        named = sorted(clear.values(), key=lambda n: (n.start - n.end, n.start))
        return (*named, *(n for n in shared.values() if n.topic not in clear))


def _longest(item: tuple[str, list[str]]) -> int:
    return -len(item[0].replace(GAP, ""))


@lru_cache(maxsize=_PATTERNS)
def _pattern(name: str) -> re.Pattern[str]:
    """``上…系统`` leaves room for up to eight characters: 上了一套PLM系统."""
    parts = [re.escape(part) for part in name.split(GAP)]
    return re.compile("[^，。,；;？?]{0,8}?".join(parts))


def own_conditions(collection: Collection) -> Mapping[str, frozenset[str]]:
    """Topic → names of the conditions that its rules have and no other topic's have."""
    having: dict[str, set[str]] = {}
    for rule in collection.rules.values():
        card = collection.cards.by_id.get(rule.id)
        for condition in rule.conditions:
            if not condition.general:
                name = condition.fact or condition.name
                having.setdefault(name, set()).add(card.topic if card else rule.id)
    own: dict[str, set[str]] = {}
    for name, topics in having.items():
        if len(topics) == 1:
            own.setdefault(next(iter(topics)), set()).add(name)
    return {topic: frozenset(names) for topic, names in own.items()}
