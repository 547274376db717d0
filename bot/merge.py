"""Several replies to one message as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from bot.engine.result import Computation
from bot.reply import Answer, Citation, Clarification, Refusal, Reply, Status

_MARKER: Final = re.compile(r"\[(\d+)\]")


def merge(replies: Sequence[Reply]) -> Reply:
    """One reply that holds all of them in order, its sources numbered through.

    It is a refusal only if every part is, a clarification if any part asks back.
    """
    if len(replies) == 1:
        return replies[0]
    citations: list[Citation] = []
    lines: list[str] = []
    notes: list[str] = []
    for reply in replies:
        numbers = [_number(citation, citations) for citation in reply.citations]
        lines += [_renumber(line, numbers) for line in (reply.conclusion, *reply.body)]
        notes += [_renumber(note, numbers) for note in reply.notes]
    lines = list(dict.fromkeys(lines))
    asking = next((r for r in replies if isinstance(r, Clarification)), None)
    common: dict[str, Any] = {
        "status": _status(replies),
        "conclusion": lines[0],
        "body": tuple(lines[1:]),
        "due": _due(replies),
        "ledger": tuple(e for reply in replies for e in reply.ledger),
        "computations": tuple(c for reply in replies for c in reply.computations),
        "checklist": tuple(dict.fromkeys(i for reply in replies for i in reply.checklist)),
        "citations": tuple(citations),
        "notes": tuple(dict.fromkeys(notes)),
        "validity": next((r.validity for r in replies if r.validity), ""),
        "contact": next((r.contact for r in replies if r.contact), ""),
        "provision": next((r.provision for r in replies if r.provision), ""),
        "suggestions": tuple(dict.fromkeys(s for reply in replies for s in reply.suggestions)),
    }
    if asking is not None:
        return Clarification(question=asking.question, choices=asking.choices, **common)
    if all(isinstance(reply, Refusal) for reply in replies):
        return Refusal(**common)
    return Answer(**common)


def _due(replies: Sequence[Reply]) -> tuple[Computation, ...]:
    """What the parts state; what a later part states again, or with more beside it, counts once."""
    stated = [reply.due or reply.computations[:1] for reply in replies]
    amounts = [[(c.rule_id, c.low, c.high) for c in due] for due in stated]
    return tuple(
        computation
        for i, due in enumerate(stated)
        for k, computation in enumerate(due)
        if not any(amounts[i][k] in later for later in amounts[i + 1 :])
    )


def _number(citation: Citation, citations: list[Citation]) -> int:
    if citation not in citations:
        citations.append(citation)
    return citations.index(citation) + 1


def _renumber(line: str, numbers: list[int]) -> str:
    return _MARKER.sub(lambda match: f"[{numbers[int(match.group(1)) - 1]}]", line)


def _status(replies: Sequence[Reply]) -> Status:
    statuses = {reply.status for reply in replies}
    if len(statuses) == 1:
        return statuses.pop()
    if Status.NEEDS_INPUT in statuses:
        return Status.NEEDS_INPUT
    return Status.PARTLY
