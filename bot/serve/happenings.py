"""What happens to the texts held and when: taking effect, ending, being changed by a later one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.serve.web.clause_view import document_link, library_link
from corpus.dates import day_in_words
from corpus.document import Document
from corpus.endings import AHEAD
from corpus.lasting import Limit, stated_limits
from corpus.library import Library
from corpus.versions import CHANGE_NAMES, Amendment, ending

SPACE: Final = uuid.UUID("5d1b0f0e-6f0c-5a53-9a3e-6f2f3d1c7a10")  # of our ids; never changes
UNPRINTED: Final = "原文没有印日期，这里的日期只表示年份。"


class What(StrEnum):
    """What kind of day it is."""

    BEGINS = "施行"
    ENDS = "有效期届满"
    CHANGED = "修订"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens, from ``day`` to ``last`` (the same unless the count is disputed).

    ``link`` is an address below the home page. ``dated`` is False where only the year is known.
    """

    what: What
    subject: str  # what the id is made of: it must not change while the thing does not
    day: date
    last: date
    title: str
    words: str
    link: str
    dated: bool = True

    @property
    def id(self) -> str:
        """A stable id: the same thing on the same day always has the same one."""
        return str(uuid.uuid5(SPACE, f"{self.what.name}|{self.subject}|{self.day}"))

    @property
    def told(self) -> date:
        """The day from which it is news: an end is announced ahead of it."""
        return self.day - timedelta(AHEAD) if self.what is What.ENDS else self.day


def happenings(library: Library, amendments: Iterable[Amendment]) -> tuple[Happening, ...]:
    """Everything that the texts held date, in the order of days."""
    found = [one for document in library.documents for one in _of(document, library)]
    found += _changes(library, tuple(amendments))
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


def _of(document: Document, library: Library) -> Iterator[Happening]:
    title, link = document.short_title, document_link(document)
    validity = document.validity
    if (day := validity.effective) is not None:
        words = f"{document.title}自{day_in_words(day)}起施行。"
        yield Happening(What.BEGINS, document.id, day, day, f"{title}施行", words, link)
    last, latest = validity.last_day_earliest, validity.last_day_latest
    if last is not None and latest is not None:
        words = f"{document.title}有效期至{ending(document)}，届满后不能再据此申报。"
        if last != latest:
            words += "具体末日取决于期间的计算方法，请向主管部门确认。"
        yield Happening(What.ENDS, document.id, last, latest, f"{title}有效期届满", words, link)
        return
    yield from (_limit(document, limit) for limit in stated_limits(library, document.id))


def _limit(document: Document, limit: Limit) -> Happening:
    """The end of a text, or of one provision, that a sentence of it states."""
    what = document.short_title if limit.whole else f"{document.short_title}{limit.clause.label}"
    words = f"原文写明“{''.join(limit.span.text.split())}”。"
    return Happening(
        What.ENDS, f"{limit.clause.key}@{limit.span.start}", limit.until, limit.until,
        f"{what}到期", words, library_link(limit.clause),
    )  # fmt: skip


def _changes(library: Library, amendments: Sequence[Amendment]) -> Iterator[Happening]:
    """What each later text changes, as one thing."""
    for document in library.documents:
        own = [one for one in amendments if one.clause.document_id == document.id]
        if not own:
            continue
        printed = document.dated or document.issued or document.validity.effective
        if printed is None and document.year is None:
            continue  # nothing says when
        day = printed or date(document.year or 1, 1, 1)
        listed = "；".join(f"{CHANGE_NAMES[a.change]}{a.target}（{a.name}）" for a in own)
        words = f"{document.short_title}对{own[0].amends_short}：{listed}。"
        yield Happening(
            What.CHANGED, document.id, day, day, f"{document.short_title}：修订{len(own)}处",
            words if printed else f"{words}{UNPRINTED}", document_link(document),
            dated=printed is not None,
        )  # fmt: skip
