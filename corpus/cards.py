"""Cards (事项卡片): what each provision states, field by field, every field a verbatim span.

A field without a span is not stated (未载明); nothing is ever filled in from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Final, Literal, get_args

from pydantic import Strict

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import Library
from corpus.shape import Quotes, Several, Shape, Words
from corpus.sheet import Sheet

Field = Literal[
    "对象", "条件", "标准", "上限", "上限口径", "年限", "基数",
    "名额", "程序", "材料", "发放方式", "理由", "责任单位",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)


class CardEntry(Shape):
    """A card as ``cards.yaml`` holds it."""

    id: Words
    clause: Words
    name: Words
    names: Several
    fields: dict[Field, Quotes]
    topic: Words | None = None
    silent: Annotated[tuple[Field, ...], Strict(False)] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One provision (事项) of one text: its names, its clause and the fields the clause states."""

    id: str
    document_id: str
    clause: Clause
    name: str
    names: tuple[str, ...]  # what enterprises call it
    topic: str  # the same matter in other texts has the same topic
    fields: Mapping[str, tuple[Span, ...]]
    silent: frozenset[str]  # fields mentioned in the text without their content (奖金未写数额)
    drafted: bool = False  # read from the sentence by program, whoever has looked at it since
    checked: str = ""  # of a drafted card, who has checked it and when: 王科 2026-11-27

    @property
    def pays(self) -> bool:
        """Whether the text promises money here, with or without a figure."""
        return "标准" in self.fields

    def stated(self, field: str) -> tuple[Span, ...]:
        """The spans that state a field; empty where the text does not."""
        return self.fields.get(field, ())


class Cards:
    """All cards of a library, by id, topic and clause, in the order of the texts."""

    def __init__(self, cards: tuple[Card, ...]) -> None:
        self._cards = cards

    def __iter__(self) -> Iterator[Card]:
        return iter(self._cards)

    @cached_property
    def by_id(self) -> Mapping[str, Card]:
        """Card id → card."""
        return {card.id: card for card in self._cards}

    def of_topic(self, topic: str) -> tuple[Card, ...]:
        """Every layer of a matter, in the order of the documents."""
        return self._by_topic.get(topic, ())

    @cached_property
    def _by_topic(self) -> Mapping[str, tuple[Card, ...]]:
        found: dict[str, tuple[Card, ...]] = {}
        for card in self._cards:
            found[card.topic] = (*found.get(card.topic, ()), card)
        return found

    def of_clause(self, clause: Clause) -> Card | None:
        """The card of a clause, if it has one."""
        return self._by_clause.get(clause.key)

    @cached_property
    def _by_clause(self) -> Mapping[str, Card]:
        return {card.clause.key: card for card in reversed(self._cards)}  # the first counts


def read_cards(entries: list[CardEntry], sheet: Sheet, library: Library) -> tuple[Card, ...]:
    """The cards of one text; what its clauses do not hold is reported to the sheet."""
    cards = []
    for at, entry in enumerate(entries):
        sheet.name_entry(entry.id, at, "id")
        with sheet.collecting(at, "clause"):
            clause = library.clause(sheet.folder, entry.clause)
            cards.append(_card(sheet, library, at, entry, clause))
    return tuple(cards)


def _card(sheet: Sheet, library: Library, at: int, entry: CardEntry, clause: Clause) -> Card:
    fields: dict[str, tuple[Span, ...]] = {}
    for field, quotes in entry.fields.items():
        for number, quote in enumerate(quotes):
            with sheet.collecting(at, "fields", field, number):
                fields[field] = (*fields.get(field, ()), locate(library, clause, quote))
    if clause.responsible and "责任单位" not in fields:
        fields["责任单位"] = tuple(locate(library, clause, unit) for unit in clause.responsible)
    return Card(
        id=entry.id,
        document_id=sheet.folder,
        clause=clause,
        name=entry.name,
        names=entry.names,
        topic=entry.topic or entry.id,
        fields=fields,
        silent=frozenset(entry.silent),
    )
