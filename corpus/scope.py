"""Scope (适用范围): sectors a text lists, terms it defines, what it says of its applicants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Strict

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import Library
from corpus.shape import Several, Shape, Words
from corpus.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and the words of the text that say what it means."""

    term: str
    names: tuple[str, ...]
    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Noted:
    """Words of a text, and what its staff want said with them."""

    clause: Clause
    span: Span
    note: str  # empty: nothing


@dataclass(frozen=True, slots=True)
class Scope:
    """What a text says about who and what it covers: verbatim spans, two of them with a note."""

    document_id: str
    sectors: Mapping[str, tuple[str, ...]]  # as printed → what users call it
    sector_clause: Clause | None
    sector_span: Span | None
    definitions: tuple[Definition, ...]
    applicants: Noted | None  # what is required of everyone who applies
    non_stacking: Noted | None  # 从优不重复
    interpreter: tuple[Clause, Span] | None  # 负责解释


class QuoteEntry(Shape):
    """A clause and words of it, as ``scope.yaml`` holds them."""

    clause: Words
    quote: Words


class NotedEntry(QuoteEntry):
    """Words of a clause, and what is said with them of this text alone."""

    note: Words | None = None


class SectorsEntry(QuoteEntry):
    """The sectors that a clause lists."""

    members: dict[Words, Several]


class DefinitionEntry(QuoteEntry):
    """A term that a clause defines."""

    term: Words
    names: Several


class ScopeEntry(Shape):
    """What ``scope.yaml`` holds."""

    sectors: SectorsEntry | None = None
    definitions: Annotated[tuple[DefinitionEntry, ...], Strict(False)] = ()
    applicants: NotedEntry | None = None
    non_stacking: NotedEntry | None = None
    interpreter: QuoteEntry | None = None


def read_scope(entry: ScopeEntry, sheet: Sheet, library: Library) -> tuple[Scope, ...]:
    """The scope of one text; what its clauses do not hold is reported to the sheet."""

    def quoted(part: QuoteEntry | None, *place: str | int) -> tuple[Clause, Span] | None:
        if part is None:
            return None
        with sheet.collecting(*place):
            clause = library.clause(sheet.folder, part.clause)
            return clause, locate(library, clause, part.quote)
        return None

    def noted(part: NotedEntry | None, place: str) -> Noted | None:
        found = quoted(part, place)
        return Noted(*found, (part and part.note) or "") if found else None

    sectors = quoted(entry.sectors, "sectors")
    places = [quoted(one, "definitions", at) for at, one in enumerate(entry.definitions)]
    definitions = (
        Definition(one.term, one.names, *place)
        for one, place in zip(entry.definitions, places, strict=True)
        if place is not None
    )
    scope = Scope(
        document_id=sheet.folder,
        sectors=entry.sectors.members if entry.sectors else {},
        sector_clause=sectors[0] if sectors else None,
        sector_span=sectors[1] if sectors else None,
        definitions=tuple(definitions),
        applicants=noted(entry.applicants, "applicants"),
        non_stacking=noted(entry.non_stacking, "non_stacking"),
        interpreter=quoted(entry.interpreter, "interpreter"),
    )
    return (scope,)
