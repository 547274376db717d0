"""A part of a document called by its heading: 修订意义那一段, 修订依据里, 发展目标中."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import quoted, shows
from bot.extract import best_sentences
from bot.question.ask import Question
from bot.reply import Reply
from corpus.clause import ClauseKind

_RELATED = 0.15  # the part is named: less of the question must be found in its sentences


def answer_section(question: Question, knowledge: Knowledge) -> Reply | None:
    """The sentence of the part that holds what was asked."""
    parts = [
        clause
        for section in question.parts
        if not question.documents or section.document_id in question.documents
        for clause in (section, *knowledge.descendants(section))
    ]
    if not parts or question.addresses or question.frame.account.items:
        return None
    parts = [clause for clause in parts if clause.kind is not ClauseKind.HEADING]
    found = best_sentences(question.text, parts, k=3)
    found = [e for e in found if shows(question, e.span.text)]
    if not found or found[0].coverage < _RELATED:
        return None
    return quoted(found[:1], question, knowledge)
