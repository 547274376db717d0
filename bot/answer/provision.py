"""The provision around a quote: what an unmarked text says beside the sentence that was found."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.cite import cite_span
from bot.extract import sentences
from bot.reply import Clarification, Reply
from corpus.clause import Clause, ClauseKind
from corpus.document import Span

_LONGEST: Final = 480  # characters of a provision that is quoted whole
_MORE: Final = 20  # characters that it must have beside what is quoted
_APART: Final = (ClauseKind.TITLE, ClauseKind.PREAMBLE, ClauseKind.CLOSING, ClauseKind.REMNANT)


def in_context(reply: Reply, knowledge: Knowledge) -> Reply:
    """The reply with the provision that its first quote stands in, where nobody marked the text.

    Of a text with cards that staff wrote it is known which sentences belong to an answer. Of
    another the one that was found may lack the condition, the rate or the exception beside it.
    """
    if isinstance(reply, Clarification):
        return reply
    unmarked = knowledge.unmarked
    first = next((c for c in reply.citations if c.clause.document_id in unmarked), None)
    if first is None or first.clause.kind in _APART:
        return reply
    home, start, end = _provision(first.clause, first.start, knowledge)
    document = knowledge.document(first.clause)
    said = document.text[start:end]
    start, said = start + len(said) - len(said.lstrip()), said.strip()
    quoted = sum(c.end - c.start for c in reply.citations if start <= c.start < start + len(said))
    if len(said) - quoted < _MORE:
        return reply
    citation = cite_span(document, home, Span(start, start + len(said), said))
    marker = f"[{len(reply.citations) + 1}]"
    line = f"所在条款的原文（{knowledge.called(home)}）：“{said}”{marker}"
    return replace(reply, body=(*reply.body, line), citations=(*reply.citations, citation))


def _provision(clause: Clause, at: int, knowledge: Knowledge) -> tuple[Clause, int, int]:
    """The widest unit around an offset that is short enough, or the sentences around it."""
    home = knowledge.library.around(clause, _LONGEST)
    end = knowledge.library.end(home)
    if end - home.start <= _LONGEST:
        return home, home.start, end
    start = end = at
    for span in sentences(clause):
        if span.end > at and span.end - start <= _LONGEST:
            end = max(end, span.end)
    for span in reversed(sentences(clause)):
        if span.end <= at and end - span.start <= _LONGEST:
            start = min(start, span.start)
    return clause, start, end
