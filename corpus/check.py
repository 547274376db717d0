"""Proves that a text survives parsing, and reports where its boundaries may be wrong.

What the parser could not place it says itself; what it could not even see is found by holding its
boundaries against an independent reading (`corpus.candidates`).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.candidates import Candidate, find_candidates, places_at
from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.files import TEXT_LIMIT, read_file
from corpus.library import Library
from corpus.outline.build import CATALOGUE_NUMBER
from corpus.parse import Unplaced, count_numbered, parse, unplaced
from corpus.problem import DataError

_ITEMS = (ClauseKind.CLAUSE, ClauseKind.HEADING)
_UNNUMBERED = (ClauseKind.TITLE, ClauseKind.TABLE)  # their numbers begin no unit


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where the parser and the independent reading differ, and how, in Chinese.

    ``taken``: the parser begins a numbered unit there, and the other reading sees no mark.
    """

    candidate: Candidate
    taken: bool
    reason: str


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
    candidates: int  # places that may begin a unit, by the independent reading
    differences: tuple[Difference, ...]

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
    candidates = find_candidates(text)
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
        candidates=len(candidates),
        differences=_differences(text, clauses, candidates, found),
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


def _differences(
    text: str,
    clauses: tuple[Clause, ...],
    candidates: tuple[Candidate, ...],
    known: tuple[Unplaced, ...],
) -> tuple[Difference, ...]:
    """Candidates at which no unit begins, and units that begin where there is no candidate."""
    begun = {at for clause in clauses if (at := _mark_at(clause)) is not None}
    reasons = {one.span.start: one.reason for one in known}
    starts = [clause.start for clause in clauses]
    found = []
    for one in candidates:
        inside = clauses[bisect_right(starts, one.start) - 1] if clauses else None
        if one.start in begun or (inside and inside.kind in _UNNUMBERED):
            continue
        reason = reasons.get(one.start) or _reason(inside)
        found.append(Difference(one, taken=False, reason=reason))
    seen = {one.start for one in candidates}
    for one in places_at(text, begun - seen):
        found.append(Difference(one, taken=True, reason="程序切开，另一种读法没有看到编号"))
    return tuple(sorted(found, key=lambda one: one.candidate.start))


def _mark_at(clause: Clause) -> int | None:
    """The offset of the printed mark of a numbered unit."""
    mark = clause.path.levels[-1].mark
    return clause.start + clause.text.find(mark) if mark else None


def _reason(clause: Clause | None) -> str:
    token = clause.path.levels[-1].token.partition("[")[0] if clause else ""
    if token == "目录":
        return "归入目录"
    if token.startswith("注"):
        return "归入脚注"
    return f"没有切开，归入{clause.label}" if clause else "没有切开"


def _lost(text: str, clauses: tuple[Clause, ...]) -> int:
    """Characters of ``text`` that are not where the clauses say they are."""
    lost, position = 0, 0
    for clause in clauses:
        lost += abs(clause.start - position)
        lost += clause.text != text[clause.start : clause.end] and len(clause.text)
        position = clause.end
    return lost + len(text) - position
