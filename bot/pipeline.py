"""From a message to a verified reply, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from langchain_core.runnables import Runnable, RunnableLambda

from bot.answer.amount import answer_amount, answer_figures
from bot.answer.barred import answer_barred, answer_beneficiary, answer_nothing_spent
from bot.answer.change import answer_change
from bot.answer.clauses import answer_clause, answer_unheld
from bot.answer.eligibility import answer_eligibility, answer_place
from bot.answer.fields import answer_field, answer_precise_field
from bot.answer.guard import (
    answer_idle,
    answer_order,
    answer_smalltalk,
    answer_unreadable,
)
from bot.answer.knowledge import Knowledge
from bot.answer.listing import answer_comparison, answer_listing
from bot.answer.lookup import answer_lookup, extracts, told, unsearched
from bot.answer.meaning import answer_definition, answer_reading
from bot.answer.paper import answer_document, answer_full_text, answer_unheld_title
from bot.answer.region import (
    answer_elsewhere,
    answer_unlisted,
    answer_untitled,
    answer_which_region,
    uncovered,
)
from bot.answer.reverse import answer_reverse
from bot.answer.section import answer_section
from bot.answer.sector import answer_sectors
from bot.answer.shelf import Shelves
from bot.answer.validity import answer_validity, out_of_period
from bot.cite import cite_span
from bot.context import Context
from bot.merge import merge
from bot.question.ask import Question, carry
from bot.question.message import Messages
from bot.reply import Clarification, Refusal, Reply, Status
from corpus.document import Span

Answerer = Callable[[Question, Knowledge], Reply | None]

# Asked in this order; the first that has an answer gives it.
ANSWERERS: Final[tuple[Answerer, ...]] = (
    answer_unreadable,
    answer_smalltalk,
    answer_order,
    answer_idle,
    answer_untitled,
    answer_elsewhere,
    answer_which_region,
    answer_unlisted,
    answer_unheld,
    answer_unheld_title,
    answer_document,
    answer_full_text,
    answer_reverse,
    answer_nothing_spent,
    answer_beneficiary,
    answer_figures,
    answer_section,
    answer_comparison,
    answer_place,
    answer_barred,
    answer_precise_field,
    answer_reading,
    answer_validity,
    answer_change,
    answer_definition,
    answer_sectors,
    answer_listing,
    answer_amount,
    answer_eligibility,
    answer_field,
    answer_clause,
    answer_lookup,
)
_MARKER: Final = re.compile(r"\[(\d+)\]")


class UnverifiedReplyError(AssertionError):
    """A reply cites what its clause does not hold: a defect of this program, never shown."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A message with its thread and today's date."""

    message: str
    context: Context
    today: date


@dataclass(frozen=True, slots=True)
class Understood:
    """The questions of a message."""

    asked: Asked
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, and the thread after it."""

    reply: Reply
    context: Context


def build(knowledge: Knowledge) -> Runnable[Asked, Turn]:
    """The pipeline over one collection: understand → answer → verify.

    A question is understood and answered from the texts of its scope, chosen once.
    """
    read = Messages(knowledge.collection)
    shelves = Shelves(knowledge)

    def understand(asked: Asked) -> Understood:
        return Understood(asked, read(asked.message, asked.context, asked.today))

    def answer(understood: Understood) -> Turn:
        told = [_told(question, shelves) for question in understood.questions]
        reply = merge([reply for _, reply in told])
        return Turn(reply, _after(*told[-1]))

    def verify(turn: Turn) -> Turn:
        check(turn.reply, knowledge)
        return turn

    return RunnableLambda(understand) | RunnableLambda(answer) | RunnableLambda(verify)


def questions(asked: Asked, knowledge: Knowledge) -> tuple[Question, ...]:
    """The questions that the reply to a message answers, in order, as they were read."""
    shelves = Shelves(knowledge)
    read = Messages(knowledge.collection)(asked.message, asked.context, asked.today)
    return tuple(_told(question, shelves)[0] for question in read)


def _told(question: Question, shelves: Shelves) -> tuple[Question, Reply]:
    """The reply; of a question that names no matter, that of the one region that has an answer.

    Where none has one that is said of all texts together, where several have the region is asked.
    """
    each = [(one, reply_to(one, shelves)) for one in question.each]
    answered = [(one, reply) for one, reply in each if not isinstance(reply, Refusal)]
    if len(answered) == 1:
        return answered[0]
    if each and not answered:
        scope = replace(question.scope, choices=())
        question = replace(question, scope=scope)
    return question, reply_to(question, shelves)


def reply_to(question: Question, shelves: Shelves) -> Reply:
    """The reply of the first answerer that has one; the look-up always has."""
    shelf = shelves.of(question.scope.documents)
    for answerer in ANSWERERS:
        reply = answerer(question, shelf)
        if reply is None:
            continue
        if answerer is answer_lookup and reply.status is Status.OUT_OF_SCOPE:
            reply = _from_beside(question, shelves) or reply
        if reply.status is Status.NOT_STATED and shelf.searcher is None:
            return unsearched(shelf)  # silence is not proven before the texts are searched
        return _placed(_dated(reply, question, shelf), question, shelf)
    raise LookupError("no answerer replied")  # the look-up refuses rather than pass


def _from_beside(question: Question, shelves: Shelves) -> Reply | None:
    """The look-up's answer from one text without cards, where one clearly holds what was asked."""
    scope = question.scope
    if not scope.beside or scope.elsewhere or question.topics or question.addresses:
        return None
    found = extracts(question, shelves.of(scope.beside))
    if not found:
        return None
    return told(question, shelves.of(frozenset({found[0].clause.document_id})))


def _dated(reply: Reply, question: Question, knowledge: Knowledge) -> Reply:
    """The reply with a note where a text that it cites does not apply on the day asked about."""
    if reply.status is Status.EXPIRED or reply.provision in ("expired", "not_yet"):
        return reply
    cited = {citation.clause.document_id for citation in reply.citations}
    over = [
        why
        for document in knowledge.library.documents
        if document.id in cited and (why := out_of_period(question, document))
    ]
    return replace(reply, notes=(*reply.notes, *over)) if over else reply


def _placed(reply: Reply, question: Question, knowledge: Knowledge) -> Reply:
    """The reply with a note where it is of other texts than those of the place named."""
    if isinstance(reply, Refusal) or not reply.citations:
        return reply
    note = uncovered(question, knowledge)
    return replace(reply, notes=(*reply.notes, note)) if note else reply


def check(reply: Reply, knowledge: Knowledge) -> None:
    """Every citation is in its document, every marker has a citation.

    Raises:
        UnverifiedReplyError: the reply breaks that rule.
        QuoteNotFoundError: a citation's words are not at its place.
    """
    for citation in reply.citations:
        document = knowledge.document(citation.clause)
        cite_span(document, citation.clause, Span(citation.start, citation.end, citation.quote))
    for line in (reply.conclusion, *reply.body, *reply.notes):
        for marker in _MARKER.findall(line):
            if not 1 <= int(marker) <= len(reply.citations):
                raise UnverifiedReplyError(f"“{line}”引用了不存在的[{marker}]")


def _after(question: Question, reply: Reply) -> Context:
    context = carry(question, question.context)
    pending = None
    if isinstance(reply, Clarification) and reply.computations:
        missing = reply.computations[0].missing
        pending = missing[0].name if missing else None
    clauses = tuple(dict.fromkeys(citation.clause.key for citation in reply.citations))
    undecided = question.text if question.scope.choices else ""
    return replace(
        context, clauses=clauses or context.clauses, pending=pending, undecided=undecided
    )
