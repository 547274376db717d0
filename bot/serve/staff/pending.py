"""What of the texts waits for the staff: what is drafted, readings, texts about to expire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from bot.records.task import Pending, TaskKind
from bot.serve.interpretations import waiting
from bot.serve.services import Services
from corpus.cards import Card
from corpus.rules import Rule

AHEAD: Final = timedelta(days=90)  # before the end of a text


def pending(services: Services, day: date) -> Iterator[Pending]:
    """All of it, as of a day."""
    yield from _drafted(services, TaskKind.RULES, services.rules.values(), "条程序读出的规则")
    yield from _drafted(services, TaskKind.CARDS, services.cards, "个程序读出的事项")
    for one in waiting(services.interpreted):
        entry = one.newest.entry
        matters = [entry.topic] if entry.topic else []
        yield Pending(TaskKind.READING, one.id, f"口径草案待签：{entry.title}", matters)
    for document in services.library.documents:
        last = document.validity.last_day_earliest
        if last is not None and day <= last <= day + AHEAD:
            title = f"{document.short_title}将于{last.isoformat()}届满"
            yield Pending(TaskKind.EXPIRING, f"{document.id}@{last.isoformat()}", title, (), last)


def _drafted(
    services: Services, kind: TaskKind, found: Iterable[Rule | Card], what: str
) -> Iterator[Pending]:
    """One a text: how many of its rules, or cards, nobody has checked."""
    unchecked: dict[str, list[str | None]] = {}
    for one in found:
        if one.drafted and not one.checked:
            unchecked.setdefault(one.document_id, []).append(one.topic)
    for document in services.library.documents:
        if topics := unchecked.get(document.id):
            title = f"{document.short_title}有{len(topics)}{what}待核对"
            matters = tuple(dict.fromkeys(filter(None, topics)))
            yield Pending(kind, document.id, title, matters)
