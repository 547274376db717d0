"""What of the texts waits for the staff: drafted rules and readings, texts about to expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.records.task import Pending, TaskKind
from bot.serve.interpretations import waiting
from bot.serve.services import Services

AHEAD: Final = timedelta(days=90)  # before the end of a text


def pending(services: Services, day: date) -> Iterator[Pending]:
    """All of it, as of a day."""
    yield from _rules(services)
    for one in waiting(services.interpreted):
        entry = one.newest.entry
        matters = [entry.topic] if entry.topic else []
        yield Pending(TaskKind.READING, one.id, f"口径草案待签：{entry.title}", matters)
    for document in services.library.documents:
        last = document.validity.last_day_earliest
        if last is not None and day <= last <= day + AHEAD:
            title = f"{document.short_title}将于{last.isoformat()}届满"
            yield Pending(TaskKind.EXPIRING, f"{document.id}@{last.isoformat()}", title, (), last)


def _rules(services: Services) -> Iterator[Pending]:
    """One a text: how many of its rules nobody has checked."""
    unchecked: dict[str, list[str | None]] = {}
    for rule in services.rules.values():
        if rule.drafted and not rule.checked:
            unchecked.setdefault(rule.document_id, []).append(rule.topic)
    for document in services.library.documents:
        if topics := unchecked.get(document.id):
            title = f"{document.short_title}有{len(topics)}条程序读出的规则待核对"
            matters = tuple(dict.fromkeys(filter(None, topics)))
            yield Pending(TaskKind.RULES, document.id, title, matters)
