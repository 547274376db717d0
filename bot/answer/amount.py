"""Amounts: when a question wants one, of which matter, and under which texts."""

from __future__ import annotations

import re
from typing import Final

from bot.answer.computed import computed, expired
from bot.answer.knowledge import Knowledge
from bot.answer.layers import layers_of, rules_of
from bot.answer.several import by_topic
from bot.answer.unpriced import ask, which_matter, without_rule
from bot.answer.validity import out_of_period
from bot.engine.result import Kind
from bot.extract import content_grams
from bot.merge import merge
from bot.question.ask import Question
from bot.question.figures import Role
from bot.question.patterns import Aspect
from bot.reply import Reply
from corpus.rules import InputType

_HOW_MUCH: Final = re.compile(r"数额|多少(钱|万|元)|金额|几(万|钱)|(补|拿|领|给|奖)(到)?(多少|几)")
_COUNTS_THINGS: Final = re.compile(r"(多少|几)(个|家|项|名|种|类|条|次|场)")
_PAYMENT: Final = re.compile(r"补|资助|奖|扶持|报销|拿|领|返")
_PAID: Final = re.compile(
    r"补贴|补助|资助|奖励|扶持|报销|政策|申请|[补奖拿领给返钱万元]|这种|那种|厂|公司|企业|我们|最多|最高|一共|今年|去年"
)
_SPENT: Final = re.compile(
    r"投入|投资|花费|投|花|实际|回来|大概|大约|总共|了|上一?年度?|前年|那|如果|老板"
)
_TELLING: Final = 2  # bigrams that must remain for a search to find the matter
_PAYING: Final = frozenset({Aspect.AMOUNT, Aspect.ELIGIBILITY})
_EXPLAINING: Final = frozenset(
    {Aspect.COMPARE, Aspect.DEFINITION, Aspect.LISTING, Aspect.VALIDITY, Aspect.CLAUSE}
)


def answer_figures(question: Question, knowledge: Knowledge) -> Reply | None:
    """Amounts where the question gives the figures: each matter named is computed."""
    if _COUNTS_THINGS.search(question.text) and not _PAYMENT.search(question.text):
        return None  # 多少个总投资500万元以上的项目: a number is asked for, not a payment
    if not _gives_figures(question, knowledge) or not _wants_computing(question):
        return None
    topics = [t for t in question.topics if rules_of(question, t, knowledge)]
    if not topics and not question.topics and _PAID.search(question.text):
        if _names_nothing(question):
            return which_matter(knowledge)
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
        return which_matter(knowledge) if bare else None
    how_much = _HOW_MUCH.search(question.text) is not None
    if not how_much and (question.attributes or question.aspect is not Aspect.AMOUNT):
        return None
    topics = question.topics[:3] if len(question.addresses) > 1 else question.topics[:1]
    replies = [r for topic in topics if (r := answer_topic(question, topic, knowledge))]
    return merge(replies) if replies else None


def answer_topic(question: Question, topic: str, knowledge: Knowledge) -> Reply | None:
    """One matter: computed where the facts are given, asked for where they are not."""
    cards = knowledge.layers(question, topic)
    layers = layers_of(question, topic, knowledge)
    if not layers:
        return without_rule(question, cards, knowledge)
    over = [out_of_period(question, knowledge.document(layer.card.clause)) for layer in layers]
    if all(over):
        return expired(question, layers[0], str(over[0]), knowledge)
    live = [layer for layer, why in zip(layers, over, strict=True) if not why]
    if live[0].heard.problem or live[0].computation.kind is Kind.NEEDS_INPUT:
        return ask(question, live, knowledge)
    return computed(question, live, cards, knowledge)


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
        return other_layer or (bool(wanted & _PAYING) and fields <= {"标准", "上限"})
    if wanted & _PAYING or fields & {"标准", "上限", "条件"}:
        return True
    return not wanted & _EXPLAINING and not fields


def _names_nothing(question: Question) -> bool:
    """Whether a question says only that something was spent: 去年投了三百万，能拿多少回来."""
    rest = question.text
    for figure in question.figures:
        rest = rest.replace(figure.mention.quantity.text, " ")
    return len(content_grams(_SPENT.sub(" ", _PAID.sub(" ", rest)))) < _TELLING


def _found(question: Question, knowledge: Knowledge) -> list[str]:
    """The matter that a search finds, where the question names none."""
    searcher = knowledge.searcher
    hits = searcher.search(question.text, 3, question.documents or None) if searcher else []
    for hit in hits:
        card = knowledge.cards.of_clause(hit.clause)
        if card is not None and card.id in knowledge.rules:
            return [card.topic]
    return []
