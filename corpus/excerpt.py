"""Verbatim excerpts: the one way in which data beside a text may quote it."""

from __future__ import annotations

from corpus.clause import Clause
from corpus.document import Span
from corpus.library import Library
from corpus.problem import DataError, shown


def locate(library: Library, clause: Clause, quote: str) -> Span:
    """The place of `quote` in a clause (its sub-clauses included), as offsets in the document.

    Raises:
        DataError: the words are not there; it says what was looked for and where.
    """
    document = library.document(clause.document_id)
    at = document.text.find(quote, clause.start, library.end(clause))
    if at < 0:
        raise DataError(
            f"{document.short_title}{clause.label}里找不到{shown(quote)}",
            "摘录必须与 text.txt 逐字一致，请对照原文改正",
        )
    return Span(at, at + len(quote), quote)
