"""Which matters a question is about: names of cards found in it, longest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.cards import Card


@dataclass(frozen=True, slots=True)
class Named:
    """A matter named in a question: ``text[start:end]`` is one of its cards' names."""

    topic: str
    start: int
    end: int


class TopicFinder:
    """Finds the matters a question names."""

    def __init__(self, cards: Iterable[Card]) -> None:
        names: dict[str, set[str]] = {}
        for card in cards:
            for name in (*card.names, card.name):
                names.setdefault(name.lower(), set()).add(card.topic)
        self._names = sorted(names.items(), key=lambda item: -len(item[0]))

    def __call__(self, text: str) -> tuple[Named, ...]:
        """Every matter named, the longest name of each; names inside longer ones don't count.

        A name that several matters share says nothing and is passed over.
        """
        taken = [False] * len(text)
        found: dict[str, Named] = {}
        for name, topics in self._names:
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                if not any(taken[start:end]):
                    taken[start:end] = [True] * len(name)
                    if len(topics) == 1:
                        topic = next(iter(topics))
                        found.setdefault(topic, Named(topic, start, end))
                start = text.find(name, end)
        return tuple(sorted(found.values(), key=lambda named: (-(named.end - named.start), named.start)))
