"""Everything the answers draw on, loaded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Final

from bot.question.ask import Question
from corpus.cards import Card, Cards
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.document import Document
from corpus.library import Library
from corpus.readings import Reading
from corpus.rules import Rule
from corpus.scope import Scope
from corpus.versions import Amendment
from index.errors import IndexUnavailableError
from index.search import Searcher

LISTED: Final = 8  # names that one sentence takes, and answers that can be tapped
_FIRST: Final = 3  # of more, as many are named before their number


def some(names: Sequence[str], unit: str) -> str:
    """Names in a sentence; of more than it takes the first few and their number in a unit."""
    if len(names) <= LISTED:
        return "、".join(names)
    return f"{'、'.join(names[:_FIRST])}等{len(names)}{unit}"


Interpret = Callable[[Collection], Sequence[Reading]]


def as_filed(collection: Collection) -> Sequence[Reading]:
    """The readings as the files beside the texts have them: drafts, all of them."""
    return collection.readings


@dataclass(frozen=True)
class Knowledge:
    """One collection and its index; `open_searcher` is called on first search.

    ``interpret`` gives the readings as they are now, asked anew for each answer: what somebody
    has just signed is answered at once.
    """

    collection: Collection
    open_searcher: Callable[[], Searcher]
    interpret: Interpret = as_filed
    _held: list[Searcher | IndexUnavailableError] = field(default_factory=list, repr=False)
    _opening: Lock = field(default_factory=Lock, repr=False)

    @property
    def library(self) -> Library:
        """Every text held."""
        return self.collection.library

    @property
    def cards(self) -> Cards:
        """What each provision states, field by field."""
        return self.collection.cards

    @property
    def readings(self) -> Sequence[Reading]:
        """How staff read clauses; drafts until signed."""
        return self.interpret(self.collection)

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        """What later texts do to earlier ones."""
        return self.collection.amendments

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that computes an amount, by id."""
        return self.collection.rules

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """Whom and what each text covers."""
        return self.collection.scopes

    @property
    def searcher(self) -> Searcher | None:
        """The index of the library's clauses; None where none is to be had, as `problems` says."""
        opened = self._opened
        return opened if isinstance(opened, Searcher) else None

    @property
    def searched(self) -> bool:
        """Whether the index has been opened, or tried in vain."""
        return bool(self._held)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is out of order with the index now, a Chinese line each; () where all is well."""
        opened = self._opened
        return opened.problems if isinstance(opened, Searcher) else (str(opened),)

    @property
    def _opened(self) -> Searcher | IndexUnavailableError:
        with self._opening:  # two openings at once would be in each other's way
            if not self._held:
                try:
                    self._held.append(self.open_searcher())
                except IndexUnavailableError as error:
                    self._held.append(error)
            return self._held[0]

    def document(self, clause: Clause) -> Document:
        """The document of a clause."""
        return self.library.document(clause.document_id)

    @property
    def titles(self) -> str:
        """The texts that are held, by their short titles; of many the first and their number."""
        titles = [document.short_title for document in self.library.documents]
        return some(titles, "份文件（目录见“政策库”页）")

    @cached_property
    def unmarked(self) -> frozenset[str]:
        """Ids of the texts without a card that staff wrote: what belongs to what is only read."""
        marked = {card.document_id for card in self.cards if not card.drafted}
        return frozenset(document.id for document in self.library.documents) - marked

    @cached_property
    def text(self) -> str:
        """The words of all texts, one behind the other."""
        return "".join(document.text for document in self.library.documents)

    def called(self, clause: Clause) -> str:
        """A clause as it is named to a reader: 《若干措施》三、（二）4."""
        return f"{self.document(clause).short_title}{clause.label}"

    def clause_at(self, document_id: str, offset: int) -> Clause:
        """The clause that an offset of a document's text lies in."""
        return next(c for c in self.library.clauses(document_id) if c.start <= offset < c.end)

    def descendants(self, clause: Clause) -> tuple[Clause, ...]:
        """All clauses below a clause, in reading order."""
        below: list[Clause] = []
        for child in self.library.children(clause):
            below += [child, *self.descendants(child)]
        return tuple(below)

    def layers(self, question: Question, topic: str) -> tuple[Card, ...]:
        """The cards of a matter in the layers asked for; all of them where none of those has it."""
        cards = self.cards.of_topic(topic)
        asked = tuple(card for card in cards if card.document_id in question.documents)
        return asked or cards

    def amendments_of(self, topic: str) -> tuple[Amendment, ...]:
        """What later texts did to a matter."""
        return tuple(item for item in self.amendments if item.topic == topic)
