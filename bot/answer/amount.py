"""Amounts: every layer of the matter computed by the engine and worded by its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.answer.checklist import checklist
from bot.answer.facts import Heard, facts_for
from bot.answer.fields import not_stated
from bot.answer.knowledge import Knowledge
from bot.answer.lookup import told
from bot.answer.premise import corrections
from bot.answer.several import by_topic
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.validity import line, out_of_period
from bot.answer.wording import amount_phrase, conditional_phrase, money, steps_line, unmet
from bot.engine import compute
from bot.engine.result import Computation, Kind
from bot.question.ask import Question
from bot.question.figures import Role
from bot.extract import content_grams
from bot.merge import merge
from bot.question.patterns import Aspect
from bot.reply import Answer, Clarification, Refusal, Reply, Status
from corpus.cards import Card
from corpus.document import DocumentKind, Span
from corpus.rules import InputType, Rule
from corpus.versions import DELETIONS


_HOW_MUCH: Final = re.compile(r"数额|多少(钱|万|元)|金额|几(万|钱)|(补|拿|领|给|奖)(到)?(多少|几)")
_YEAR: Final = re.compile(r"20\d\d年?|补足|补发")
_DIGITS: Final = re.compile(r"\d")
_COUNTS_THINGS: Final = re.compile(r"(多少|几)(个|家|项|名|种|类|条|次|场)")
_PAYMENT: Final = re.compile(r"补|资助|奖|扶持|报销|拿|领|返")
_PAID: Final = re.compile(
    r"补贴|补助|资助|奖励|扶持|报销|政策|申请|[补奖拿领给返钱万元]|最多|最高|一共|今年|去年"
)
_PAYING: Final = frozenset({Aspect.AMOUNT, Aspect.ELIGIBILITY})
_EXPLAINING: Final = frozenset(
    {Aspect.COMPARE, Aspect.DEFINITION, Aspect.LISTING, Aspect.VALIDITY, Aspect.CLAUSE}
)


@dataclass(frozen=True, slots=True)
class Layer:
    """One text's rule on the matter, with what it gives for the facts heard."""

    card: Card
    rule: Rule
    heard: Heard
    computation: Computation


def answer_figures(question: Question, knowledge: Knowledge) -> Reply | None:
    """Amounts where the question gives the figures: each matter named is computed."""
    if _COUNTS_THINGS.search(question.text) and not _PAYMENT.search(question.text):
        return None  # 多少个总投资500万元以上的项目: a number is asked for, not a payment
    if not _gives_figures(question, knowledge) or not _wants_computing(question):
        return None
    topics = [t for t in question.topics if _rules(question, t, knowledge)]
    if not topics and not question.topics and _PAID.search(question.text):
        topics = _found(question, knowledge)
    if not topics:
        return None
    each = by_topic(question, topics)
    replies = [r for q in each if (r := answer_topic(q, q.topics[0], knowledge)) is not None]
    return merge(replies) if replies else None


def answer_amount(question: Question, knowledge: Knowledge) -> Reply | None:
    """How much, where no figure is given: how it is paid, and what must be known."""
    if Aspect.AMOUNT not in question.aspects:
        return None
    if not question.topics:
        bare = not content_grams(_PAID.sub(" ", question.text))
        return _which(question, knowledge) if bare else None
    how_much = _HOW_MUCH.search(question.text) is not None
    if not how_much and (question.attributes or question.aspect is not Aspect.AMOUNT):
        return None
    return answer_topic(question, question.topics[0], knowledge)


def answer_topic(question: Question, topic: str, knowledge: Knowledge) -> Reply | None:
    """One matter: computed where the facts are given, asked for where they are not."""
    cards = knowledge.layers(question, topic)
    layers = [
        _layer(card, rule, question, knowledge) for card, rule in _rules(question, topic, knowledge)
    ]
    if not layers:
        return _without_rule(question, cards, knowledge)
    layers.sort(key=lambda layer: -(knowledge.document(layer.card.clause).year or 0))
    expired = [out_of_period(question, knowledge.document(layer.card.clause)) for layer in layers]
    if all(expired):
        return _expired(question, layers[0], str(expired[0]), knowledge)
    live = [layer for layer, gone in zip(layers, expired, strict=True) if not gone]
    main = live[0]
    if main.heard.problem or main.computation.kind is Kind.NEEDS_INPUT:
        return _ask(question, live, knowledge)
    return _computed(question, live, cards, knowledge)


def _rules(question: Question, topic: str, knowledge: Knowledge) -> list[tuple[Card, Rule]]:
    cards = knowledge.layers(question, topic)
    return [(card, knowledge.rules[card.id]) for card in cards if card.id in knowledge.rules]


def _gives_figures(question: Question, knowledge: Knowledge) -> bool:
    if question.bases():
        return True
    if not question.topics:
        return False
    if any(f.role is Role.TURNOVER for f in question.figures):
        return True
    return bool(question.counts) and any(
        entry.type is InputType.COUNT
        for topic in question.topics
        for card in knowledge.layers(question, topic)
        if card.id in knowledge.rules
        for entry in knowledge.rules[card.id].required
    )


def _wants_computing(question: Question) -> bool:
    """Whether the figures are there to compute with, not to be looked up or explained."""
    wanted = set(question.aspects)
    fields = {a.field for a in question.attributes}
    if not question.fresh:
        other_layer = question.followed and question.documents != question.context.documents
        return other_layer or bool(wanted & _PAYING) and fields <= {"标准", "上限"}
    if wanted & _PAYING or fields & {"标准", "上限"}:
        return True
    return not wanted & _EXPLAINING and not fields


def _found(question: Question, knowledge: Knowledge) -> list[str]:
    """The matter that a search finds, where the question names none."""
    for hit in knowledge.searcher.search(question.text, 3, question.documents or None):
        card = knowledge.cards.of_clause(hit.clause)
        if card is not None and card.id in knowledge.rules:
            return [card.topic]
    return []


def _which(question: Question, knowledge: Knowledge) -> Reply:
    """An amount of nothing in particular: which matter is meant?"""
    names = tuple(
        dict.fromkeys(card.name for card in knowledge.cards if card.id in knowledge.rules)
    )
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion="能拿多少取决于是哪一项。",
        question="您问的是哪一项？",
        choices=names,
    )


def _layer(card: Card, rule: Rule, question: Question, knowledge: Knowledge) -> Layer:
    heard = facts_for(rule, question)
    document = knowledge.library.document(rule.document_id)
    return Layer(
        card, rule, heard, compute(rule, heard.facts, as_of=question.as_of, document=document)
    )


def _computed(
    question: Question, layers: list[Layer], cards: tuple[Card, ...], knowledge: Knowledge
) -> Reply:
    sources = Sources(knowledge.library)
    lines: list[str] = []
    for layer in layers:
        lines.extend(_told(layer, len(layers) > 1, question, knowledge, sources))
    main = layers[0]
    notes = [note for layer in layers for note in _notes(layer)]
    notes += _other_layers(question, layers, cards, knowledge, sources)
    if len(layers) > 1:
        notes.append(_which_is_later(layers, knowledge))
    premise = corrections(question, main.rule, main.computation)
    common = {
        "body": tuple(lines[1:]),
        "computations": tuple(layer.computation for layer in layers),
        "checklist": checklist(main.computation, main.card, knowledge),
        "citations": sources.citations,
        "notes": tuple(dict.fromkeys(notes)),
        "validity": line(knowledge.document(main.card.clause)),
        "contact": contact((Target(main.card.clause, main.card, question),), knowledge),
    }
    if main.computation.kind is Kind.ELIGIBILITY_UNKNOWN and main.computation.missing:
        missing = main.computation.missing[0]
        return Clarification(
            status=Status.NEEDS_INPUT,
            conclusion=premise + lines[0],
            question=missing.ask,
            choices=missing.choices or ("是", "不是", "不清楚"),
            **common,  # type: ignore[arg-type]
        )
    status = Status.ANSWERED
    if main.computation.kind is Kind.NOT_ELIGIBLE:
        status = Status.NOT_ELIGIBLE
    elif len({(c.low, c.high) for c in common["computations"]}) > 1:  # type: ignore[union-attr]
        status = Status.CONFLICTING
    return Answer(status=status, conclusion=premise + lines[0], **common)  # type: ignore[arg-type]


def _told(
    layer: Layer, named: bool, question: Question, knowledge: Knowledge, sources: Sources
) -> list[str]:
    """The amount, then the arithmetic with the words it rests on."""
    result, rule = layer.computation, layer.rule
    title = knowledge.document(layer.card.clause).short_title
    markers = _cited(layer, sources)
    head = f"按{title}{layer.card.clause.label}，" if named else ""
    if result.kind is Kind.NOT_ELIGIBLE:
        return [f"{head}不符合条件，没有{rule.kind}（0元）：{unmet(result)}{markers}。"]
    if result.kind is Kind.ELIGIBILITY_UNKNOWN:
        asked = result.missing[0].name if result.missing else "所列条件"
        first = f"{head}如果满足“{asked}”这一条件，{conditional_phrase(result, rule)}{markers}；不满足则没有。"
    else:
        first = f"{head}{amount_phrase(result, rule)}{markers}。"
    lines = [first]
    if len(result.parts) > 1:
        parts = "；".join(
            f"{part.label}{money(part.low if part.low is not None and part.low == part.high else part.high or part.low)}"  # type: ignore[arg-type]
            for part in result.parts
        )
        lines.append(f"其中{parts}；合计{money(result.high or result.low)}。")  # type: ignore[arg-type]
    if steps := steps_line(result):
        lines.append(f"计算：{steps}。")
    for other in result.alternatives:
        phrase = amount_phrase(other, rule) or f"不符合条件，没有{rule.kind}（0元）"
        lines.append(f"另一种读法：{phrase}。两种读法应由主管部门确认。")
    return lines


def _cited(layer: Layer, sources: Sources) -> str:
    return "".join(
        dict.fromkeys(sources.cite(layer.card.clause, span) for span in layer.rule.quotes)
    )


def _notes(layer: Layer) -> list[str]:
    notes = [*layer.heard.echoes[:2]]
    notes += layer.computation.assumptions[:2]
    notes += layer.computation.caveats[:2]
    return notes


def _other_layers(
    question: Question,
    layers: list[Layer],
    cards: tuple[Card, ...],
    knowledge: Knowledge,
    sources: Sources,
) -> list[str]:
    """What a later text without a figure of its own says about the same matter."""
    computed = {layer.card.id for layer in layers}
    notes = []
    for card in cards:
        if card.id in computed:
            continue
        for amendment in knowledge.amendments:
            if amendment.clause.key == card.clause.key:
                title = knowledge.document(card.clause).short_title
                marker = sources.cite(card.clause, amendment.span)
                notes.append(
                    f"后来的{title}说：“{amendment.span.text}”{marker}，以主管部门公布的正文为准"
                )
    return notes


def _which_is_later(layers: list[Layer], knowledge: Knowledge) -> str:
    documents = [knowledge.document(layer.card.clause) for layer in layers]
    latest = max(documents, key=lambda document: document.year or 0)
    kind = "修订说明，不是正文" if latest.kind is DocumentKind.NOTE else str(latest.kind)
    return f"两份文件规定不同，{latest.short_title}在后（{latest.year}年，{kind}），执行以主管部门公布的正文为准"


def _ask(question: Question, layers: list[Layer], knowledge: Knowledge) -> Reply:
    """How it is paid, and the one question whose answer gives the amount."""
    sources = Sources(knowledge.library)
    lines = [paid(layer.card, knowledge, sources, named=len(layers) > 1) for layer in layers]
    main = layers[0]
    missing = main.computation.missing
    ask = main.heard.problem or (missing[0].ask if missing else main.rule.required[0].ask)
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion=corrections(question, main.rule, main.computation) + lines[0],
        body=tuple(lines[1:]),
        question=ask,
        choices=missing[0].choices if missing and not main.heard.problem else (),
        computations=tuple(layer.computation for layer in layers),
        checklist=checklist(main.computation, main.card, knowledge),
        citations=sources.citations,
        notes=(_which_is_later(layers, knowledge),) if len(layers) > 1 else (),
        validity=line(knowledge.document(main.card.clause)),
        contact=contact((Target(main.card.clause, main.card, question),), knowledge),
    )


def paid(card: Card, knowledge: Knowledge, sources: Sources, *, named: bool) -> str:
    """How a provision pays: its standard and its cap, quoted."""
    spans: list[Span] = []
    for field in ("条件", "标准", "上限"):
        spans += [s for s in card.stated(field) if not any(s.text in known.text for known in spans)]
    quotes = "；".join(f"“{span.text}”{sources.cite(card.clause, span)}" for span in spans)
    head = f"{knowledge.document(card.clause).short_title}{card.clause.label}：" if named else ""
    return f"{head}{quotes}。"


def _without_rule(question: Question, cards: tuple[Card, ...], knowledge: Knowledge) -> Reply:
    """The text promises something without a figure, or nothing at all: said, never guessed."""
    changed = {a.clause.key for a in knowledge.amendments if a.change in DELETIONS}
    reply = told(question, knowledge, needs=_DIGITS)
    if reply is not None and (
        _YEAR.search(question.text)
        or not any(citation.clause.key in changed for citation in reply.citations)
    ):
        return reply  # what a deleted provision paid answers only who asks for its year
    silent = [card for card in cards if "标准" in card.silent]
    wanted = tuple(Target(card.clause, card, question) for card in (silent or cards))
    reply = not_stated(wanted, "金额或比例", knowledge)
    if not silent:
        return reply
    sources = Sources(knowledge.library)
    card = silent[0]
    span = card.stated("标准")[0]
    title = knowledge.document(card.clause).short_title
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=(
            f"{card.name}的金额，原文未载明：{title}{card.clause.label}只写“{span.text}”"
            f"{sources.cite(card.clause, span)}，没有写数额，无法计算。"
        ),
        citations=sources.citations,
        contact=reply.contact,
    )


def _expired(question: Question, layer: Layer, why: str, knowledge: Knowledge) -> Reply:
    document = knowledge.document(layer.card.clause)
    sources = Sources(knowledge.library)
    marker = ""
    if document.validity.span is not None:
        home = next(
            c
            for c in knowledge.library.clauses(document.id)
            if c.start <= document.validity.span.start < c.end
        )
        marker = sources.cite(home, document.validity.span)
    standard = paid(layer.card, knowledge, sources, named=False)
    return Answer(
        status=Status.EXPIRED,
        conclusion=f"{why}{marker}，不能据此计算金额。",
        body=(f"有效期内的规定是：{standard}",),
        computations=(layer.computation,),
        citations=sources.citations,
        contact=contact((Target(layer.card.clause, layer.card, question),), knowledge),
        provision="expired",
    )
