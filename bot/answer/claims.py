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
    groups: dict[tuple[str, str], list[Item]] = {}
    aside: list[Entry] = []
    for item in question.frame.account.items:
        topic = item.topic if item.topic and item.topic not in question.frame.denied else None
        if topic is not None and question.followed and not knowledge.cards.of_topic(topic):
            topic = None  # said of another place's text: 那盐田呢 asks for the same money here
        if topic is not None and not rules_of(question, topic, knowledge):
            aside.append(Entry(item.text, Fate.SET_ASIDE, "属于另一事项，收录的文件没有计算标准"))
            continue
        topic = topic or (priced[0] if priced else None)
        if topic is not None:
            groups.setdefault((topic, item.actor), []).append(item)
    if not groups:
        groups = {(topic, ""): [] for topic in priced[:1]}
    return [Claim(t, a, tuple(items)) for (t, a), items in groups.items()], aside


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
