"""Endings: the texts whose validity is about to end, or has just ended, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from corpus.dates import day_in_words
from corpus.document import Document
from corpus.versions import Period, ending, period

AHEAD: Final = 90  # days before the last one from which it is told
AFTER: Final = 90  # days after it for which it still is: who comes late must learn of it


@dataclass(frozen=True, slots=True)
class Ending:
    """A text with its last day (the earliest where the counting methods differ)."""

    document: Document
    last: date
    over: bool
    words: str


def endings(documents: Iterable[Document], day: date) -> tuple[Ending, ...]:
    """What to tell on a day of the texts held, the nearest end first."""
    found = []
    for document in documents:
        last, latest = document.validity.last_day_earliest, document.validity.last_day_latest
        if last is None or latest is None:
            continue
        if last - timedelta(AHEAD) <= day <= latest + timedelta(AFTER):
            over = period(document, day) is Period.AFTER
            found.append(Ending(document, last, over, _words(document, last, day)))
    return tuple(sorted(found, key=lambda one: (one.over, abs((one.last - day).days))))


def _words(document: Document, last: date, day: date) -> str:
    title, end = document.short_title, ending(document)
    match period(document, day):
        case Period.AFTER:
            return f"{title}的有效期已届满（至{end}），不能再据此申报。"
        case Period.ENDING:
            return f"{title}的有效期到{day_in_words(day)}前后届满，请向主管部门确认末日。"
    left = (last - day).days
    when = f"还有{left}天" if left else "就在今天"
    return f"{title}有效期至{end}，{when}；要申报的请尽早，届满后不能再据此申报。"
