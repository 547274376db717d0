"""Eligibility: who may apply, and what is required of whom."""

from __future__ import annotations

from typing import Final

from bot.answer.barred import about_applying, general_condition, general_conditions
from bot.answer.change import settled
from bot.answer.computed import expired
from bot.answer.facts import operating_outside
from bot.answer.knowledge import Knowledge
from bot.answer.layers import layers_of
from bot.answer.lookup import ENOUGH, asks_more, nothing_in, told
from bot.answer.sector import sector
from bot.answer.sources import Sources
from bot.answer.target import Target, contact, scopes_of, targets
from bot.answer.validity import out_of_period
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.question.place_roles import PlaceRole
from bot.question.rest import unnamed, unread
from bot.reply import Answer, Reply, Status
from corpus.document import Span

_NAMED: Final = 4  # characters of the conditions in a row that a question must name


def answer_place(question: Question, knowledge: Knowledge) -> Reply | None:
    """A condition on every applicant that settles the question: where it works, what it is."""
    if reply := general_condition(question, knowledge):
        return reply
    described = [
        condition
        for condition, document_id in general_conditions(question, knowledge)
        if question.truth(condition.name, document_id)
    ]
    if len(described) > 1 and about_applying(question) and not question.topics:
        return _registered(question, knowledge)
    registered = any(p.role is PlaceRole.REGISTERED for p in question.places)
    if registered and operating_outside(question) is False and about_applying(question):
        return _registered(question, knowledge)
    return None


def answer_eligibility(question: Question, knowledge: Knowledge) -> Reply | None:
    """Whether the enterprise, as far as it said, may apply; what is required where it may."""
    if not question.wants(AskKind.ELIGIBLE):
        return None
    if not question.topics and (reply := sector(question, knowledge)):
        return reply
    if question.topics:
        return _required(question, knowledge)
    asks = {Cue.APPLICANT, Cue.ENTITLED} <= question.cues
    if question.addresses or not asks:
        return None
    return told(question, knowledge) or _registered(question, knowledge)


def _required(question: Question, knowledge: Knowledge) -> Reply | None:
    """What the scheme requires, quoted; 未载明 where it is asked of something else."""
    wanted = targets(question, knowledge)
    if reply := settled(question, knowledge):
        return reply
    if Cue.MUST in question.cues and asks_more(question):
        return told(question, knowledge, least=ENOUGH, within=wanted) or nothing_in(
            wanted, knowledge
        )
    cards = knowledge.layers(question, question.topics[0])
    stated = "".join(s.text for card in cards for s in (*card.stated("条件"), *card.stated("对象")))
    undecided = "" if _is_named(question, stated) else _undecided(question)
    if undecided and (reply := told(question, knowledge, within=wanted)):
        return reply
    layers = layers_of(question, question.topics[0], knowledge)
    over = [out_of_period(question, knowledge.document(layer.card.clause)) for layer in layers]
    if layers and all(over):
        return expired(question, layers[0], str(over[0]), knowledge)
    sources = Sources(knowledge.library)
    lines = []
    for card in cards:
        spans = _distinct(
            tuple(s for field in ("条件", "对象", "名额", "标准") for s in card.stated(field))
        )
        if not spans:
            continue
        quotes = sources.quoted(card.clause, spans)
        lines.append(f"{knowledge.called(card.clause)}写的是：{quotes}")
    if not lines:
        return None
    return Answer(
        status=Status.NEAREST if undecided else Status.PARTLY,
        conclusion=f"{undecided or '符合原文条件的可以申请，'}{lines[0]}",
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=("您没有说到的条件，请逐项核对。",),
        contact=contact((Target(cards[0].clause, cards[0], question),), knowledge),
    )


def _is_named(question: Question, stated: str) -> bool:
    """做产品检验检测的平台: whether what is asked about stands in the words of the conditions.

    A matter asked for by the number of its clause is in that clause.
    """
    if unread(question):
        return False
    said = unnamed(question)
    runs = (said[at : at + _NAMED] for at in range(len(said) - _NAMED + 1))
    return bool(question.addresses) or any(run in stated for run in runs)


def _undecided(question: Question) -> str:
    """What is said first where the general conditions do not decide: 二手的算不算."""
    clause = unread(question)
    if not clause and Cue.COUNTS_AS not in question.cues:
        return ""
    asked = f"“{clause.strip()}”" if clause else "您问的情况"
    return f"{asked}是否符合，没有找到直接写明的句子，请对照原文的条件："


def _distinct(spans: tuple[Span, ...]) -> list[Span]:
    """The spans without those that lie inside another."""
    return [
        span
        for i, span in enumerate(spans)
        if not any(
            other.start <= span.start and span.end <= other.end and (other != span or k < i)
            for k, other in enumerate(spans)
            if k != i
        )
    ]


def _registered(question: Question, knowledge: Knowledge) -> Reply | None:
    """What the text requires of every applicant."""
    for scope in scopes_of(question, knowledge):
        required = scope.applicants
        if required is None:
            continue
        sources = Sources(knowledge.library)
        marker = sources.cite(required.clause, required.span)
        undecided = _undecided(question)
        lead = undecided.rstrip("：") or "符合原文条件的企业、机构可以申请"
        if operating_outside(question) is False and "经营地" in required.span.text:
            place = next(p.name for p in question.places if p.role is PlaceRole.OPERATING)
            note = f"；{required.note}" if required.note else ""
            lead = f"实际经营地在{place}，这一项符合{note}。还要满足其他各项"
        return Answer(
            status=Status.NEAREST if undecided else Status.PARTLY,
            conclusion=f"{lead}：“{required.span.text}”{marker}",
            citations=sources.citations,
            contact=contact((Target(required.clause, None, question),), knowledge),
        )
    return None
