"""A clause in its place: document › headings › the whole clause, the quoted words set off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from bot.reply import Citation
from bot.serve.web.badges import validity_badges
from bot.serve.web.markup import Highlight, Markup, highlighted, join, tag
from corpus.clause import Clause, ClauseKind
from corpus.document import Document, Span
from corpus.library import Library


def library_link(clause: Clause) -> str:
    """Address of the clause on the page 政策库."""
    return f"library?{urlencode({'doc': clause.document_id, 'clause': clause.id})}"


def document_link(document: Document) -> str:
    """Address of a text on the page 政策库."""
    return f"library?{urlencode({'doc': document.id})}"


def crumbs(document: Document, clause: Clause) -> Markup:
    """The clause's place: title of the document, then its headings."""
    headings = [part for part in clause.breadcrumb if part not in (document.title, "")]
    return tag("p", tag("b", document.title), *(f" › {part}" for part in headings), class_="crumbs")


def clause_text(library: Library, clause: Clause, highlights: Sequence[Highlight]) -> Markup:
    """The clause with its sub-clauses, word for word; the highlighted spans in ``<mark>``."""
    pieces = [piece for piece in _walk(library, clause) if piece.kind is not ClauseKind.REMNANT]
    shown = join(highlighted(piece.text, piece.start, highlights) for piece in pieces)
    return tag("p", shown.strip(), class_="text")


def _walk(library: Library, clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in library.children(clause):
        yield from _walk(library, child)


def cited_clause(
    library: Library, day: date, number: int, citations: Sequence[Citation], anchor: str
) -> Markup:
    """One clause that a reply cites, with every quote taken from it."""
    clause = citations[0].clause
    document = library.document(clause.document_id)
    quotes = [Highlight(Span(item.start, item.end, item.quote)) for item in citations]
    under = [f"责任单位：{'、'.join(clause.responsible)}"] if clause.responsible else []
    return tag(
        "article",
        crumbs(document, clause),
        tag("h4", tag("span", str(number), class_="number"), citations[0].label,
            validity_badges(document, day)),
        clause_text(library, clause, quotes),
        tag(
            "p",
            *(tag("span", line) for line in under),
            tag("a", "在政策库中打开", href=library_link(clause)),
            class_="under",
        ),
        class_="clause",
        id=anchor,
    )  # fmt: skip


def cited_clauses(
    library: Library, day: date, citations: Sequence[Citation], anchors: Sequence[str]
) -> Markup:
    """Every clause a reply cites, in the order of its markers; each clause appears once."""
    places: dict[str, list[int]] = {}
    for index, citation in enumerate(citations):
        places.setdefault(citation.clause.key, []).append(index)
    return join(
        cited_clause(
            library, day, indexes[0] + 1, [citations[i] for i in indexes], anchors[indexes[0]]
        )
        for indexes in places.values()
    )


def anchors_of(citations: Sequence[Citation], prefix: str) -> tuple[str, ...]:
    """The id under which each citation's clause is shown: that of the clause's first citation."""
    first: dict[str, str] = {}
    return tuple(
        first.setdefault(citation.clause.key, f"{prefix}-{index + 1}")
        for index, citation in enumerate(citations)
    )
