"""Readings (口径): how staff read a clause. A draft until a person signs it.

A signature is given by somebody who has signed in, and is kept with the records: no file is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field, Strict

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import ClauseNotFoundError, Library
from corpus.problem import DataError, shown
from corpus.shape import Quotes, Shape, Words
from corpus.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Ground:
    """The words that a reading rests on."""

    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Signed:
    """That a reading was signed: by whom, as what (签署人), on which day in China, and why."""

    person: str
    role: str
    on: date
    ground: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading with its grounds; a draft (草案) where it is not ``signed``.

    ``void``: it was signed, but a clause or a rule that it was signed over has changed since.
    """

    id: str
    title: str
    text: str
    clauses: tuple[Clause, ...]
    grounds: tuple[Ground, ...]
    terms: tuple[tuple[str, ...], ...]  # a question touches the reading when it has one of each
    topic: str | None
    question: str = ""  # an example of what it answers
    signed: Signed | None = None
    void: bool = False

    @property
    def signer(self) -> str | None:
        """Who signed it; None while it is a draft."""
        return self.signed.person if self.signed else None

    @property
    def document_id(self) -> str:
        """The text that it belongs to: its clauses are all of one."""
        return self.clauses[0].document_id


class GroundEntry(Shape):
    """A ground as ``readings.yaml`` holds it; ``document`` where it stands in another text."""

    clause: Words
    quote: Words
    document: Words | None = None


class ReadingEntry(Shape):
    """A reading as ``readings.yaml`` holds it; a ``signer`` there is told of, and no signature."""

    id: Words
    title: Words
    reading: Words
    clauses: Quotes
    grounds: Annotated[tuple[GroundEntry, ...], Strict(False), Field(min_length=1)]
    terms: Annotated[tuple[Quotes, ...], Strict(False)]
    topic: Words | None = None
    question: Words | None = None
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
        if entry.signer is not None:
            found = f"口径{shown(entry.title)}写有签署人{shown(entry.signer)}，文件里的不算签署"
            sheet.remark(DataError(found, "请删去 signer，登录后在“口径”页签署"), (at, "signer"))
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
        DataError: a clause, or a ground's text, is not held, or a quote is not in its clause.
    """
    entry = reading.entry
    try:
        clauses = tuple(library.clause(reading.document_id, one) for one in entry.clauses)
        grounds = tuple(_ground(library, reading.document_id, one) for one in entry.grounds)
    except ClauseNotFoundError as error:
        raise DataError(str(error), "请改正依据所在的文件或条款") from None
    return Reading(
        id=entry.id,
        title=entry.title,
        text=entry.reading,
        clauses=clauses,
        grounds=grounds,
        terms=entry.terms,
        topic=entry.topic,
        question=entry.question or "",
    )


def entry_of(reading: Reading) -> ReadingEntry:
    """A reading as ``readings.yaml`` would hold it, from one that was read."""
    home = reading.document_id
    grounds = tuple(
        GroundEntry(
            clause=one.clause.id,
            quote=one.span.text,
            document=None if one.clause.document_id == home else one.clause.document_id,
        )
        for one in reading.grounds
    )
    return ReadingEntry(
        id=reading.id,
        title=reading.title,
        reading=reading.text,
        clauses=tuple(clause.id for clause in reading.clauses),
        grounds=grounds,
        terms=reading.terms,
        topic=reading.topic,
        question=reading.question or None,
    )


def within(readings: Iterable[Reading], documents: Set[str]) -> tuple[Reading, ...]:
    """The readings whose grounds all stand in some of the texts."""
    return tuple(
        reading
        for reading in readings
        if all(ground.clause.document_id in documents for ground in reading.grounds)
    )


def _ground(library: Library, document_id: str, entry: GroundEntry) -> Ground:
    clause = library.clause(entry.document or document_id, entry.clause)
    return Ground(clause, locate(library, clause, entry.quote))
