"""Repeals: a held text that says of another held text that it is no longer valid (同时废止)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.clause import Clause
from corpus.document import Document, Span
from corpus.library import Library

_SENTENCE: Final = re.compile(r"[^。；;\n]*废止[^。；;\n]*")
_NAMED: Final = re.compile(r"《([^《》]{4,120})》")
_BRACKETS: Final = re.compile(r"[\s（）()“”\"〔〕\[\]]")


@dataclass(frozen=True, slots=True)
class Repeal:
    """Words of one text by which another ends."""

    repealed: str  # id of the text that ends
    by: Document
    clause: Clause
    span: Span

    def applies(self, day: date) -> bool:
        """Whether the text that says so is in force on a day; one without a date is."""
        starts = self.by.validity.effective or self.by.issued or self.by.dated
        return starts is None or starts <= day


def repeals(library: Library) -> tuple[Repeal, ...]:
    """Every repeal of a held text by a held text.

    A text is named by its whole title in book marks or by its document number.
    """
    titles = {_plain(document.title): document.id for document in library.documents}
    numbers = {_plain(d.number): d.id for d in library.documents if d.number}
    found: list[Repeal] = []
    for document in library.documents:
        if "废止" not in document.text:
            continue
        for clause in library.clauses(document.id):
            for match in _SENTENCE.finditer(clause.text):
                words = match.group().strip()
                named = {titles.get(_plain(title)) for title in _NAMED.findall(words)}
                named |= {held for number, held in numbers.items() if number in _plain(words)}
                start = clause.start + clause.text.index(words, match.start())
                span = Span(start, start + len(words), words)
                others = sorted(one for one in named if one and one != document.id)
                found += [Repeal(one, document, clause, span) for one in others]
    return tuple(found)


def _plain(text: str) -> str:
    return _BRACKETS.sub("", text)
