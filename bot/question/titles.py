"""Texts and parts of texts that a message calls by their titles and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    """Finds what a message calls by its title or heading; what it may mean is indexed once."""

    def __init__(self, library: Library, cards: Cards) -> None:
        clauses = library.clauses()
        held = "》《".join(document.title for document in library.documents)
        self._quoted = tuple(
            title for clause in clauses for title in _titles(clause) if title.name not in held
        )
        ends = (_plain(title.name)[-_TITLE_END:] for title in self._quoted)
        self._by_end = _Places(ends, _TITLE_END)
        # A heading with a card is a matter: it is found by its name.
        self._parts = tuple(
            clause
            for clause in clauses
            if len(clause.heading) >= _SHORTEST and cards.of_clause(clause) is None
        )
        starts = (clause.heading.lower()[:_SHORTEST] for clause in self._parts)
        self._by_start = _Places(starts, _SHORTEST)

    def unheld(self, text: str) -> QuotedTitle | None:
        """The text that is not held whose content is asked about."""
        named = (i for i in self._by_end.in_text(text) if _asked_inside(self._quoted[i].name, text))
        first = [next(named, None), self._first_of(_SOMEBODYS.search(text))]
        places = [place for place in first if place is not None]
        return self._quoted[min(places)] if places else None

    def _first_of(self, whose: re.Match[str] | None) -> int | None:
        """The first title whose issuer a message names."""
        if whose is None:
            return None
        who = whose["who"].removeprefix("区")
        return next((i for i, title in enumerate(self._quoted) if who in title.issuer), None)

    def parts(self, text: str) -> tuple[Clause, ...]:
        """The parts called by their headings: 修订意义那一段, 发展目标中."""
        inside = table().cues[Cue.INSIDE_PART].phrases
        found = []
        for number in self._by_start.in_text(text):
            clause = self._parts[number]
            at = text.find(clause.heading.lower())
            if at >= 0 and inside.open(text[at + len(clause.heading) :]):
                found.append(clause)
        return tuple(found)


class _Places:
    """Which of many pieces of one length stand in a text, without looking for each."""

    def __init__(self, pieces: Iterable[str], length: int) -> None:
        self._length = length
        self._places: dict[str, list[int]] = {}
        for place, piece in enumerate(pieces):
            self._places.setdefault(piece, []).append(place)

    def in_text(self, text: str) -> list[int]:
        """The places of those that stand in it, in their order; shorter pieces never do."""
        last = len(text) - self._length
        held = {text[at : at + self._length] for at in range(last + 1)}
        return sorted(place for piece in held for place in self._places.get(piece, ()))


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


def _asked_inside(title: str, text: str) -> bool:
    """Whether a text names a title and asks what it says."""
    after = _after(title, text)
    return after is not None and table().cues[Cue.INSIDE_TITLE].phrases.open(after)


def _after(title: str, text: str) -> str | None:
    """What follows a title, or a long enough end of it, in a text."""
    plain = _plain(title)
    for length in range(len(plain), _TITLE_END - 1, -1):
        at = text.find(plain[-length:])
        if at >= 0:
            return text[at + length :]
    return None


def _plain(title: str) -> str:
    return title.translate(_BRACKETS).lower()
