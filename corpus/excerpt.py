"""Verbatim excerpts: the one way in which data beside a text may quote it."""

from __future__ import annotations

from corpus.clause import Clause
from corpus.document import Span
from corpus.library import Library


class ExcerptError(ValueError):
    """Data beside a text quotes words that the text does not hold."""


def locate(library: Library, clause: Clause, quote: str) -> Span:
    """The place of `quote` in a clause (its sub-clauses included), as offsets in the document.

    Raises:
        ExcerptError: the words are not there; the message says what was looked for and where.
    """
    document = library.document(clause.document_id)
    at = document.text.find(quote, clause.start, library.end(clause))
    if at < 0:
        raise ExcerptError(
            f"{document.short_title}{clause.label}（{clause.key}）里找不到“{quote}”；"
            f"摘录必须与 text.txt 逐字一致，请对照原文改正。"
        )
    return Span(at, at + len(quote), quote)
