"""Claims: the matters and applicants that the amounts of a question are about, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.question.account import Entry, Fate, Item
from bot.question.ask import Question
from bot.question.asks import AskKind
from corpus.rules import InputType


@dataclass(frozen=True, slots=True)
class Claim:
    """What one applicant asks of one matter: computed by itself, never added to another's."""

    topic: str
    actor: str
    items: tuple[Item, ...]
    applied: int | None = None  # the year of its own application, where each year has one


def claims(question: Question, knowledge: Knowledge) -> tuple[list[Claim], list[Entry]]:
    """The claims of a question, and what its amounts outside them are."""
    priced = [t for t in topics_of(question) if rules_of(question, t, knowledge)]
    meant = _told_of(question, priced, knowledge) or (priced[0] if priced else None)
    groups: dict[tuple[str, str], list[Item]] = {}
    aside: list[Entry] = []
    items = question.frame.account.items
    for item in items:
        if asked := _asked_instead(item, question):
            aside.append(Entry(item.text, Fate.SET_ASIDE, f"您问的是{asked}"))
            continue
        topic = item.topic if item.topic and item.topic not in question.frame.denied else None
        if topic is not None and question.followed and not knowledge.cards.of_topic(topic):
            topic = None  # said of another place's text: 那盐田呢 asks for the same money here
        if topic is not None and not rules_of(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "属于另一事项，收录的文件没有计算标准"))
            continue
        topic = _of_money(priced, topic or meant, question, knowledge)
        if topic is not None and not counts_money(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "这一项不按金额计算"))
            continue
        if topic is not None:
            ordinal = f"第{item.ordinal}年" if item.ordinal else ""
            apart = (item.label or ordinal) if question.frame.differs else ""
            groups.setdefault((topic, item.actor or apart), []).append(item)
    if not groups:
        groups = {(meant, ""): []} if meant else {}
    if len(groups) == 1 and question.wants(AskKind.COMPARE):
        money = next(iter(groups.values()))  # 走技改划算还是走数字化: the same for each
        groups = {(topic, ""): money for topic in priced}
    found = [Claim(t, a, tuple(items)) for (t, a), items in groups.items()]
    return [each for claim in found for each in _by_year(claim, question)], aside


def _of_money(
    priced: Sequence[str], meant: str | None, question: Question, knowledge: Knowledge
) -> str | None:
    """The matter of an amount: the one meant, else the only one that is reckoned from money."""
    if meant is None or counts_money(question, meant, knowledge):
        return meant
    others = [t for t in priced if counts_money(question, t, knowledge)]
    return others[0] if len(others) == 1 else meant


def _asked_instead(item: Item, question: Question) -> str:
    """What is asked about and an item is not of: B, 2025年, 第2年; "": it is asked about."""
    items = question.frame.account.items
    asked = _asked_about(question)
    if asked and not {item.actor, item.label} & asked:
        return "、".join(sorted(asked))
    year, only = question.frame.asked_year, question.frame.asked_ordinal
    if year not in (None, item.year) and any(i.year == year for i in items):
        return f"{year}年"
    if only not in (None, item.ordinal) and any(i.ordinal == only for i in items):
        return f"第{only}年"
    return ""


def _asked_about(question: Question) -> set[str]:
    """B能拿多少: the applicants and projects that are asked about behind all amounts."""
    known = {name for i in question.frame.account.items for name in (i.actor, i.label) if name}
    together = question.frame.together
    last = max((amount.segment for amount in question.figures), default=-1)
    behind = [p for p in question.frame.parts if p.index > last]
    asking = [p for p in behind if p.has("ask") and not p.has("condition", "barrier")]
    words = {t for p in (behind if together else asking) for t in p.tokens}
    said = {
        name
        for name in known
        if any(t.text == name or (t.has("label") and name.startswith(t.text)) for t in words)
    }
    return said if not together or len(said) > 1 else set()  # 那B和C合起来呢


def _by_year(claim: Claim, question: Question) -> list[Claim]:
    """如果每年都在次年申报: the spending of each year in the application of the year after."""
    years = {item.year for item in claim.items if item.year is not None}
    apart = any(part.has("link.own_years") for part in question.frame.parts)
    if not apart or len(years) < 2:
        return [claim]
    return [
        replace(claim, items=tuple(i for i in claim.items if i.year == year), applied=year + 1)
        for year in sorted(years)
    ]


def counts_money(question: Question, topic: str, knowledge: Knowledge) -> bool:
    """Whether a rule of the matter is reckoned from an amount, not only from a number of firms."""
    rules = (rule for _, rule in rules_of(question, topic, knowledge))
    return any(entry.type is InputType.MONEY for rule in rules for entry in rule.required)


def ambiguous(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The matters that share the one name that is said: 展会 is attended or organised.

    None where a condition that only one of them has tells which is meant: 展会…，已备案.
    """
    spans = {(n.start, n.end) for n in question.named} or {(0, 0)}
    meant = (n.topic for n in question.named) if question.named else question.topics
    priced = (topic for topic in meant if rules_of(question, topic, knowledge))
    topics = tuple(dict.fromkeys(priced))
    if len(spans) != 1 or len(topics) < 2 or question.frame.schemes:
        return ()
    return () if _told_of(question, topics, knowledge) else topics


def _told_of(question: Question, topics: Sequence[str], knowledge: Knowledge) -> str | None:
    """The only matter of several of which a condition, not a general one, is told."""
    told = [
        topic
        for topic in topics
        if any(
            question.truth(condition.fact or condition.name, rule.document_id) is not None
            for _, rule in rules_of(question, topic, knowledge)
            for condition in rule.conditions
            if not condition.general
        )
    ]
    return told[0] if len(told) == 1 else None


def topics_of(question: Question) -> tuple[str, ...]:
    """The matters that the question or one of its amounts is about, the amounts' first."""
    own = [i.topic for i in question.frame.account.items if i.topic]
    kept = [t for t in (*own, *question.topics) if t not in question.frame.denied]
    return tuple(dict.fromkeys(kept))
