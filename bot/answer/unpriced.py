"""Where no amount can be said: how it is paid, what must be known, or that no figure is stated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.checklist import checklist
from bot.answer.claims import Claim, topics_of
from bot.answer.knowledge import Knowledge
from bot.answer.layers import Layer, which_is_later
from bot.answer.lookup import told
from bot.answer.premise import corrections
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.unstated import not_stated
from bot.answer.validity import line
from bot.question.account import Stuck
from bot.question.ask import Question
from bot.reply import Answer, Clarification, Grade, Refusal, Reply, Status
from corpus.cards import Card
from corpus.document import Span
from corpus.numerals import QuantityKind
from corpus.versions import DELETIONS

_SHOWN: Final = 2  # provisions that one reply quotes
_UNREAD: Final = "数额怎样算，程序没有全部读懂，没有计算"


def ask(question: Question, layers: list[Layer], knowledge: Knowledge) -> Reply:
    """How it is paid, and the one question whose answer gives the amount."""
    sources = Sources(knowledge.library)
    several = len(layers) > 1
    lines = [paid(layer.card, knowledge, sources, named=several) for layer in layers]
    main = layers[0]
    missing = main.computation.missing
    asked = (main.heard.problem, *(m.ask for m in missing), *(e.ask for e in main.rule.required))
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion=corrections(question, layers) + lines[0],
        body=tuple(lines[1:]),
        question=next(filter(None, asked)),
        choices=missing[0].choices if missing and not main.heard.problem else (),
        computations=tuple(layer.computation for layer in layers),
        checklist=checklist(main.computation, main.card, knowledge),
        citations=sources.citations,
        notes=(which_is_later(layers, knowledge),) if several else (),
        validity=line(knowledge.document(main.card.clause)),
        contact=contact((Target(main.card.clause, main.card, question),), knowledge),
    )


def ask_about(
    question: Question, stuck: Sequence[Stuck], found: Sequence[Claim], knowledge: Knowledge
) -> Reply:
    """What can't be computed without the user: the words that pay, and the one question."""
    sources = Sources(knowledge.library)
    cards = [
        card
        for claim in found[:1]
        for card in knowledge.layers(question, claim.topic)
        if card.id in knowledge.rules
    ]
    lines = [paid(card, knowledge, sources, named=len(cards) > 1) for card in cards]
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion=lines[0] if lines else "还不能计算。",
        body=tuple(lines[1:]),
        question=stuck[0].question,
        choices=stuck[0].choices,
        citations=sources.citations,
        grade=Grade.ASKED,
    )


def whether_counts(found: Sequence[Claim], question: Question, knowledge: Knowledge) -> Reply:
    """Whether a cost counts: said only where the text says it, and it names no costs."""
    topics = [claim.topic for claim in found if claim.topic] or topics_of(question)
    cards = [
        card
        for topic in topics[:1]
        for card in knowledge.layers(question, topic)
        if card.id in knowledge.rules
    ]
    what = "".join(f"“{cost}”" for cost in question.frame.counting)
    sources = Sources(knowledge.library)
    told_of = "；".join(
        f"“{span.text}”{sources.cite(card.clause, span)}"
        for card in cards
        for span in card.stated("基数")[:1]
    )
    only = f"：基数只写{told_of}，没有写明包括哪些费用" if told_of else ""
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{what}能否计入，原文未载明{only}，请向主管部门确认。",
        citations=sources.citations,
        contact=contact(tuple(Target(c.clause, c, question) for c in cards[:1]), knowledge),
    )


def paid(card: Card, knowledge: Knowledge, sources: Sources, *, named: bool) -> str:
    """How a provision pays: its standard and its cap, quoted."""
    spans: list[Span] = []
    for field in ("条件", "标准", "上限"):
        spans += [s for s in card.stated(field) if not any(s.text in known.text for known in spans)]
    quotes = sources.quoted(card.clause, spans)
    head = f"{knowledge.called(card.clause)}：" if named else ""
    return f"{head}{quotes}。"


def _quoted(question: Question, cards: tuple[Card, ...], knowledge: Knowledge) -> Reply:
    """What a drafted card says, where the program could not read all of how it is reckoned."""
    sources = Sources(knowledge.library)
    lines = [paid(card, knowledge, sources, named=True) for card in cards[:_SHOWN]]
    checked = all(card.checked for card in cards[:_SHOWN])
    note = f"所引原文经人工核对；{_UNREAD}。" if checked else f"{_UNREAD}；请对照原文。"
    return Answer(
        status=Status.PARTLY,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=(note,),
        validity=line(knowledge.document(cards[0].clause)),
        contact=contact(tuple(Target(c.clause, c, question) for c in cards[:_SHOWN]), knowledge),
    )


def without_rule(question: Question, cards: tuple[Card, ...], knowledge: Knowledge) -> Reply:
    """The text promises something without a figure, or nothing at all: said, never guessed."""
    if drafted := tuple(card for card in cards if card.drafted and "标准" not in card.silent):
        return _quoted(question, drafted, knowledge)
    changed = {a.clause.key for a in knowledge.amendments if a.change in DELETIONS}
    reply = told(question, knowledge, figured=True)
    if reply is not None and (
        any(token.counts(QuantityKind.YEAR) for token in question.frame.tokens)
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
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=(
            f"{card.name}的金额，原文未载明：{knowledge.called(card.clause)}只写“{span.text}”"
            f"{sources.cite(card.clause, span)}，没有写数额，无法计算。"
        ),
        citations=sources.citations,
        contact=reply.contact,
    )
