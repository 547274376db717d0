"""Cards (事项卡片): what each provision states, field by field, every field a verbatim span.

A field without a span is not stated (未载明); nothing is ever filled in from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import yaml

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import Library

FIELDS: Final = (
    "对象", "条件", "标准", "上限", "上限口径", "年限", "基数",
    "名额", "程序", "材料", "发放方式", "理由", "责任单位",
)  # fmt: skip


class CardError(ValueError):
    """A card file is malformed; the message names the file, the card and the remedy."""


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

    def __iter__(self) -> Any:  # noqa: ANN401 - an iterator over Card
        return iter(self._cards)

    @cached_property
    def by_id(self) -> Mapping[str, Card]:
        """Card id → card."""
        return {card.id: card for card in self._cards}

    def of_topic(self, topic: str) -> tuple[Card, ...]:
        """Every layer of a matter, in the order of the documents."""
        return tuple(card for card in self._cards if card.topic == topic)

    def of_clause(self, clause: Clause) -> Card | None:
        """The card of a clause, if it has one."""
        return next((card for card in self._cards if card.clause.key == clause.key), None)


def load_cards(library: Library) -> Cards:
    """Read ``cards.yaml`` beside every text of the library.

    Raises:
        CardError: unknown field, duplicate id, missing key.
        ExcerptError: a field quotes words that the clause does not hold.
    """
    cards: list[Card] = []
    for document in library.documents:
        path = library.folder(document.id) / "cards.yaml"
        if path.exists():
            for entry in yaml.safe_load(path.read_text("utf-8")) or ():
                cards.append(_card(library, document.id, entry, path))
    ids = [card.id for card in cards]
    for card_id in ids:
        if ids.count(card_id) > 1:
            raise CardError(f"卡片编号“{card_id}”重复；每张卡片的 id 在全库里只能出现一次。")
    return Cards(tuple(cards))


def _card(library: Library, document_id: str, entry: Mapping[str, Any], path: Path) -> Card:
    try:
        clause = library.clause(document_id, entry["clause"])
        fields: dict[str, tuple[Span, ...]] = {
            field: tuple(locate(library, clause, quote) for quote in quotes)
            for field, quotes in entry["fields"].items()
        }
        card_id, name, names = entry["id"], entry["name"], entry["names"]
    except KeyError as missing:
        raise CardError(
            f"{path}：卡片 {entry.get('id', entry)} 缺少或认不出 {missing}；"
            f"需要 id、clause、name、names、fields，clause 须是本文的条款编号。"
        ) from missing
    if unknown := set(fields) - set(FIELDS):
        raise CardError(
            f"{path}：卡片 {card_id} 有未知字段 {unknown}；可用字段：{'、'.join(FIELDS)}。"
        )
    if clause.responsible and "责任单位" not in fields:
        fields["责任单位"] = tuple(locate(library, clause, unit) for unit in clause.responsible)
    return Card(
        id=card_id,
        document_id=document_id,
        clause=clause,
        name=name,
        names=tuple(names),
        topic=entry.get("topic", card_id),
        fields=fields,
        silent=frozenset(entry.get("silent", ())),
    )
