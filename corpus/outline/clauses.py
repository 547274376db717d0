"""Turns an outline into clauses: canonical ids, labels, breadcrumbs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from corpus.clause import Clause, ClauseKind, ClausePath, Level
from corpus.outline.fold import fold
from corpus.outline.headings import read_heading, read_responsible
from corpus.outline.labels import Prefix, label_of, prefix_below
from corpus.outline.marks import Style
from corpus.outline.node import Node

_FIXED = {
    ClauseKind.TITLE: "题名",
    ClauseKind.PREAMBLE: "前言",
    ClauseKind.CLOSING: "落款",
    ClauseKind.REMNANT: "残留",
}
_NO_PREFIX = Prefix()


@dataclass(slots=True)
class _Made:
    """What later nodes need to know of a node already turned into a clause."""

    clause: Clause
    id: str
    prefix: Prefix  # what the labels below it begin with


def make_clauses(
    nodes: list[Node], text: str, document_id: str, title: str | None
) -> tuple[Clause, ...]:
    """Clauses in reading order; their spans tile ``text``."""
    nodes = _merge(nodes)
    _set_ends(nodes, len(text))
    _number_paragraphs(nodes)
    shown = title or _title(nodes)
    short = _articles_are_unique(nodes)
    made: dict[Node, _Made] = {}
    seen: dict[str, int] = {}
    for node in nodes:
        made[node] = _make(node, made, seen, text, document_id, shown, short=short)
    return tuple(made[node].clause for node in nodes)


def _merge(nodes: list[Node]) -> list[Node]:
    """A unit's only paragraph, printed directly below its first line, is the unit's own text.

    Not below the first sentence of an article: there it is 第二款.
    """
    result: list[Node] = []
    for node in nodes:
        unit = node.parent
        if (
            unit is not None
            and node.kind is ClauseKind.PARAGRAPH
            and not (node.children or node.lines[0].inline)
            and result[-1] is unit
            and not read_heading(unit)[1]
            and sum(1 for c in unit.children if c.kind is ClauseKind.PARAGRAPH) == 1
        ):
            unit.lines.extend(node.lines)
            unit.children.remove(node)
        else:
            result.append(node)
    return result


def _set_ends(nodes: list[Node], size: int) -> None:
    if nodes:
        nodes[0].start = 0
    for node, following in pairwise(nodes):
        node.end = following.start
    if nodes:
        nodes[-1].end = size


def _number_paragraphs(nodes: list[Node]) -> None:
    counts: dict[Node | None, int] = {}
    units = any(node.style is not None for node in nodes)
    tables = 0
    for node in nodes:
        if node.kind is ClauseKind.TABLE:
            tables += 1
            node.token = f"表{tables}"
        elif node.kind is ClauseKind.PARAGRAPH and not node.token:
            unit = node.parent
            if unit not in counts:
                counts[unit] = int(unit is not None and _has_first_paragraph(unit))
            counts[unit] += 1
            node.number = counts[unit]
            node.token = "尾段" if unit is None and units else f"第{node.number}款"
        else:
            node.token = node.token or _FIXED.get(node.kind, "")


def _has_first_paragraph(unit: Node) -> bool:
    """Whether the unit's own line is its first paragraph (第一款), or a list of the article is."""
    listed = unit.style is Style.ARTICLE and unit.children[0].style is not None
    return listed or read_heading(unit)[1]


def _title(nodes: list[Node]) -> str:
    for node in nodes:
        if node.kind is ClauseKind.TITLE:
            lines = [line.body for line in node.lines if line.mark is None or line.body]
            return "".join(lines)
    return ""


def _articles_are_unique(nodes: list[Node]) -> bool:
    """Whether 第X条 alone says which article is meant, annexes apart."""
    tokens = [node.token for node in nodes if node.style is Style.ARTICLE and not _annex(node)]
    return len(tokens) == len(set(tokens))


def _annex(node: Node) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.style is Style.ANNEX:
            return True
        parent = parent.parent
    return False


def _make(
    node: Node,
    made: dict[Node, _Made],
    seen: dict[str, int],
    text: str,
    document_id: str,
    title: str,
    *,
    short: bool,
) -> _Made:
    above = made[node.parent] if node.parent is not None else None
    outer = None if short and node.style is Style.ARTICLE and not _annex(node) else above
    token, own_id = _unique(outer.id if outer else "", node.token, seen)
    level = Level(token, node.printed, node.number)
    own = text[node.start : node.end]
    heading, run_in = read_heading(node) if _has_heading(node) else ("", True)
    heading = _as_printed(heading, own)
    crumbs: tuple[str, ...] = (title,) if title and node.kind is not ClauseKind.TITLE else ()
    if above is not None:
        crumbs = (*above.clause.breadcrumb, above.clause.heading or above.clause.label)
    prefix = outer.prefix if outer else _NO_PREFIX
    clause = Clause(
        document_id=document_id,
        path=ClausePath((*outer.clause.path.levels, level) if outer else (level,)),
        kind=_kind(node, run_in),
        text=own,
        start=node.start,
        end=node.end,
        label=label_of(prefix, node, level, heading),
        heading=heading,
        breadcrumb=crumbs,
        parent=above.id if above else None,
        responsible=read_responsible(own + _paragraphs(node, text)),
    )
    below = prefix_below(prefix, node, level) if node.children else _NO_PREFIX
    return _Made(clause, own_id, below)


def _kind(node: Node, run_in: bool) -> ClauseKind:
    """A unit that says nothing of its own is a heading; a heading that says something is none."""
    if node.kind is ClauseKind.CLAUSE and node.children and not run_in and len(node.lines) == 1:
        return ClauseKind.HEADING
    if node.kind is ClauseKind.HEADING and len(node.lines) > 1:
        return ClauseKind.CLAUSE
    return node.kind


def _as_printed(heading: str, own: str) -> str:
    """A heading read in the folded text, in the characters of the text itself."""
    if not heading or heading in own:
        return heading
    folded = fold(own)
    at = folded.text.find(heading)
    return own[folded.origins[at] : folded.end(at + len(heading))] if at >= 0 else heading


def _has_heading(node: Node) -> bool:
    kinds = (ClauseKind.HEADING, ClauseKind.ANNEX)
    return node.style is not None or node.is_field or node.kind in kinds


def _paragraphs(node: Node, text: str) -> str:
    """Text of the unit's own paragraphs: “（责任单位：…）” often stands on a line of its own."""
    if not node.children:
        return ""
    parts = [c for c in node.children if c.kind is ClauseKind.PARAGRAPH]
    return "".join(text[c.start : c.end] for c in parts)


def _unique(outer: str, token: str, seen: dict[str, int]) -> tuple[str, str]:
    """``token``, or ``token[2]``… where the text prints the same number again; and the id."""
    key = f"{outer}.{token}" if outer else token
    seen[key] = seen.get(key, 0) + 1
    again = "" if seen[key] == 1 else f"[{seen[key]}]"
    return token + again, key + again
