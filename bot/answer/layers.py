"""The texts that rule on a matter, each with its computation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.answer.facts import Heard, facts_for, input_of
from bot.answer.knowledge import Knowledge
from bot.answer.quantities import questioned
from bot.answer.received import less_received, within_cap
from bot.answer.strays import strays
from bot.answer.timing import timed
from bot.engine import FactError, Facts, compute
from bot.engine.result import Computation
from bot.question.account import Entry, Fate, Item
from bot.question.ask import Question
from corpus.cards import Card
from corpus.document import DocumentKind
from corpus.rules import Rule

_SHOWN: Final = 3  # words of a message that one question names


@dataclass(frozen=True, slots=True)
class Layer:
    """One text's rule on the matter, with what it gives for the facts heard."""

    card: Card
    rule: Rule
    heard: Heard
    computation: Computation
    nothing: str = ""  # why no amount of the question counts by its year
    entries: tuple[Entry, ...] = ()  # amounts whose year does not count
    without_inner: Computation | None = None  # had the costs inside the amounts not counted


def rules_of(question: Question, topic: str, knowledge: Knowledge) -> list[tuple[Card, Rule]]:
    """The rules on a matter in the layers asked for."""
    cards = knowledge.layers(question, topic)
    return [(card, knowledge.rules[card.id]) for card in cards if card.id in knowledge.rules]


def layers_of(
    question: Question, topic: str, knowledge: Knowledge, items: Sequence[Item] | None = None
) -> list[Layer]:
    """Every rule on a matter computed on what the question says, the latest text first.

    `items` are the amounts meant for it; where none are given, those of the question.
    """
    if items is None:
        items = [i for i in question.frame.account.items if i.topic in (None, topic)]
    layers = [
        _layer(card, rule, question, knowledge, items)
        for card, rule in rules_of(question, topic, knowledge)
    ]
    return sorted(layers, key=lambda layer: -(knowledge.document(layer.card.clause).year or 0))


def _layer(
    card: Card, rule: Rule, question: Question, knowledge: Knowledge, items: Sequence[Item]
) -> Layer:
    document = knowledge.document(card.clause)
    when = timed(rule, items, question, document)
    heard = facts_for(rule, question, when.items)
    if rule.drafted and not heard.problem and (other := strays(question, rule, card, document)):
        heard = replace(heard, problem=_not_written(other))
    rule = questioned(rule, question)
    applying = question.frame.applied or when.day.year
    got = within_cap(rule, question.frame.account.received, when.items, applying)

    def due(facts: Facts) -> Computation:
        return less_received(rule, compute(rule, facts, as_of=when.day, document=document), got)

    less = None
    try:
        result = due(heard.facts)
        if heard.inner and not heard.problem:
            rest = [item.without(item.inner) for item in when.items]
            less = due(facts_for(rule, question, rest).facts)
    except FactError as error:
        heard = Heard(Facts(), problem=str(error))
        result = due(heard.facts)
    told = (
        Entry(
            r.amount.token.text,
            Fate.USED,
            "已预拨，从这笔中扣除" if r.advance else "已得，从年度上限中扣除",
        )
        for r in got
    )
    compared = (
        Entry(t.token.text, Fate.USED, f"{t.name}，与门槛比较")
        for t in question.frame.account.turnovers
        if input_of(rule, t) is not None
    )
    entries = (*when.entries, *told, *compared)
    return Layer(card, rule, heard, result, when.nothing, entries, less)


def _not_written(words: Sequence[str]) -> str:
    told = "".join(f"“{word}”" for word in words[:_SHOWN])
    return (
        f"这一项的原文没有写{told}，不能确定是不是同一种情形；请对照原文，按原文写到的情形再说一次"
    )


def which_is_later(layers: list[Layer], knowledge: Knowledge) -> str:
    """That the texts differ, which one is later, and what kind of document that is."""
    documents = [knowledge.document(layer.card.clause) for layer in layers]
    latest = max(documents, key=lambda document: document.year or 0)
    kind = "修订说明，不是正文" if latest.kind is DocumentKind.NOTE else str(latest.kind)
    return (
        f"两份文件规定不同，{latest.short_title}在后（{latest.year}年，{kind}），"
        f"执行以主管部门公布的正文为准"
    )
