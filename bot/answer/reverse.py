"""The reverse question: how much must be invested to get so much, or to reach a threshold."""

from __future__ import annotations

from dataclasses import replace

from bot.answer.facts import facts_for
from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, contact
from bot.answer.validity import line
from bot.answer.wording import amount_phrase, steps_line
from bot.engine.facts import FactError, Facts, Value
from bot.engine.invert import invert
from bot.engine.result import Kind
from bot.question.amounts import Role
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.counts import Heads
from bot.reply import Answer, Reply, Status
from corpus.cards import Card
from corpus.numerals import format_plain, format_yuan
from corpus.rules import InputType, Rule


def answer_reverse(question: Question, knowledge: Knowledge) -> Reply | None:
    """The least amount that reaches the payment asked for, or the greatest one."""
    if not question.wants(AskKind.REVERSE):
        return None
    for topic in question.topics:
        for card in knowledge.layers(question, topic):
            rule = knowledge.rules.get(card.id)
            if rule is not None and (reply := _inverted(card, rule, question, knowledge)):
                return reply
    return None


def _inverted(card: Card, rule: Rule, question: Question, knowledge: Knowledge) -> Reply | None:
    target = next(
        (
            a.token.quantity.amount
            for a in question.figures
            if a.role is Role.CLAIMED and a.token.quantity
        ),
        None,
    )
    document = knowledge.document(card.clause)
    try:
        found = invert(
            rule,
            _other_facts(rule, question),
            as_of=question.as_of,
            document=document,
            target=target,
        )
    except FactError:
        return None
    sources = Sources(knowledge.library)
    markers = "".join(dict.fromkeys(sources.cite(card.clause, span) for span in rule.quotes))
    entry = rule.inputs[found.input]
    lines = [f"{found.words.rstrip('。')}{markers}。"]
    if found.least is not None:
        money = entry.type is InputType.MONEY
        least = format_yuan(found.least) if money else f"{found.least}{entry.unit}"
        plain = (
            f"（{format_plain(found.least)}）"
            if money and format_plain(found.least) != least
            else ""
        )
        goal = f"要达到{format_yuan(found.target)}"
        lines = [f"{goal}，{entry.label}至少为{least}{plain}{markers}。"]
    if found.at is not None and found.at.kind is not Kind.NEEDS_INPUT:
        if steps := steps_line(found.at):
            lines.append(f"计算：{steps}。")
        if found.at.kind is Kind.AT_MOST:
            lines.append(f"注意：{amount_phrase(found.at, rule)}。")
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        computations=(found.at,) if found.at is not None else (),
        citations=sources.citations,
        validity=line(document),
        contact=contact((Target(card.clause, card, question),), knowledge),
    )


def _other_facts(rule: Rule, question: Question) -> Facts:
    """The facts besides the amount that is looked for; conditions count as met."""
    heard = facts_for(rule, replace(question, heads=Heads()), ()).facts
    shared: dict[str, Value] = dict(heard.shared)
    for condition in rule.conditions:
        if condition.fact:
            shared.setdefault(condition.fact, not condition.excludes)
    for entry in rule.inputs.values():
        if entry.type is InputType.YEAR and entry.name not in shared and not entry.optional:
            shared[entry.name] = 1
    return Facts(shared, heard.items)
