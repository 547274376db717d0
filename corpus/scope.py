"""Scope (适用范围): sectors a text lists, terms it defines, what it says of its applicants."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from corpus.clause import Clause
from corpus.document import Span
from corpus.excerpt import locate
from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and the words of the text that say what it means."""

    term: str
    names: tuple[str, ...]
    clause: Clause
    span: Span


@dataclass(frozen=True, slots=True)
class Scope:
    """What a text says about who and what it covers. Every part is a verbatim span."""

    document_id: str
    sectors: Mapping[str, tuple[str, ...]]  # as printed → what users call it
    sector_clause: Clause | None
    sector_span: Span | None
    definitions: tuple[Definition, ...]
    non_stacking: tuple[Clause, Span] | None  # 从优不重复
    interpreter: tuple[Clause, Span] | None  # 负责解释


def load_scopes(library: Library) -> tuple[Scope, ...]:
    """Read ``scope.yaml`` beside every text that has one.

    Raises:
        KeyError: a part lacks its clause or quote.
        ExcerptError: a part quotes words that its clause does not hold.
    """
    scopes = []
    for document in library.documents:
        path = library.folder(document.id) / "scope.yaml"
        if path.exists():
            scopes.append(_scope(library, document.id, yaml.safe_load(path.read_text("utf-8"))))
    return tuple(scopes)


def _scope(library: Library, document_id: str, entry: Mapping[str, Any]) -> Scope:
    def quoted(part: Mapping[str, Any] | None) -> tuple[Clause, Span] | None:
        if part is None:
            return None
        clause = library.clause(document_id, part["clause"])
        return clause, locate(library, clause, part["quote"])

    sectors = entry.get("sectors")
    place = quoted(sectors)
    definitions = []
    for item in entry.get("definitions", ()):
        clause = library.clause(document_id, item["clause"])
        span = locate(library, clause, item["quote"])
        definitions.append(Definition(item["term"], tuple(item["names"]), clause, span))
    return Scope(
        document_id=document_id,
        sectors={name: tuple(called) for name, called in sectors["members"].items()}
        if sectors
        else {},
        sector_clause=place[0] if place else None,
        sector_span=place[1] if place else None,
        definitions=tuple(definitions),
        non_stacking=quoted(entry.get("non_stacking")),
        interpreter=quoted(entry.get("interpreter")),
    )
