"""From a question to its reply: of the texts of its scope, or of others that speak of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.answer.dating import dated
from bot.answer.guard import not_found
from bot.answer.headed import answer_headed
from bot.answer.knowledge import Knowledge
from bot.answer.listing import answer_listing
from bot.answer.lookup import unsearched
from bot.answer.meaning import answer_signed
from bot.answer.offers import answer_offers
from bot.answer.plan import PLAN
from bot.answer.provision import in_context
from bot.answer.region import uncovered
from bot.answer.settled import settled
from bot.answer.shelf import Shelf, Shelves
from bot.answer.validity import answer_validity
from bot.merge import merge
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.message import Messages
from bot.question.places import NATIONAL
from bot.reply import SILENT, Refusal, Reply, Status

_WHOLE: Final = (
    answer_headed,
    answer_listing,
    answer_offers,
    answer_validity,
)  # nothing around is missed
_OPEN: Final = (Status.NEEDS_INPUT, Status.PARTLY)  # the texts may not be those that are meant
_NOT_THEN: Final = ("not_yet", "expired")  # what a reply rests on does not apply on the day
_SEVERAL: Final = 2  # places of which texts are held


def replied(question: Question, read: Messages, shelves: Shelves) -> tuple[Question, Reply]:
    """The reply; that of other texts, under their name, where those of the scope have none."""
    own, reply = _of_scope(question, shelves)
    shelf = shelves.of(own.scope.documents)
    # 个体户能申请失业金吗 ｜ 捐赠物资免税到哪天: what every applicant of here must be, and how
    # long the texts of here last, is no answer to it
    denied = reply.status is Status.NOT_ELIGIBLE
    barred = own.alien if denied else own.wants(AskKind.ELIGIBLE)
    lasting = own.main is AskKind.VALID and not own.documents
    general = not own.topics and not reply.computations and (barred or lasting)
    silent = general or reply.status in SILENT
    listed = own.main is AskKind.LIST and not own.topics  # 所得税上有什么优惠: all they offer
    weak = silent or listed or reply.status in _OPEN
    other = read.beyond(own, silent=silent) if weak else None
    found = reply_to(other, shelves) if other else None
    if other is None or found is None or (isinstance(found, Refusal) and not found.citations):
        if (general and denied) or _only_supposes(own, reply, shelf):
            return own, not_found(shelf)
        return own, _led_to(own, reply, shelf)
    if other.scope.choices:
        return other, _asked_where(found, shelf) if silent else found
    shelf = shelves.of(other.scope.documents)
    return other, _led_to(other, _titled(found, shelf), shelf)


def _only_supposes(question: Question, reply: Reply, shelf: Shelf) -> bool:
    """Whether all that was answered is that the texts did not apply on the day it supposes.

    2020年疫情时有个文件鼓励仓单抵押: words that no text here has are of another text.
    """
    if question.wants(AskKind.VALID) or question.topics or question.documents:
        return False
    words = (token.text for token in question.frame.tokens if token.unknown)
    strange = any(len(word) > 1 and word not in shelf.text for word in words)
    return question.supposed is not None and reply.provision in _NOT_THEN and strange


def _asked_where(reply: Reply, home: Shelf) -> Reply:
    """The question which place is meant, after the word that the texts asked first are silent."""
    regions = _regions(home)
    whose = f"{'、'.join(regions)}的{home.titles}" if regions else home.titles
    return replace(reply, conclusion=f"{whose}里没有找到所问的内容。{reply.conclusion}")


def _regions(shelf: Shelf) -> tuple[str, ...]:
    """The places that texts are of, each once."""
    return tuple(dict.fromkeys(d.region[-1] for d in shelf.library.documents if d.region))


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
        if reply.status in SILENT:  # what an authority has signed is not passed over for silence
            reply = answer_signed(question, shelf) or reply
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
    names = _regions(shelf)
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
