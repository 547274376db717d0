"""The way in: a question in everyday words, an address, or both, to ranked clauses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from corpus.clause import Clause, Hit
from corpus.library import ClauseNotFoundError, Library
from index.confidence import confidence
from index.core import Core
from index.grams import gram_keys, gram_text
from index.ranking import weigh
from index.vocabulary import Expansion, Reading

_ADDRESSED = 10.0  # above any score of similarity


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a clause ranked where it did."""

    hit: Hit
    addressed: bool  # named by its number: no similarity was involved
    lexical: float = 0.0  # BM25
    dense: float = 0.0  # cosine
    grams: tuple[tuple[str, float], ...] = ()  # the grams that counted most, and how much
    added: tuple[Expansion, ...] = ()  # terms the vocabulary added to the question


class Searcher:
    """Ranked clauses of a library. Safe to share between threads."""

    def __init__(self, library: Library, core: Core, note: str = "") -> None:
        """``note`` says why the index is another than it should be, where it is."""
        self.library = library
        self.core = core
        self._note = note

    @property
    def problems(self) -> tuple[str, ...]:
        """What is out of order now and what to do, a Chinese line each; () where all is well."""
        return tuple(filter(None, (self._note, self.core.version.nearest.problem)))

    def search(
        self, query: str, k: int = 10, documents: Collection[str] | None = None
    ) -> list[Hit]:
        """The best k clauses, those named by number first; [] for an unreadable question.

        ``documents`` limits the search to these document ids. Raises ValueError for k < 1.
        """
        return [found.hit for found in self._found(self.core.read(query), k, documents)]

    def explain(
        self, query: str, k: int = 10, documents: Collection[str] | None = None
    ) -> list[Explanation]:
        """The same list as `search`, with the reasons."""
        reading = self.core.read(query)
        found = self._found(reading, k, documents)
        return [one if one.addressed else self._with_reasons(reading, one) for one in found]

    def meanings(self, query: str) -> tuple[tuple[str, str], ...]:
        """Words of a question with the words that texts use for them, by the vocabulary."""
        return tuple((one.said, one.term) for one in self.core.read(query).added)

    def rarity(self, words: Sequence[str]) -> list[float]:
        """How few passages hold each of some words of two characters, 0 (all) to 1 (none)."""
        lexical = self.core.version.lexical
        none = lexical.rarity(-1) or 1.0
        widest = np.full(len(words), -1, dtype=np.int64)  # a bigram's key is above its characters'
        keys, owner = gram_keys(words)
        np.maximum.at(widest, owner, keys)
        return [float(one) / none for one in lexical.rarities(widest)]

    def confidence(self, query: str, hits: Sequence[Hit]) -> float:
        """How likely it is that one of ``hits`` answers ``query``, 0..1."""
        if any(hit.score >= _ADDRESSED for hit in hits):
            return 1.0
        places = [self.core.version.position.get(hit.clause.key) for hit in hits]
        return confidence(self.core, self.core.read(query), [p for p in places if p is not None])

    def _found(
        self, reading: Reading, k: int, documents: Collection[str] | None
    ) -> list[Explanation]:
        """The best k; the grams and terms that explain them are left out: few read them."""
        ranked = self.core.ranked(reading, k, documents)
        named = islice(self._named(reading.text, documents), k)
        found = {
            clause.key: Explanation(Hit(clause, _ADDRESSED), addressed=True) for clause in named
        }
        for one in ranked:
            with suppress(ClauseNotFoundError):  # the index is a version behind the library
                clause = self.library.by_key(self.core.version.table.keys[one.position])
                hit = Hit(clause, one.score)
                found.setdefault(clause.key, Explanation(hit, False, one.lexical, one.dense))
        return list(found.values())[:k]

    def _named(self, text: str, documents: Collection[str] | None) -> Iterator[Clause]:
        """The clauses named by number, each once, looked up as they are wanted."""
        seen: set[str] = set()
        for clause in self.library.addressed(text):
            held = documents is None or clause.document_id in documents
            if held and clause.key not in seen:
                seen.add(clause.key)
                yield clause

    def _with_reasons(self, reading: Reading, one: Explanation) -> Explanation:
        position = self.core.version.position[one.hit.clause.key]
        parts = self.core.version.lexical.contributions(weigh(reading), position)
        grams = tuple((gram_text(key), value) for key, value in list(parts.items())[:8])
        return replace(one, grams=grams, added=reading.added)
