"""Evidence: which texts speak of what a message speaks of, by its rare words.

A text speaks of a question as far as one of its sentences, with its headings and its title, holds
the question's words, each weighed by how few passages of all texts have it. So 申报, 材料 and 资金,
which every text has, tell nothing, and 房租通 tells nearly all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Protocol

from bot.extract import content_grams, grams_of, sentence_grams
from bot.question.naming import plain
from corpus.clause import Clause, Hit
from corpus.collection import Collection as Texts

_STRETCH: Final = 4  # characters in a row by which a title is recognised
_PIECE: Final = 3  # as many, where one of its words is rare
_NAME: Final = 2  # as much, of what is in quotation marks
_QUOTED: Final = re.compile(r"[“「『《\"]([^“”「」『』《》\"]{2,20})[”」』》\"]")
_LEAST: Final = 2  # bigrams of content by which texts can be told apart
_POOL: Final = 12  # clauses of a search whose sentences are weighed
_KEPT: Final = 16  # what was weighed last: several steps of one question ask for the same
_RARE: Final = 0.42  # of the weight of what no passage has: words of few passages
_UNSEEN: Final = 0.6  # weight of what no text says, against the rarest that one says


class Search(Protocol):
    """What finds clauses in all texts held."""

    def search(
        self, query: str, k: int = 10, documents: Collection[str] | None = None
    ) -> Sequence[Hit]:
        """The best clauses, in those documents if given."""

    def rarity(self, words: Sequence[str]) -> Sequence[float]:
        """How few passages hold each of some bigrams, 0 (all) to 1 (none)."""

    def __hash__(self) -> int:
        """What was found is kept by what found it."""


Opening = Callable[[], Search | None]  # opens the search when it is first needed


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one text has of a question: shares of its weight, 0 to 1.

    ``held`` is what its best sentence holds with headings and title; ``words`` are the rare ones
    among that.
    """

    document_id: str
    held: float
    words: Mapping[str, float]
    titled: frozenset[str] = frozenset()  # those in a stretch of it that is one of the title


class Evidence:
    """Weighs the texts of a collection against questions."""

    def __init__(self, texts: Texts, opening: Opening) -> None:
        self._called = {d.id: plain(f"{d.title}，{d.short_title}") for d in texts.library.documents}
        self._titles = {
            d.id: frozenset(grams_of(f"{d.title} {d.short_title} {' '.join(d.aliases)}"))
            for d in texts.library.documents
        }
        self._all_called = "\n".join(self._called.values())
        self._opening = opening
        self._found = lru_cache(maxsize=_KEPT)(self._weighed)

    def rare(self, text: str) -> Mapping[str, float]:
        """The rare words of a question with their shares: no text can have more of it."""
        rarity = self._rarity(text)
        return {word: one for word, one in _shares(rarity).items() if rarity[word] >= _RARE}

    def titled(self, text: str) -> frozenset[str]:
        """The words of a question in four characters in a row of any title."""
        return _stretches(text, self._all_called)

    def phrases(self, text: str, documents: Collection[str]) -> Mapping[str, str]:
        """The longest stretch of a question in the title of each of some documents that has one.

        Four characters at least; what the question has in quotation marks counts from two.
        """
        quoted = [plain(match.group()) for match in _QUOTED.finditer(text)]
        said = plain(text)
        pieces = {said[at : at + _STRETCH] for at in range(len(said) - _STRETCH + 1)}
        held = [piece for piece in (*pieces, *quoted) if piece in self._all_called]
        near = (one for one in documents if any(piece in self._called[one] for piece in held))
        found = {one: _longest(said, quoted, self._called[one]) for one in near}
        return {one: phrase for one, phrase in found.items() if phrase}

    def own(self, text: str, documents: Collection[str]) -> frozenset[str]:
        """The words of a question that titles of some documents say and those of no others."""
        said = frozenset(grams_of(text))
        held = said & frozenset[str]().union(*(self._titles[one] for one in documents))
        others = (titles for one, titles in self._titles.items() if one not in documents)
        return held.difference(*others)

    def called(self, text: str, documents: Collection[str]) -> Mapping[str, Mapping[str, float]]:
        """What a question says of the titles of some documents: its words with their rarity.

        Three characters in a row at least, with a rare word among them.
        """
        said, held = plain(text), dict[str, set[str]]()
        for piece in {said[at : at + _PIECE] for at in range(len(said) - _PIECE + 1)}:
            if piece in self._all_called:
                for one in documents:
                    if piece in self._called[one]:
                        held.setdefault(one, set()).update(grams_of(piece))
        words = tuple(frozenset[str]().union(*held.values()))
        search = self._opening()
        rarity = dict(zip(words, search.rarity(words), strict=True)) if search else {}
        found = {one: {w: rarity[w] for w in said if w in rarity} for one, said in held.items()}
        return {one: said for one, said in found.items() if max(said.values(), default=0) >= _RARE}

    def _rarity(self, text: str) -> Mapping[str, float]:
        """How rare each word of a question is; nothing where no search is to be had."""
        search = self._opening()
        wanted = tuple(content_grams(text))
        return {} if search is None else dict(zip(wanted, search.rarity(wanted), strict=True))

    def __call__(self, text: str, documents: Collection[str]) -> tuple[Weighed, ...]:
        """What the texts that a search finds among some hold of a question, the most first.

        Empty where no search is to be had or the question has hardly a word of content.
        """
        search = self._opening()
        return () if search is None else self._found(search, text, frozenset(documents))

    def _weighed(self, search: Search, text: str, documents: frozenset[str]) -> tuple[Weighed, ...]:
        rarity = self._rarity(text)
        if len(rarity) < _LEAST or not documents:
            return ()
        shares = _shares(rarity)
        best: dict[str, Weighed] = {}
        for hit in search.search(text, _POOL, documents):
            held = self._held(hit.clause, tuple(rarity))
            rare = {word: shares[word] for word in held if rarity[word] >= _RARE}
            titled = _stretches(text, self._called[hit.clause.document_id]) & rare.keys()
            whole = sum(shares[word] for word in held)
            found = Weighed(hit.clause.document_id, whole, rare, titled)
            known = best.get(found.document_id)
            if known is None or known.held < found.held:
                best[found.document_id] = found
        return tuple(sorted(best.values(), key=lambda one: -one.held))

    def _held(self, clause: Clause, wanted: Sequence[str]) -> tuple[str, ...]:
        """The words that the sentence of a clause that holds most of them holds."""
        title = self._titles[clause.document_id]
        above = grams_of(f"{' '.join(clause.breadcrumb[1:])} {clause.heading}")
        around = {word for word in wanted if word in title or word in above}
        each = sentence_grams(clause) or (frozenset[str](),)
        return max((tuple(w for w in wanted if w in around or w in held) for held in each), key=len)


def _shares(rarity: Mapping[str, float]) -> Mapping[str, float]:
    """What each word of a question weighs of all of it."""
    weights = {word: _UNSEEN if rare >= 1 else rare for word, rare in rarity.items()}
    total = sum(weights.values()) or 1.0
    return {word: weight / total for word, weight in weights.items()}


def _longest(said: str, quoted: Sequence[str], title: str) -> str:
    """The longest stretch that a question and a title share; "" where it is short."""
    match = SequenceMatcher(None, said, title, autojunk=False).find_longest_match()
    whole = [piece for piece in quoted if len(piece) >= _NAME and piece in title]
    shared = said[match.a : match.a + match.size] if match.size >= _STRETCH else ""
    return max([shared, *whole], key=len)


def _stretches(text: str, title: str) -> frozenset[str]:
    """The bigrams of a question that stand in four characters in a row of a title."""
    said = plain(text)
    pieces = (said[at : at + _STRETCH] for at in range(len(said) - _STRETCH + 1))
    return frozenset(gram for piece in pieces if piece in title for gram in grams_of(piece))
