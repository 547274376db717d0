"""From a message to a verified reply, top to bottom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.answer.claims import claims
from bot.answer.dating import dated
from bot.answer.guard import not_found
from bot.answer.headed import answer_headed
from bot.answer.knowledge import Knowledge
from bot.answer.listing import answer_listing
from bot.answer.lookup import unsearched
from bot.answer.offers import answer_offers
from bot.answer.plan import PLAN
from bot.answer.provision import in_context
from bot.answer.region import uncovered
from bot.answer.settled import settled
from bot.answer.shelf import Shelf, Shelves
from bot.answer.unpriced import ask_about
from bot.answer.validity import answer_validity
from bot.cite import cite_span
from bot.context import Context
from bot.merge import merge
from bot.omission import passed_over, still_asked
from bot.question.account import Stuck
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.carrying import carry
from bot.question.message import Messages
from bot.question.places import NATIONAL
from bot.reply import SILENT, Clarification, Grade, Refusal, Reply, Status
from bot.unbroken import on_lines
from corpus.document import Span

_WHOLE: Final = (
    answer_headed,
    answer_listing,
    answer_offers,
    answer_validity,
)  # nothing around is missed
_OPEN: Final = (Status.NEEDS_INPUT, Status.PARTLY)  # the texts may not be those that are meant
_APART: Final = ("not_yet", "expired")  # what a reply rests on does not apply on the day
_SEVERAL: Final = 2  # places of which texts are held
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
    """A reply, and the thread after it."""

    reply: Reply
    context: Context


class Pipeline:
    """From a message to a verified reply, over one collection: read → answer → check.

    A question is read and answered from the texts of its scope, chosen once.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._read = Messages(knowledge.collection, lambda: knowledge.searcher)
        self._shelves = Shelves(knowledge)
        self._titles = {document.short_title for document in knowledge.library.documents}

    def __call__(self, asked: Asked) -> Turn:
        """The reply to a message and the thread after it."""
        asked = confirmed(asked)
        told = [self._checked(question, reply) for question, reply in self._answered(asked)]
        reply = on_lines(merge([reply for _, reply in told]))
        check(reply, self._knowledge)
        question, last = told[-1]
        context = _after(question, last)
        if (
            isinstance(last, Clarification)
            and last.choices
            and self._titles.issuperset(last.choices)
        ):
            context = replace(context, undecided=question.text)  # which text is meant was asked
        return Turn(reply, context)

    def questions(self, asked: Asked) -> tuple[Question, ...]:
        """The questions that the reply to a message answers, in order, as they were read."""
        return tuple(question for question, _ in self._answered(confirmed(asked)))

    def _answered(self, asked: Asked) -> list[tuple[Question, Reply]]:
        """The questions of a message with their replies, before these are checked."""
        told: list[tuple[Question, Reply]] = []
        for question in self._read(asked.message, asked.context, asked.today):
            same = self._of_the_same_text(question, *told[-1]) if told else question
            told.append(self._told(same))
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
        return merge([reply for _, reply in map(self._told, read)])

    def _told(self, question: Question) -> tuple[Question, Reply]:
        """The reply; that of other texts, under their name, where those of the scope have none."""
        told, reply = _of_scope(question, self._shelves)
        shelf = self._shelves.of(told.scope.documents)
        # 个体户能申请失业金吗 ｜ 捐赠物资免税到哪天: what every applicant of here must be, and how
        # long the texts of here last, is no answer to it
        denied = reply.status is Status.NOT_ELIGIBLE
        barred = told.alien if denied else told.wants(AskKind.ELIGIBLE)
        lasting = told.main is AskKind.VALID and not told.documents
        general = not told.topics and not reply.computations and (barred or lasting)
        silent = general or reply.status in SILENT
        listed = told.main is AskKind.LIST and not told.topics  # 所得税上有什么优惠: all they offer
        weak = silent or listed or reply.status in _OPEN
        other = self._read.beyond(told, silent=silent) if weak else None
        found = reply_to(other, self._shelves) if other else None
        if other is None or found is None or (isinstance(found, Refusal) and not found.citations):
            if (general and denied) or _only_supposes(told, reply, shelf):
                return told, not_found(shelf)
            return told, _led_to(told, reply, shelf)
        if other.scope.choices:
            return other, _asked_where(found, shelf) if silent else found
        shelf = self._shelves.of(other.scope.documents)
        return other, _led_to(other, _titled(found, shelf), shelf)


def _only_supposes(question: Question, reply: Reply, shelf: Shelf) -> bool:
    """Whether all that was answered is that the texts did not apply on the day it supposes.

    2020年疫情时有个文件鼓励仓单抵押: words that no text here has are of another text.
    """
    if question.wants(AskKind.VALID) or question.topics or question.documents:
        return False
    words = (token.text for token in question.frame.tokens if token.unknown)
    strange = any(len(word) > 1 and word not in shelf.text for word in words)
    return question.supposed is not None and reply.provision in _APART and strange


def _asked_where(reply: Reply, home: Shelf) -> Reply:
    """The question which place is meant, after the word that the texts asked first are silent."""
    regions = dict.fromkeys(d.region[-1] for d in home.library.documents if d.region)
    whose = f"{'、'.join(regions)}的{home.titles}" if regions else home.titles
    return replace(reply, conclusion=f"{whose}里没有找到所问的内容。{reply.conclusion}")


def confirmed(asked: Asked) -> Asked:
    """The message; the sentence that was proposed for the last one, where this confirms it."""
    proposed = asked.context.proposed
    if proposed is None or asked.message.strip() != proposed.tap:
        return asked
    return replace(asked, message=proposed.sentence, context=proposed.before)


def _of_scope(question: Question, shelves: Shelves) -> tuple[Question, Reply]:
    """The reply; of a question that names no matter, that of the one region that has an answer.

    Where none has one that is said of all texts together, where several have the region is asked.
    """
    each = [(one, reply_to(one, shelves)) for one in question.each]
    answered = [(one, reply) for one, reply in each if not isinstance(reply, Refusal)]
    if question.scope.levels and answered:
        each = _in_force_first(answered)
        return question, merge([_titled(r, shelves.of(one.scope.documents)) for one, r in each])
    if len(answered) == 1:
        return answered[0]
    if each and not answered:
        scope = replace(question.scope, choices=())
        question = replace(question, scope=scope)
    return question, reply_to(question, shelves)


def _in_force_first(
    answered: Sequence[tuple[Question, Reply]],
) -> list[tuple[Question, Reply]]:
    over = (Status.EXPIRED, Status.SUPERSEDED)
    return sorted(answered, key=lambda one: one[1].status in over)


def _titled(reply: Reply, shelf: Shelf) -> Reply:
    """The reply under the name of its text, where it stands beside those of other texts."""
    if any(d.short_title in reply.conclusion for d in shelf.library.documents):
        return reply
    cited = dict.fromkeys(shelf.document(c.clause).short_title for c in reply.citations)
    names = "、".join(cited) or shelf.titles
    return replace(reply, conclusion=f"按{names}：{reply.conclusion}")


def reply_to(question: Question, shelves: Shelves) -> Reply:
    """The reply of the first row of the plan that has one; the look-up always has."""
    shelf = shelves.of(question.scope.documents)
    for row in PLAN:
        reply = row.composer(question, shelf)
        if reply is None:
            continue
        searched = not question.frame.counting  # whether a cost counts is read from the rule
        if reply.status is Status.NOT_STATED and searched and shelf.searcher is None:
            return unsearched(shelf)  # silence is not proven before the texts are searched
        reply = settled(reply, question, shelf)
        if row.composer not in _WHOLE:
            reply = in_context(reply, shelf)
        return _placed(dated(reply, question, shelves.whole), question, shelf)
    raise LookupError("no composer replied")  # the look-up refuses rather than pass


def _led_to(question: Question, reply: Reply, shelf: Shelf) -> Reply:
    """The reply with a note whose text it is of, where neither a place nor a text was said."""
    told = question.scope.place or question.scope.levels or question.followed
    cited = {citation.clause.document_id for citation in reply.citations} & shelf.unmarked
    if told or question.titled or not cited or len(question.scope.held) < _SEVERAL:
        return reply
    names = dict.fromkeys(d.region[-1] for d in shelf.library.documents if d.region)
    if names and NATIONAL.issuperset(names):
        return reply  # it applies everywhere
    whose = f"是{'、'.join(names)}的文件，只适用于当地" if names else "是另一份文件"
    note = f"您没有说是哪里的政策；写有所问内容的{shelf.titles}{whose}。"
    return replace(reply, notes=(*reply.notes, note))


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
