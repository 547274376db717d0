"""Homes: texts that are read together, and which of several a question is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from bot.extract import best_sentences, grams_of
from bot.question.places import Region
from bot.question.topics import Named, TopicFinder
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.document import Document
from corpus.numerals import QuantityKind, read

_T = TypeVar("_T")
PAYMENT: Final = re.compile(r"补贴|补助|资助|奖励|扶持|奖金|资金|政策|措施|项目|企业|申请|申报")
_LEAD: Final = 0.7  # of the best: another text that holds as much is as likely meant
FIGURES: Final = (QuantityKind.MONEY, QuantityKind.RATE)
_KIND: Final = 2  # characters before a name that make it another: 节能设备, 设备


@dataclass(frozen=True, eq=False)
class Home:
    """Texts of one region that are read together: a text, what amends it, what explains it."""

    name: str  # as a user chooses it: 龙岗区
    region: Region
    collection: Collection
    tended: bool  # its matters are told by cards, so a question that names one is led to it

    @cached_property
    def documents(self) -> frozenset[str]:
        """Ids of its texts."""
        return frozenset(document.id for document in self.collection.library.documents)

    @cached_property
    def _finder(self) -> TopicFinder:
        return TopicFinder(self.collection.cards)

    @cached_property
    def _checked(self) -> TopicFinder:
        return TopicFinder(card for card in self.collection.cards if card.checked)

    @cached_property
    def words(self) -> frozenset[str]:
        """Sectors that its texts list and terms that they define, as users say them."""
        found: set[str] = set()
        for scope in self.collection.scopes:
            for printed, called in scope.sectors.items():
                found |= {printed, *called}
            found.update(name for definition in scope.definitions for name in definition.names)
        return frozenset(word.lower() for word in found if len(word) > 1)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Bigrams of all that its texts say and of what its matters and terms are called."""
        said = [document.text for document in self.collection.library.documents]
        said += [name for card in self.collection.cards for name in (card.name, *card.names)]
        return frozenset(gram for words in (*said, *self.words) for gram in grams_of(words))

    def named(self, text: str) -> tuple[Named, ...]:
        """The matters of its cards that a text names."""
        return _telling(self._finder(text), text)

    def vouched(self, text: str) -> tuple[Named, ...]:
        """Those that it names as somebody who checked a drafted card has them called."""
        return _telling(self._checked(text), text)

    def numbered(self, text: str) -> tuple[Clause, ...]:
        """The clauses of its texts that have a number which a text gives."""
        found = self.collection.library.find_addresses(text).values()
        return tuple(clause for clauses in found for clause in clauses)


def _telling(found: Iterable[Named], text: str) -> tuple[Named, ...]:
    """The names that say more than that something is paid."""
    return tuple(n for n in found if PAYMENT.sub("", text[n.start : n.end]).strip("的"))


def families(documents: Sequence[Document], collection: Collection) -> Iterator[list[Document]]:
    """The documents that are read together, each group in the order of the documents.

    Of one region, and tied: cards of both are of one matter, one amends or explains the other, or
    has the other's title in its own.
    """
    ties = _Ties(collection)
    of: dict[frozenset[str], list[list[Document]]] = {}  # region → the groups so far
    for document in documents:
        groups = of.setdefault(frozenset(document.region), [])
        tied = [group for group in groups if any(ties(document, other) for other in group)]
        for group in tied:
            groups.remove(group)
        groups.append([*(one for group in tied for one in group), document])
    order = {document.id: number for number, document in enumerate(documents)}
    found = (group for groups in of.values() for group in groups)
    yield from sorted(found, key=lambda group: order[group[-1].id])


class _Ties:
    """Whether two documents of one region are read together."""

    def __init__(self, collection: Collection) -> None:
        self._topics: dict[str, set[str]] = {}
        for card in collection.cards:
            self._topics.setdefault(card.document_id, set()).add(card.topic)
        self._amended: dict[str, set[str]] = {}
        for amendment in collection.amendments:
            self._amended.setdefault(amendment.clause.document_id, set()).add(amendment.amends)

    def __call__(self, one: Document, other: Document) -> bool:
        topics = self._topics.get(one.id, set()) & self._topics.get(other.id, set())
        return bool(topics) or self._about(one, other) or self._about(other, one)

    def _about(self, one: Document, other: Document) -> bool:
        title = other.title.strip("《》")
        return (
            one.explains == title
            or title in self._amended.get(one.id, ())
            or (bool(one.region) and title in one.title)
        )


def values(clauses: Iterable[Clause]) -> set[object]:
    """The amounts and rates that some clauses state."""
    return {q.value for c in clauses for q in read(c.text) if q.kind in FIGURES}


def leading(homes: Mapping[Home, Sequence[Clause]], text: str, least: float) -> tuple[Home, ...]:
    """The home whose clauses hold clearly more of a question in a sentence; else all of them."""
    if len(homes) < 2:
        return tuple(homes)
    ranked = sorted(homes, key=lambda home: -_coverage(text, homes[home]))
    best, second = (_coverage(text, homes[home]) for home in ranked[:2])
    return (ranked[0],) if best >= least and second < best * _LEAD else tuple(homes)


def _coverage(text: str, clauses: Sequence[Clause]) -> float:
    """How much of a question the best sentence of some clauses holds, 0 to 1."""
    best = best_sentences(text, clauses, 1)
    return best[0].coverage if best else 0.0


def telling(text: str, homes: tuple[Home, ...]) -> tuple[Home, ...]:
    """The homes whose cards name something of the text that no other's names better."""
    spans = {home.name: home.named(text) for home in homes}
    naming = [home for home in homes if spans[home.name]]
    told = []
    for home in naming:
        others = [n for other in naming if other is not home for n in spans[other.name]]
        if any(not any(_yields(n, other) for other in others) for n in spans[home.name]):
            told.append(home)
    return tuple(told)


def _yields(name: Named, other: Named) -> bool:
    """Whether another name says better what this one says: it is a kind of it, or fills its gap.

    A kind is named before what it is a kind of: 智能眼镜采购 is one of 采购, but 技改投 is no kind
    of 技改, and whoever calls a card so takes nothing from another text.
    """
    if name.gapped != other.gapped:
        return name.gapped and _inside(other, name)
    return other.end == name.end and other.start <= name.start - _KIND


def _inside(inner: Named, outer: Named) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def once(found: Iterable[_T]) -> tuple[_T, ...]:
    """What is found, each once, in the order of the first."""
    return tuple(dict.fromkeys(found))


def documents_of(homes: Iterable[Home]) -> frozenset[str]:
    """Ids of the texts of some homes."""
    return frozenset[str]().union(*(home.documents for home in homes))


def together(homes: Sequence[Home]) -> bool:
    """Whether homes are of one and the same region, so that one reply may hold them."""
    return len({home.region for home in homes}) < 2
