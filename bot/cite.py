"""Citations exist only after their words were found in the clause."""

from __future__ import annotations

from bot.reply import Citation
from corpus.clause import Clause
from corpus.document import Document, Span


class QuoteNotFoundError(ValueError):
    """A quote is not in the clause it is attributed to, character for character."""


def cite(document: Document, clause: Clause, quote: str) -> Citation:
    """The citation of words of a clause's own text.

    Raises:
        QuoteNotFoundError: the clause does not hold these words verbatim.
    """
    at = clause.text.find(quote) if quote else -1
    if at < 0:
        raise QuoteNotFoundError(f"{document.short_title}{clause.label}没有“{quote}”这句原文。")
    return cite_span(
        document, clause, Span(clause.start + at, clause.start + at + len(quote), quote)
    )


def cite_span(document: Document, clause: Clause, span: Span) -> Citation:
    """The citation of a span, which may reach into the clause's sub-clauses.

    Raises:
        QuoteNotFoundError: the document's text at the span differs from the span's words.
    """
    if not span.text or document.text[span.start : span.end] != span.text:
        raise QuoteNotFoundError(
            f"{document.short_title}第{span.start}字起不是“{span.text}”，"
            f"而是“{document.text[span.start : span.end]}”。"
        )
    return Citation(clause, document.short_title, span.text, span.start, span.end, document.origin)
