"""Policy text → clauses (条款). Two grammars, mixed freely: 条文式 and 公文式."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.clause import Clause, ClauseKind, ClausePath, Level
from corpus.document import Span
from corpus.outline.build import build
from corpus.outline.clauses import make_clauses
from corpus.outline.marks import looks_numbered


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A line that looks numbered but opens no clause: its number from 1, its words, and why."""

    line: int
    span: Span
    reason: str


def parse(text: str, document_id: str, title: str | None = None) -> tuple[Clause, ...]:
    """The clauses of a text in reading order.

    Joining ``clause.text`` of all clauses gives ``text`` back exactly, whatever the input.
    ``title`` begins every breadcrumb; without it the text's own title lines (题名) do.
    Ids are canonical and unique: ``三.(二).4``, ``第3条.(一)``, ``前言``; a number that a unit
    prints twice gets ``[2]`` the second time.
    """
    if not text:
        return ()
    nodes = build(text).nodes
    if not nodes:
        path = ClausePath((Level("残留", "", None),))
        kind = ClauseKind.REMNANT
        return (Clause(document_id, path, kind, text, 0, len(text), label="残留"),)
    return make_clauses(nodes, text, document_id, title)


def unplaced(text: str) -> tuple[Unplaced, ...]:
    """Lines that look numbered but were not placed as units."""
    outline = build(text)
    reasons = {line.start: reason for line, reason in outline.rejected}
    opened = {node.start for node in outline.nodes if node.style is not None}
    found = []
    for line in outline.lines:
        if line.start in opened or line.table or line.furniture or not looks_numbered(line.text):
            continue
        reason = reasons.get(line.start, "正文引用，不是编号")
        span = Span(line.start, line.end, text[line.start : line.end])
        found.append(Unplaced(line.number, span, reason))
    return tuple(found)


def count_numbered(text: str) -> int:
    """How many lines look numbered, tables apart: what `unplaced` is a share of."""
    lines = build(text).lines
    return sum(looks_numbered(line.text) and not (line.table or line.furniture) for line in lines)
