"""Proves that a text survives parsing, and reports what the parser could not place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.files import TEXT_LIMIT, read_file
from corpus.library import Library
from corpus.outline.build import CATALOGUE_NUMBER
from corpus.parse import Unplaced, count_numbered, parse, unplaced
from corpus.problem import DataError

_ITEMS = (ClauseKind.CLAUSE, ClauseKind.HEADING)


@dataclass(frozen=True, slots=True)
class TextReport:
    """What parsing one text gave. ``lost`` counts characters that the clauses do not give back."""

    name: str
    characters: int
    nodes: int
    items: int  # numbered units
    reachable: int  # of them, those that their id finds
    lost: int
    numbered: int  # lines that look numbered
    unplaced: tuple[Unplaced, ...]
    catalogue: tuple[Unplaced, ...]  # number of the text in a collection, kept with its title

    @property
    def passed(self) -> bool:
        """Whether no character was lost and every unit is found by its id."""
        return self.lost == 0 and self.reachable == self.items


def check_text(name: str, text: str, clauses: Iterable[Clause] | None = None) -> TextReport:
    """Parse ``text`` (or take its ``clauses``) and prove the round trip."""
    clauses = tuple(parse(text, name) if clauses is None else clauses)
    ids = Counter(c.id for c in clauses)
    items = [c for c in clauses if c.kind in _ITEMS]
    found = unplaced(text)
    return TextReport(
        name=name,
        characters=len(text),
        nodes=len(clauses),
        items=len(items),
        reachable=sum(ids[c.id] == 1 for c in items),
        lost=_lost(text, clauses),
        numbered=count_numbered(text),
        unplaced=tuple(u for u in found if u.reason != CATALOGUE_NUMBER),
        catalogue=tuple(u for u in found if u.reason == CATALOGUE_NUMBER),
    )


def check_document(library: Library, document: Document) -> TextReport:
    """The report on a held document; a unit counts as reachable if its id resolves to it alone."""
    clauses = library.clauses(document.id)
    report = check_text(document.id, document.text, clauses)
    items = [c for c in clauses if c.kind in _ITEMS]
    reachable = sum(library.resolve(c.id, document.id) == (c,) for c in items)
    return replace(report, reachable=reachable)


def check_file(path: Path) -> TextReport:
    """The report on a loose file, in whatever encoding it is.

    Raises:
        DataError: it cannot be read, or not be parsed.
    """
    content = read_file(path, TEXT_LIMIT)
    try:
        return check_text(path.name, content.text)
    except Exception as error:  # whatever a text does to the parser is said of that text
        found = f"程序没能读懂（{type(error).__name__}）"
        raise DataError(found, "请把这个文件交给维护人员") from error


def _lost(text: str, clauses: tuple[Clause, ...]) -> int:
    """Characters of ``text`` that are not where the clauses say they are."""
    lost, position = 0, 0
    for clause in clauses:
        lost += abs(clause.start - position)
        lost += clause.text != text[clause.start : clause.end] and len(clause.text)
        position = clause.end
    return lost + len(text) - position
