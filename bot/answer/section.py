"""A part of a document called by its heading: 修订意义那一段, 修订依据里, 发展目标中."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import quoted
from bot.answer.sources import Sources
from bot.answer.sure import shows
from bot.answer.target import contact
from bot.extract import best_sentences
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.document import Span

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
    if Cue.WHICH_ONES in question.cues and (reply := _headings(parts[0], knowledge)):
        return reply
    parts = [clause for clause in parts if clause.kind is not ClauseKind.HEADING]
    found = best_sentences(question.text, parts, k=3)
    found = [e for e in found if shows(question, e.span.text)]
    if not found or found[0].coverage < _RELATED:
        return None
    return quoted(found[:1], question, knowledge)


def _headings(section: Clause, knowledge: Knowledge) -> Reply | None:
    """What a part is made of, by the headings of its own parts: 四个重点领域叫什么."""
    inner = [child for child in knowledge.library.children(section) if child.heading]
    if len(inner) < 2:
        return None
    sources = Sources(knowledge.library)
    names = []
    for one in inner:
        at = one.start + one.text.index(one.heading)
        marker = sources.cite(one, Span(at, at + len(one.heading), one.heading))
        names.append(f"“{one.heading}”{marker}")
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{knowledge.called(section)}分为{len(inner)}项：{'、'.join(names)}。",
        citations=sources.citations,
        contact=contact((), knowledge),
    )
