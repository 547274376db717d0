"""Readings (口径): how staff read a clause. A draft until a person signs it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, Strict

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import ClauseNotFoundError, Library
from corpus.problem import DataError
from corpus.shape import Quotes, Shape, Words
from corpus.sheet import Sheet


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


class GroundEntry(Shape):
    """A ground as ``readings.yaml`` holds it; ``document`` where it stands in another text."""

    clause: Words
    quote: Words
    document: Words | None = None


class ReadingEntry(Shape):
    """A reading as ``readings.yaml`` holds it."""

    id: Words
    title: Words
    reading: Words
    clauses: Quotes
    grounds: Annotated[tuple[GroundEntry, ...], Strict(False), Field(min_length=1)]
    terms: Annotated[tuple[Quotes, ...], Strict(False)]
    topic: Words | None = None
    signer: Words | None = None


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A reading of a sound folder whose grounds in other texts were not looked for yet."""

    document_id: str
    entry: ReadingEntry
    line: int | None


def read_readings(
    entries: list[ReadingEntry], sheet: Sheet, library: Library
) -> tuple[Unsettled, ...]:
    """The readings of one text; what the text itself does not hold is reported to the sheet."""
    for at, entry in enumerate(entries):
        sheet.name_entry(entry.id, at, "id")
        for number, clause in enumerate(entry.clauses):
            with sheet.collecting(at, "clauses", number):
                library.clause(sheet.folder, clause)
        for number, ground in enumerate(entry.grounds):
            if ground.document in (None, sheet.folder):
                with sheet.collecting(at, "grounds", number):
                    _ground(library, sheet.folder, ground)
    return tuple(
        Unsettled(sheet.folder, entry, sheet.line((at,))) for at, entry in enumerate(entries)
    )


def settle(reading: Unsettled, library: Library) -> Reading:
    """The reading, its grounds found in the whole library.

    Raises:
        DataError: a ground stands in a text that is not held, or its quote not in that text.
    """
    entry = reading.entry
    try:
        grounds = tuple(_ground(library, reading.document_id, one) for one in entry.grounds)
    except ClauseNotFoundError as error:
        raise DataError(str(error), "请改正依据所在的文件或条款") from None
    return Reading(
        id=entry.id,
        title=entry.title,
        text=entry.reading,
        clauses=tuple(library.clause(reading.document_id, clause) for clause in entry.clauses),
        grounds=grounds,
        terms=entry.terms,
        topic=entry.topic,
        signer=entry.signer,
    )


def _ground(library: Library, document_id: str, entry: GroundEntry) -> Ground:
    clause = library.clause(entry.document or document_id, entry.clause)
    return Ground(clause, locate(library, clause, entry.quote))
