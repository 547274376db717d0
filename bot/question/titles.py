"""Texts and parts of texts that a message calls by their titles and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.question.asks import Cue, table
from corpus.cards import Cards
from corpus.clause import Clause
from corpus.document import Span
from corpus.library import Library

_TITLE: Final = re.compile(r"《([^《》]{8,60})》")
_TITLE_END: Final = 8  # characters of a title's end by which it is recognised
_BEFORE: Final = 8  # characters before a title in which its issuer stands
_SOMEBODYS: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,6}局)的?(?:那份|那个|这份|那边的?)?(?:实施)?(?:细则|办法)(?:里|中|对|怎么|规定)"
)
_BRACKETS: Final = str.maketrans("", "", "（）() \t\u3000\n")
_SHORTEST: Final = 4  # characters of a heading: a shorter one is a word like any other


@dataclass(frozen=True, slots=True)
class QuotedTitle:
    """The title of a text that is not held, where a held one names it."""

    name: str
    issuer: str  # the words before it: 区工业和信息化局《…
    clause: Clause
    span: Span


class TitleFinder:
    """Finds what a message calls by its title or heading."""

    def __init__(self, library: Library, cards: Cards) -> None:
        clauses = list(library.clauses())
        held = [document.title for document in library.documents]
        self._quoted = tuple(
            title
            for clause in clauses
            for title in _titles(clause)
            if not any(title.name in other for other in held)
        )
        # A heading with a card is a matter: it is found by its name.
        self._parts = tuple(
            clause
            for clause in clauses
            if len(clause.heading) >= _SHORTEST and cards.of_clause(clause) is None
        )

    def unheld(self, text: str) -> QuotedTitle | None:
        """The text that is not held whose content is asked about."""
        whose = _SOMEBODYS.search(text)
        inside = table().cues[Cue.INSIDE_TITLE].phrases
        for title in self._quoted:
            if whose is not None and whose["who"].removeprefix("区") in title.issuer:
                return title
            after = _after(title.name, text)
            if after is not None and inside.open(after):
                return title
        return None

    def parts(self, text: str) -> tuple[Clause, ...]:
        """The parts called by their headings: 修订意义那一段, 发展目标中."""
        inside = table().cues[Cue.INSIDE_PART].phrases
        found = []
        for clause in self._parts:
            at = text.find(clause.heading.lower())
            if at >= 0 and inside.open(text[at + len(clause.heading) :]):
                found.append(clause)
        return tuple(found)


def _titles(clause: Clause) -> list[QuotedTitle]:
    return [
        QuotedTitle(
            match.group(1),
            clause.text[max(0, match.start() - _BEFORE) : match.start()],
            clause,
            Span(clause.start + match.start(), clause.start + match.end(), match.group()),
        )
        for match in _TITLE.finditer(clause.text)
    ]


def _after(title: str, text: str) -> str | None:
    """What follows a title, or a long enough end of it, in a text."""
    plain = title.translate(_BRACKETS).lower()
    for length in range(len(plain), _TITLE_END - 1, -1):
        at = text.find(plain[-length:])
        if at >= 0:
            return text[at + length :]
    return None
