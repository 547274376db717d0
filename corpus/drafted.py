"""Cards and rules that were drafted from texts before, kept from start to start.

Drafting takes longer than all else of a start: see `corpus.kept` for how the file is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from corpus.cards import Card
from corpus.document import Span
from corpus.drafting.cards import draft_cards
from corpus.drafting.confirmed import with_confirmed
from corpus.drafting.draft import draft
from corpus.kept import DAMAGED, Kept, key_of
from corpus.library import ClauseNotFoundError, Library
from corpus.rules import Rule

FILE: Final = "drafted.json"  # below the folder of the settings for data

Drafted = tuple[tuple[Card, ...], tuple[Rule, ...]]


@dataclass(frozen=True, slots=True)
class _Card:
    """A drafted card as it is kept: with the id of its clause."""

    id: str
    clause: str
    name: str
    names: tuple[str, ...]
    topic: str
    fields: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class _Row:
    cards: tuple[_Card, ...]
    rules: tuple[Rule, ...]


class DraftedTexts:
    """Drafts texts, those that the file holds from there. ``path`` None: nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._kept = Kept(path)

    def of(self, library: Library, confirmed: tuple[Rule, ...]) -> Drafted:
        """The cards and rules of a library's one text; ``confirmed`` take the place of drafts."""
        if not self._kept.keeps:
            return _draft(library, confirmed)
        (document,) = library.documents
        checked = _rows().dump_json(_Row((), confirmed)).decode()
        key = key_of(document.id, document.title, document.text, checked)
        with suppress(ClauseNotFoundError, *DAMAGED):
            row = self._kept.row(key)
            found = _restored(row, library)
            self._kept.use(key, row)
            return found
        drafted = _draft(library, confirmed)
        row = _row(*drafted)
        if _restored(row, library) == drafted:  # what would come back otherwise is not kept
            self._kept.use(key, row)
        return drafted

    def keep(self) -> None:
        """Write what was used."""
        self._kept.keep()


def _draft(library: Library, confirmed: tuple[Rule, ...]) -> Drafted:
    drafts = with_confirmed(draft(library, library.documents[0]), confirmed)
    return draft_cards(library, drafts), drafts.rules


@cache
def _rows() -> TypeAdapter[_Row]:
    return TypeAdapter(_Row)


def _row(cards: tuple[Card, ...], rules: tuple[Rule, ...]) -> Any:  # noqa: ANN401 - JSON
    kept = tuple(_Card(c.id, c.clause.id, c.name, c.names, c.topic, c.fields) for c in cards)
    return _rows().dump_python(_Row(kept, rules), mode="json")


def _restored(row: Any, library: Library) -> Drafted:  # noqa: ANN401 - JSON
    """Raises what a damaged row raises, pydantic's ValidationError (a ValueError) among it."""
    kept = _rows().validate_python(row)
    (document,) = library.documents
    cards = tuple(
        Card(
            id=one.id,
            document_id=document.id,
            clause=library.clause(document.id, one.clause),
            name=one.name,
            names=one.names,
            topic=one.topic,
            fields=one.fields,
            silent=frozenset(),
            drafted=True,
        )
        for one in kept.cards
    )
    return cards, kept.rules
