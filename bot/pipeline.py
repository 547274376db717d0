"""From a message to a verified reply, top to bottom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.answer.claims import claims
from bot.answer.knowledge import Knowledge
from bot.answer.shelf import Shelf, Shelves
from bot.answer.unpriced import ask_about
from bot.cite import cite_span
from bot.context import Context
from bot.merge import merge
from bot.omission import passed_over, still_asked
from bot.question.account import Stuck
from bot.question.ask import Question
from bot.question.carrying import carry
from bot.question.message import Messages
from bot.reply import Clarification, Grade, Reply
from bot.replying import replied
from bot.settling import settled
from bot.supplement import Lookup, none_entered, supplemented
from bot.unbroken import on_lines
from corpus.document import Span

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
class Turn:
    """A reply, and the thread after it. ``unread`` are words that nothing recognised."""

    reply: Reply
    context: Context
    unread: tuple[str, ...] = ()


class Pipeline:
    """From a message to a verified reply, over one collection: read → answer → check.

    A question is read and answered from the texts of its scope, chosen once.
    """

    def __init__(self, knowledge: Knowledge, supplements: Lookup = none_entered) -> None:
        self._knowledge = knowledge
        self._supplements = supplements
        self._read = Messages(knowledge.collection, lambda: knowledge.searcher)
        self._shelves = Shelves(knowledge)
        self._titles = {document.short_title for document in knowledge.library.documents}

    def __call__(self, asked: Asked) -> Turn:
        """The reply to a message and the thread after it."""
        asked = confirmed(asked)
        told = [self._checked(question, reply) for question, reply in self._answered(asked)]
        reply = on_lines(merge([reply for _, reply in told]))
        check(reply, self._knowledge)
        reply = supplemented(
            reply, asked.message, [question for question, _ in told], self._supplements
        )
        question, last = told[-1]
        context = _after(question, last)
        if (
            isinstance(last, Clarification)
            and last.choices
            and self._titles.issuperset(last.choices)
        ):
            context = replace(context, undecided=question.text)  # which text is meant was asked
        unknown = (t.text for one, _ in told for t in one.frame.tokens if t.unknown)
        return Turn(reply, context, tuple(dict.fromkeys(unknown)))

    def questions(self, asked: Asked) -> tuple[Question, ...]:
        """The questions that the reply to a message answers, in order, as they were read."""
        return tuple(question for question, _ in self._answered(confirmed(asked)))

    def _answered(self, asked: Asked) -> list[tuple[Question, Reply]]:
        """The questions of a message with their replies, before these are checked."""
        told: list[tuple[Question, Reply]] = []
        rules = self._knowledge.rules.values()
        tap = settled(asked.message, asked.context, rules) or (asked.message, asked.context)
        for question in self._read(*tap, asked.today):
            same = self._of_the_same_text(question, *told[-1]) if told else question
            told.append(replied(same, self._read, self._shelves))
        return told

    def shelf(self, question: Question) -> Shelf:
        """What the texts of a question say."""
        return self._shelves.of(question.scope.documents)

    def _of_the_same_text(self, question: Question, before: Question, reply: Reply) -> Question:
        """A question that names nothing, read against the texts that answered the one before it.

        这项支持哪年开始的？写没写到哪年: where those were found only by answering, the second
        was read against others.
        """
        cited = frozenset(citation.clause.document_id for citation in reply.citations)
        scope = question.scope
        placed = scope.place and scope.place != before.scope.place
        own = placed or scope.title or scope.numbers or question.named or question.addresses
        unmarked = cited <= self._shelves.whole.unmarked
        if own or not (cited and unmarked) or cited >= scope.documents:
            return question
        return self._read.within(question, cited)

    def _checked(self, question: Question, reply: Reply) -> tuple[Question, Reply]:
        """The reply; a question instead where words that tell of an amount change nothing."""
        stuck = passed_over(question, reply, lambda text: self._reply(question, text))
        if stuck is None:
            return question, reply
        shelf = self.shelf(question)
        found, _ = claims(question, shelf)
        return question, ask_about(question, [stuck], found, shelf)

    def _reply(self, question: Question, text: str) -> Reply:
        """What the same question is answered in other words."""
        read = self._read(text, question.context, question.scope.day)
        return merge(
            [reply for _, reply in (replied(one, self._read, self._shelves) for one in read)]
        )


def confirmed(asked: Asked) -> Asked:
    """The message; the sentence that was proposed for the last one, where this confirms it."""
    proposed = asked.context.proposed
    if proposed is None or asked.message.strip() != proposed.tap:
        return asked
    return replace(asked, message=proposed.sentence, context=proposed.before)


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
    cited = frozenset(citation.clause.document_id for citation in reply.citations)
    scope = question.scope
    if cited and not cited & scope.documents:
        scope = replace(scope, documents=cited)  # the look-up found it in another text: there on
    undecided = question.text if question.scope.choices else ""
    asked = question.context.asked if still_asked(question) else None
    if isinstance(reply, Clarification) and reply.grade is Grade.ASKED and pending is None:
        asked = Stuck(reply.question, reply.choices)
    return replace(
        context,
        scope=scope,
        clauses=clauses or context.clauses,
        pending=pending,
        asked=asked,
        undecided=undecided,
    )
