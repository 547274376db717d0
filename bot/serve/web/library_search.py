"""Words looked up in every text: titles, numbers, and the clauses that hold all of them.

A look through the texts themselves, letter by letter: it needs no index, finds every place, and
what it finds can be set off.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.serve.web.markup import Highlight
from corpus.clause import Clause, ClauseKind
from corpus.document import Document, Span
from corpus.library import Library

WORDS: Final = 8  # that are looked for at once
BEFORE: Final = 40  # characters of a clause before the first word found
AFTER: Final = 160  # and from there on
MARKS: Final = 60  # words set off in one clause
SEARCHED: Final = frozenset(ClauseKind) - {ClauseKind.TITLE, ClauseKind.REMNANT}
HEADED: Final = 3  # what a word in a heading counts, against 1 in the text
# Full-width and half-width, 〔 and [ and （: one character for one, so that places stay places.
_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LIKE: Final = str.maketrans("〔【［「〕】］」　", "(((()))) ")
_CASE: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Found:
    """A clause with words that were looked for; ``start`` to ``end`` is what is shown of it."""

    clause: Clause
    marks: tuple[Highlight, ...]
    start: int
    end: int

    @property
    def text(self) -> str:
        """What is shown, word for word."""
        return self.clause.text[self.start - self.clause.start : self.end - self.clause.start]


def folded(text: str) -> str:
    """The text for comparing: of the same length, letters small, marks of one width."""
    wide = text.translate(_WIDE)
    return wide.translate(_LIKE).replace("[", "(").replace("]", ")").translate(_CASE)


def words_of(typed: str) -> tuple[str, ...]:
    """What is looked for: the words between spaces and commas, each once."""
    parts = re.split(r"[\s,，、;；。?？]+", folded(typed))
    return tuple(dict.fromkeys(part for part in parts if part))[:WORDS]


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text for looking through: its names, it as a whole, and each clause with its heading."""

    document: Document
    names: str
    whole: str
    clauses: tuple[tuple[Clause, str, str], ...]

    @classmethod
    def of(cls, document: Document, library: Library) -> _Folded:
        clauses = tuple(
            (clause, folded(clause.heading), folded(clause.text))
            for clause in library.clauses(document.id)
            if clause.kind in SEARCHED
        )
        return cls(document, _names(document), folded(document.text), clauses)


class LibrarySearch:
    """The texts of a library, folded once for looking through. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._texts = [_Folded.of(one, library) for one in library.documents]

    def documents(self, words: Sequence[str], admits: Callable[[Document], bool]) -> list[Document]:
        """The texts whose title, number, issuer or short name hold all the words."""
        return [
            one.document
            for one in self._texts
            if all(word in one.names for word in words) and admits(one.document)
        ]

    def clauses(self, words: Sequence[str], admits: Callable[[Document], bool]) -> list[Clause]:
        """The clauses that hold all the words, those that hold them oftenest first.

        A word may stand in the name of the text instead, but not every word.
        """
        ranked: list[tuple[int, int, Clause]] = []
        for one in self._texts:
            beside = [word for word in words if word not in one.names]
            if not words or any(word not in one.whole for word in beside):
                continue
            if not admits(one.document):
                continue
            for clause, heading, text in one.clauses:
                if any(word not in text for word in beside):
                    continue
                counted = sum(text.count(w) + HEADED * heading.count(w) for w in words)
                if counted:
                    ranked.append((-counted, len(ranked), clause))
        return [clause for _, _, clause in sorted(ranked)]


def shown(clause: Clause, words: Sequence[str]) -> Found:
    """A clause with the words set off that it holds, cut down to where the first stands."""
    text = folded(clause.text)
    pattern = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    places = [match.span() for match in re.finditer(pattern, text)][:MARKS] if words else []
    marks = tuple(
        Highlight(Span(clause.start + a, clause.start + b, clause.text[a:b])) for a, b in places
    )
    first = places[0][0] if places else 0
    start = 0 if first <= BEFORE else first - BEFORE
    end = min(start + BEFORE + AFTER, len(text))
    return Found(clause, marks, clause.start + start, clause.start + end)


def _names(document: Document) -> str:
    parts = (document.title, document.short_title, document.number, document.issuer)
    return folded("\n".join((*filter(None, parts), *document.aliases)))
