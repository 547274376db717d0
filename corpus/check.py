"""Proves that a text survives parsing, and reports what the parser could not place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.cards import load_cards
from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.library import ClauseNotFoundError, Library
from corpus.metadata import CorpusError
from corpus.outline.build import CATALOGUE_NUMBER
from corpus.parse import Unplaced, count_numbered, parse, unplaced
from corpus.readings import load_readings
from corpus.rules import load_rules
from corpus.sayings import load_sayings
from corpus.scope import load_scopes
from corpus.versions import load_amendments

_ITEMS = (ClauseKind.CLAUSE, ClauseKind.HEADING)
# What stands beside a text and quotes it: each loader raises where a quote is not in its clause.
_BESIDE: tuple[tuple[str, Callable[[Library], object]], ...] = (
    ("规则", load_rules),
    ("要素卡", load_cards),
    ("口径", load_readings),
    ("修订关系", load_amendments),
    ("常用说法", load_sayings),
    ("适用范围", load_scopes),
)


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


def check_beside(library: Library) -> list[str]:
    """What is wrong with the rules, cards and readings beside the texts, in words for staff."""
    problems = []
    for name, load in _BESIDE:
        try:
            load(library)
        except (ValueError, ClauseNotFoundError) as error:
            problems += [f"{name}：{line}" for line in str(error).splitlines()]
    return problems


def read_texts(path: Path) -> Iterable[tuple[str, str]]:
    """Name and content of a .txt file, or of all of them below a folder.

    Raises CorpusError for a file that is not UTF-8.
    """
    files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
    for file in files:
        try:
            yield file.name, file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise CorpusError(f"{file.name} 不是 UTF-8 文本；请先转存为 UTF-8 编码") from error


def _lost(text: str, clauses: tuple[Clause, ...]) -> int:
    """Characters of ``text`` that are not where the clauses say they are."""
    lost, position = 0, 0
    for clause in clauses:
        lost += abs(clause.start - position)
        lost += clause.text != text[clause.start : clause.end] and len(clause.text)
        position = clause.end
    return lost + len(text) - position
