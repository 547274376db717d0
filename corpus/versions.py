"""Versions: what a later text does to an earlier one, and whether a text applies on a day.

A text that amends is stored as operations with their own quotes. Their targets may be clauses
of a text that is not held: such a clause is known only through what the amending text says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Strict

from corpus.clause import Clause
from corpus.dates import day_in_words
from corpus.document import Document, Span
from corpus.excerpt import locate
from corpus.library import Library
from corpus.shape import Shape, Words
from corpus.sheet import Sheet


class Change(StrEnum):
    """What an amending text does to a provision."""

    DELETE = "delete"  # 删除
    DELETE_PART = "delete_part"  # 删除部分表述
    MODIFY = "modify"  # 修改
    ADD = "add"  # 新增
    SUPERSEDE = "supersede"  # 以新代旧


DELETIONS = frozenset({Change.DELETE, Change.DELETE_PART})
CHANGE_NAMES: Mapping[Change, str] = {
    Change.DELETE: "删除",
    Change.DELETE_PART: "删除部分表述",
    Change.MODIFY: "修改",
    Change.ADD: "新增",
    Change.SUPERSEDE: "替代",
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """One operation of an amending text on a provision of another text."""

    change: Change
    amends: str  # full title of the text that is changed; usually not held
    amends_short: str  # 原实施细则
    target: str  # number of the provision there: 第十二条
    name: str  # its heading, as quoted
    clause: Clause  # where the amending text says so
    span: Span  # the words that say it
    topic: str
    instead: str = ""  # what the text points to in its place, as quoted


class Period(StrEnum):
    """Where a day lies relative to a document's validity."""

    UNKNOWN = "unknown"  # the text states no dates
    BEFORE = "before"
    WITHIN = "within"
    ENDING = "ending"  # the last day depends on the counting method
    AFTER = "after"


def period(document: Document, day: date) -> Period:
    """Whether a document applies on a day, as far as its own words say."""
    validity = document.validity
    if validity.effective is not None and day < validity.effective:
        return Period.BEFORE
    if validity.last_day_earliest is None or validity.last_day_latest is None:
        return Period.UNKNOWN if validity.effective is None else Period.WITHIN
    if day <= validity.last_day_earliest:
        return Period.WITHIN
    return Period.ENDING if day <= validity.last_day_latest else Period.AFTER


def ending(document: Document) -> str:
    """When the validity ends, no more exactly than the counting methods agree: 2027年1月初."""
    first, last = document.validity.last_day_earliest, document.validity.last_day_latest
    if first is None or last is None:
        return "未载明"
    if first == last:
        return day_in_words(first)
    if (first.year, first.month) != (last.year, last.month):
        return f"{day_in_words(first)}或{day_in_words(last)}"
    third = "初" if last.day <= 10 else "中旬" if last.day <= 20 else "底"
    return f"{last.year}年{last.month}月{third}"


class OperationEntry(Shape):
    """One operation as ``amendments.yaml`` holds it."""

    kind: Annotated[Change, Strict(False)]
    target: Words
    name: Words
    clause: Words
    topic: Words
    quote: Words
    instead: Words | None = None


class AmendmentsEntry(Shape):
    """What ``amendments.yaml`` holds: the text that is changed, and what is done to it."""

    amends: Words
    short: Words
    operations: Annotated[tuple[OperationEntry, ...], Strict(False)]


def read_amendments(
    entry: AmendmentsEntry, sheet: Sheet, library: Library
) -> tuple[Amendment, ...]:
    """What one text does to others; what its clauses do not hold is reported to the sheet."""
    amendments = []
    for at, operation in enumerate(entry.operations):
        with sheet.collecting("operations", at):
            amendments.append(_amendment(library, sheet.folder, entry, operation))
    return tuple(amendments)


def _amendment(
    library: Library, document_id: str, entry: AmendmentsEntry, operation: OperationEntry
) -> Amendment:
    clause = library.clause(document_id, operation.clause)
    if operation.instead:
        locate(library, clause, operation.instead)
    return Amendment(
        change=operation.kind,
        amends=entry.amends,
        amends_short=entry.short,
        target=operation.target,
        name=operation.name,
        clause=clause,
        span=locate(library, clause, operation.quote),
        topic=operation.topic,
        instead=operation.instead or "",
    )
