"""A clause in its place: document › headings › the whole clause, the quoted words set off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from bot.serve.web.markup import Highlight, Markup, highlighted, join, tag
from corpus.clause import Clause, ClauseKind
from corpus.document import Document
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
    pieces = pieces_of(library, clause)
    shown = join(highlighted(piece.text, piece.start, highlights) for piece in pieces)
    return tag("p", shown.strip(), class_="text")


def pieces_of(library: Library, clause: Clause) -> list[Clause]:
    """The clause and its sub-clauses, in the order of the text; what is left of markup is not."""
    return [piece for piece in _walk(library, clause) if piece.kind is not ClauseKind.REMNANT]


def _walk(library: Library, clause: Clause) -> Iterator[Clause]:
    yield clause
    for child in library.children(clause):
        yield from _walk(library, child)
