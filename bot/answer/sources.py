"""The numbered sources of one reply."""

from __future__ import annotations

from collections.abc import Iterable

from bot.cite import cite_span
from bot.reply import Citation
from corpus.clause import Clause
from corpus.document import Span
from corpus.library import Library


class Sources:
    """Collects the citations of a reply and hands out their markers."""

    def __init__(self, library: Library, citations: Iterable[Citation] = ()) -> None:
        """``citations`` are those that a reply has already, in the order of their markers."""
        self._library = library
        self._citations = list(citations)

    def cite(self, clause: Clause, span: Span) -> str:
        """The marker ``[n]`` of a span; the same span keeps its number.

        Raises:
            QuoteNotFoundError: the document does not hold the span's words there.
        """
        clause = self._library.holding(clause, span.start)  # a limit may stand in a later one
        citation = cite_span(self._library.document(clause.document_id), clause, span)
        for number, known in enumerate(self._citations, 1):
            if (
                known.clause.key == clause.key
                and known.start <= span.start
                and span.end <= known.end
            ):
                return f"[{number}]"
        self._citations.append(citation)
        return f"[{len(self._citations)}]"

    def quoted(self, clause: Clause, spans: Iterable[Span]) -> str:
        """Spans of a clause word for word, each with its marker."""
        return "；".join(f"“{span.text}”{self.cite(clause, span)}" for span in spans)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations so far, in the order of their markers."""
        return tuple(self._citations)
