"""Several matters in one message: which figures belong to which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.question.ask import Question
from bot.question.figures import Figure


def by_topic(question: Question, topics: Sequence[str]) -> tuple[Question, ...]:
    """One question for each matter that has figures of its own.

    A figure belongs to the matter named last before it, or first after it where none is before.
    Where all figures fall to one matter, only that one is asked about.
    """
    places = {n.topic: n.start for n in question.named if n.topic in topics}
    if len(places) < 2 or len(question.bases()) < 2:
        return (replace(question, topics=(topics[0],)),)
    owned: dict[str, list[Figure]] = {}
    for figure in question.figures:
        owned.setdefault(_owner(figure.mention.quantity.start, places), []).append(figure)
    if len(owned) < 2:
        return (replace(question, topics=(next(iter(owned)),)),)
    return tuple(
        replace(question, topics=(topic,), figures=tuple(figures))
        for topic, figures in owned.items()
    )


def _owner(start: int, places: dict[str, int]) -> str:
    before = [(at, topic) for topic, at in places.items() if at <= start]
    return max(before)[1] if before else min((at, topic) for topic, at in places.items())[1]
