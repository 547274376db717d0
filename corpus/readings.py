"""Readings (口径): how staff read a clause. A draft until a person signs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Ground:
    """The words that a reading rests on."""

    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading with its grounds. ``signer`` is None while it is a draft (草案)."""

    id: str
    title: str
    text: str
    clauses: tuple[Clause, ...]
    grounds: tuple[Ground, ...]
    terms: tuple[tuple[str, ...], ...]  # a question touches the reading when it has one of each
    topic: str | None
    signer: str | None


def load_readings(library: Library) -> tuple[Reading, ...]:
    """Read ``readings.yaml`` beside every text.

    Raises:
        KeyError: an entry lacks a field or names a clause the text does not have.
        ExcerptError: a ground quotes words that its clause does not hold.
    """
    readings: list[Reading] = []
    for document in library.documents:
        path = library.folder(document.id) / "readings.yaml"
        if path.exists():
            for entry in yaml.safe_load(path.read_text("utf-8")) or ():
                readings.append(_reading(library, document.id, entry))
    return tuple(readings)


def _reading(library: Library, document_id: str, entry: Mapping[str, Any]) -> Reading:
    grounds = []
    for ground in entry["grounds"]:
        clause = library.clause(ground.get("document", document_id), ground["clause"])
        grounds.append(Ground(clause, locate(library, clause, ground["quote"])))
    return Reading(
        id=entry["id"],
        title=entry["title"],
        text=entry["reading"],
        clauses=tuple(library.clause(document_id, clause) for clause in entry["clauses"]),
        grounds=tuple(grounds),
        terms=tuple(tuple(group) for group in entry["terms"]),
        topic=entry.get("topic"),
        signer=entry.get("signer"),
    )
