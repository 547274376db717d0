"""What of the texts waits for the staff: drafted rules and readings, texts about to expire."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.records.task import Pending, TaskKind
from bot.serve.services import Services

AHEAD: Final = timedelta(days=90)  # before the end of a text


def pending(services: Services, day: date) -> Iterator[Pending]:
    """All of it, as of a day."""
    yield from _rules(services)
    for reading in services.readings:
        if reading.signer is None:
            matters = [reading.topic] if reading.topic else []
            yield Pending(TaskKind.READING, reading.id, f"口径草案待签：{reading.title}", matters)
    for document in services.library.documents:
        last = document.validity.last_day_earliest
        if last is not None and day <= last <= day + AHEAD:
            title = f"{document.short_title}将于{last.isoformat()}届满"
            yield Pending(TaskKind.EXPIRING, f"{document.id}@{last.isoformat()}", title, (), last)


def _rules(services: Services) -> Iterator[Pending]:
    """One a text: how many of its rules nobody has checked."""
    waiting: dict[str, list[str | None]] = {}
    for rule in services.rules.values():
        if rule.drafted and not rule.checked:
            waiting.setdefault(rule.document_id, []).append(rule.topic)
    for document in services.library.documents:
        if topics := waiting.get(document.id):
            title = f"{document.short_title}有{len(topics)}条程序读出的规则待核对"
            matters = tuple(dict.fromkeys(filter(None, topics)))
            yield Pending(TaskKind.RULES, document.id, title, matters)
