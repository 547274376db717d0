"""Times that a text without an end states of itself: when it came out, from when, when in a year.

They are quoted where its validity is asked for and no sentence gives it. None of them is an end,
and the months in which something is handled every year are no validity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from corpus.clause import Clause, ClauseKind
from corpus.document import Span
from corpus.library import Library


class Time(StrEnum):
    """What a time is of; the value is the term shown to users."""

    DATED = "成文日期"
    ISSUED = "发布日期"
    START = "开始时间"
    YEARLY = "每年办理时间"
    WHILE = "适用期间"
    YEAR = "所说的年份"


@dataclass(frozen=True, slots=True)
class Stated:
    """A time and the words of the text that state it."""

    time: Time
    clause: Clause
    span: Span


_MONTH: Final = r"\d{4}\s?年\s?\d{1,2}\s?月(?:\s?\d{1,2}\s?日)?"
_MOST: Final = 2  # of one kind
_REST: Final = r"[^。；;\n]{0,40}"
_READ: Final = (
    (Time.START, re.compile(rf"[自从]\s?{_MONTH}\s?(?:份|之日)?起(?!至|到){_REST}")),
    (
        Time.START,
        re.compile(rf"(?:实施|执行|施行|开始|启动)(?:时间|日期)[为是：:]?\s?{_MONTH}{_REST}"),
    ),
    (Time.YEARLY, re.compile(rf"每年的?\s?(?:\d{{1,2}}\s?月|[一二三四]季度|[上下]半年){_REST}")),
    (
        Time.WHILE,
        re.compile(rf"在?(?:疫情)?(?:防控|疫情|试点|过渡|示范|应急|试行)期(?:间|内){_REST}"),
    ),
)
_YEAR: Final = re.compile(r"\d{4}\s?年")
_PAPER: Final = (("dated", Time.DATED), ("issued", Time.ISSUED))
_SPOKEN: Final = (ClauseKind.TITLE, ClauseKind.REMNANT)


def stated_times(library: Library, document_id: str) -> tuple[Stated, ...]:
    """The times that a text states of itself, at most two of a kind, the day it came out first."""
    clauses = library.clauses(document_id)
    spans = dict(library.document(document_id).spans)
    found = [
        Stated(time, clause, spans[field])
        for field, time in _PAPER
        if field in spans and (clause := _at(clauses, spans[field].start))
    ]
    for clause in clauses:
        if clause.kind not in _SPOKEN:
            found += _of(clause)
    return tuple(one for time in Time for one in [f for f in found if f.time is time][:_MOST])


def years_in(clause: Clause, sentences: Sequence[Span]) -> tuple[Stated, ...]:
    """The sentences of a provision that say of which year it speaks."""
    named = [span for span in sentences if _YEAR.search(span.text)]
    return tuple(Stated(Time.YEAR, clause, span) for span in named[:_MOST])


def _at(clauses: Sequence[Clause], offset: int) -> Clause | None:
    return next((clause for clause in clauses if clause.start <= offset < clause.end), None)


def _of(clause: Clause) -> Iterator[Stated]:
    for time, pattern in _READ:
        for match in pattern.finditer(clause.text):
            said = match.group()
            start = clause.start + match.start() + len(said) - len(said.lstrip())
            yield Stated(time, clause, Span(start, start + len(said.strip()), said.strip()))
