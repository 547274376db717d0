"""A part of a document called by its heading: 修订意义那一段, 修订依据里, 发展目标中."""

from __future__ import annotations

import re

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import quoted, shows
from bot.extract import best_sentences
from bot.question.ask import Question
from bot.reply import Reply
from corpus.clause import Clause, ClauseKind

_BEHIND = re.compile(
    r"^[”》]?(这|那)?(一)?(部分|段|节|章|块|目标|领域|里|中|当中|里面)|^[”》]?(提到|写到|说|讲)"
)
_RELATED = 0.15  # the part is named: less of the question must be found in its sentences
_SHORTEST = 4  # characters of a heading: a shorter one is a word like any other


def answer_section(question: Question, knowledge: Knowledge) -> Reply | None:
    """The sentence of the part that holds what was asked."""
    parts = [
        clause
        for section in _sections(question, knowledge)
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


def _sections(question: Question, knowledge: Knowledge) -> list[Clause]:
    found = []
    for clause in knowledge.library.clauses():
        if question.documents and clause.document_id not in question.documents:
            continue
        at = question.text.find(clause.heading.lower()) if clause.heading else -1
        if at >= 0 and len(clause.heading) >= _SHORTEST:
            behind = question.text[at + len(clause.heading) :]
            if _BEHIND.match(behind) and knowledge.cards.of_clause(clause) is None:
                found.append(clause)
    return found
