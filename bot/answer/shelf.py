"""The shelf of a question: what its texts say, and nothing of any other text."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.answer.knowledge import Knowledge
from corpus.library import Library
from corpus.readings import within
from index.errors import IndexUnavailableError
from index.search import Explanation, Searcher
from index.vocabulary import Reading


class Shelves:
    """The shelves of a collection, each made once; ``whole`` is what all its texts say."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.whole = knowledge
        self._made: dict[frozenset[str], Shelf] = {}

    def of(self, documents: frozenset[str]) -> Shelf:
        """The shelf of some texts."""
        if documents not in self._made:
            self._made[documents] = Shelf.of(self.whole, documents)
        return self._made[documents]


@dataclass(frozen=True)
class Shelf(Knowledge):
    """The knowledge of the texts that a question is about.

    It has everything that the knowledge of all texts has, so that whoever composes a reply cannot
    tell them apart: a library, cards, rules, scopes of these texts alone, and a search that finds
    nothing outside them.
    """

    @classmethod
    def of(cls, knowledge: Knowledge, documents: frozenset[str]) -> Shelf:
        """The shelf of some of the texts of a collection."""
        part = knowledge.collection.part(documents)

        def open_searcher() -> Searcher:
            whole = knowledge.searcher
            if whole is None:
                raise IndexUnavailableError("；".join(knowledge.problems))
            return _Within(whole, part.library)

        return cls(part, open_searcher, lambda _: within(knowledge.readings, documents))


class _Within(Searcher):
    """A search of some of the texts of an index."""

    def __init__(self, whole: Searcher, library: Library) -> None:
        super().__init__(library, whole.core)
        self._documents = frozenset(document.id for document in library.documents)

    def _found(
        self, reading: Reading, k: int, documents: Collection[str] | None
    ) -> list[Explanation]:
        """What the whole search finds in these texts."""
        wanted = self._documents if documents is None else self._documents & set(documents)
        return super()._found(reading, k, wanted)
