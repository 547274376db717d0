"""Claims: the matters and applicants that the amounts of a question are about, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.answer.received import unclear
from bot.question.account import Entry, Fate, Item, Stuck
from bot.question.ask import Question


@dataclass(frozen=True, slots=True)
class Claim:
    """What one applicant asks of one matter: computed by itself, never added to another's."""

    topic: str
    actor: str
    items: tuple[Item, ...]


def claims(question: Question, knowledge: Knowledge) -> tuple[list[Claim], list[Entry]]:
    """The claims of a question, and what its amounts outside them are."""
    priced = [t for t in topics_of(question) if rules_of(question, t, knowledge)]
    meant = _told_of(question, priced, knowledge) or (priced[0] if priced else None)
    groups: dict[tuple[str, str], list[Item]] = {}
    aside: list[Entry] = []
    for item in question.frame.account.items:
        topic = item.topic if item.topic and item.topic not in question.frame.denied else None
        if topic is not None and question.followed and not knowledge.cards.of_topic(topic):
            topic = None  # said of another place's text: 那盐田呢 asks for the same money here
        if topic is not None and not rules_of(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "属于另一事项，收录的文件没有计算标准"))
            continue
        topic = topic or meant
        if topic is not None:
            apart = item.label if question.frame.differs else ""
            groups.setdefault((topic, item.actor or apart), []).append(item)
    if not groups:
        groups = {(meant, ""): []} if meant else {}
    return [Claim(t, a, tuple(items)) for (t, a), items in groups.items()], aside


def ambiguous(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The matters that share the one name that is said: 展会 is attended or organised.

    None where a condition that only one of them has tells which is meant: 展会…，已备案.
    """
    spans = {(n.start, n.end) for n in question.named}
    priced = (n.topic for n in question.named if rules_of(question, n.topic, knowledge))
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


def stuck_on(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> list[Stuck]:
    """What has to be asked before anything is computed, payments already got included."""
    received = question.frame.account.received
    asked = (
        unclear(rule, received)
        for claim in found
        for _, rule in rules_of(question, claim.topic, knowledge)
    )
    first = next((stuck for stuck in asked if stuck is not None), None)
    stuck = [*question.frame.account.stuck, *question.heads.stuck]
    return stuck if first is None else [*stuck, first]
