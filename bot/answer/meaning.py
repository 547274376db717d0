"""Meaning: definitions a text gives, and readings (口径) on which it needs one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import scopes_of
from bot.extract import sentences
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause
from corpus.numerals import read
from corpus.readings import Reading
from corpus.rules import Rule

DRAFT: Final = "这一口径是草案，未经主管部门签署。"
VOID: Final = "签署后条文有改动，签署失效。"
_BESIDE: Final = 2  # signed readings that an amount is shown with


def answer_reading(question: Question, knowledge: Knowledge) -> Reply | None:
    """The reading that the question touches: one that has a word of each of its groups."""
    return _answered(question, knowledge, knowledge.readings)


def answer_signed(question: Question, knowledge: Knowledge) -> Reply | None:
    """The same of what is signed: said where the texts alone are silent."""
    return _answered(question, knowledge, [r for r in knowledge.readings if r.signed])


def _answered(
    question: Question, knowledge: Knowledge, readings: Sequence[Reading]
) -> Reply | None:
    touched = [r for r in readings if _touches(r, question, knowledge)]
    if not touched:
        return None
    reading = max(touched, key=lambda r: _weight(r, question))
    sources = Sources(knowledge.library)
    grounds = [
        f"“{ground.span.text}”{sources.cite(ground.clause, ground.span)}"
        for ground in reading.grounds
    ]
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{reading.text}{''.join(_markers(grounds))}",
        body=("原文：" + "；".join(grounds),),
        citations=sources.citations,
        notes=(_state(reading),),
        contact="、".join(reading.clauses[0].responsible),
    )


def _state(reading: Reading) -> str:
    """Who signed it and why; or that nobody has, or that the signature does not hold."""
    if signed := reading.signed:
        by = f"{signed.person}（{signed.role}，{signed.on.isoformat()}）"
        return f"口径已由{by}签署，依据：{signed.ground}。"
    return f"{VOID if reading.void else ''}{DRAFT}"


def signed_notes(
    rule: Rule, clause: Clause, knowledge: Knowledge, sources: Sources
) -> tuple[str, ...]:
    """What signed readings of a clause say of the words that its rule computes from."""
    signed = (
        (reading, reading.signed)
        for reading in knowledge.readings
        if reading.signed and clause in reading.clauses and _rests_on(reading, rule)
    )
    return tuple(
        f"已签口径“{reading.title}”：{reading.text}"
        f"{''.join(dict.fromkeys(sources.cite(one.clause, one.span) for one in reading.grounds))}"
        f"（{by.person}，{by.on.isoformat()}签署）"
        for reading, by in islice(signed, _BESIDE)
    )


def _rests_on(reading: Reading, rule: Rule) -> bool:
    """Whether a reading is of words that a rule is bound to."""
    return any(
        ground.clause.document_id == rule.document_id
        and ground.span.start < quote.end
        and quote.start < ground.span.end
        for ground in reading.grounds
        for quote in rule.quotes
    )


def _markers(grounds: list[str]) -> list[str]:
    return [ground[ground.rindex("[") :] for ground in grounds]


def _touches(reading: Reading, question: Question, knowledge: Knowledge) -> bool:
    if not all(any(term in question.text for term in group) for group in reading.terms):
        return False
    said = {f.token.quantity.value for f in question.figures if f.token.quantity}
    stated = {q.value for ground in reading.grounds for q in read(ground.span.text)}
    if said and not said & stated:
        return False
    if reading.topic is None:
        return True
    if len(question.addresses) > 1:
        return False  # several clauses are asked about, the reading is of one
    addressed = {clause.key for a in question.addresses for clause in a.clauses}
    about = {card.clause.key for t in question.topics for card in knowledge.cards.of_topic(t)}
    return bool((addressed | about) & {clause.key for clause in reading.clauses})


def _weight(reading: Reading, question: Question) -> int:
    matched = [t for group in reading.terms for t in group if t in question.text]
    return sum(map(len, matched)) + (5 if reading.topic in question.topics else 0)


def answer_definition(question: Question, knowledge: Knowledge) -> Reply | None:
    """What a text says a term means; 未载明 where it uses the term without saying."""
    if not question.wants(AskKind.DEFINE):
        return None
    terms = question.terms
    for scope in scopes_of(question, knowledge):
        for definition in scope.definitions:
            if any(name.lower() in (*terms, question.text) for name in definition.names) or any(
                name.lower() in question.text for name in definition.names if len(name) > 3
            ):
                sources = Sources(knowledge.library)
                marker = sources.cite(definition.clause, definition.span)
                return Answer(
                    status=Status.ANSWERED,
                    conclusion=f"“{definition.term}”：原文是“{definition.span.text}”{marker}。",
                    citations=sources.citations,
                )
    return _undefined(terms, knowledge)


def _undefined(terms: tuple[str, ...], knowledge: Knowledge) -> Reply | None:
    for term in terms:
        for clause in knowledge.library.clauses():
            for span in sentences(clause):
                if len(term) >= 2 and term in span.text.lower().replace("”", "").replace("“", ""):
                    sources = Sources(knowledge.library)
                    marker = sources.cite(clause, span)
                    return Answer(
                        status=Status.NEAREST,
                        conclusion=(
                            f"“{term}”的含义，原文未载明（没有下定义）。{knowledge.called(clause)}这样用到它："
                            f"“{span.text}”{marker}"
                        ),
                        citations=sources.citations,
                        contact="、".join(clause.responsible),
                    )
    return None
