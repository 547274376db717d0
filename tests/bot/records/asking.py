"""Turns and what was said of them, put into the records as if visitors had asked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.records.columns import now
from bot.records.records import Records
from bot.records.tables import ConversationRecord, Feedback, TurnRecord

DAY = date(2026, 11, 22)
REPLY = {
    "type": "refusal",
    "status": "not_found",
    "text": "没有找到写明这一点的原文。",
    "premise": "",
    "conclusion": "没有找到写明这一点的原文。",
    "citations": [{"document": "sample", "clause": "1", "label": "《若干办法》第一条",
                   "origin": "", "quote": "制定本办法", "start": 0, "end": 5}],
    "ledger": [{"text": "350万", "fate": "used", "why": "投资额"}],
    "computations": [],
}  # fmt: skip


def asked(
    records: Records, *messages: str, status: str = "not_found", useful: bool | None = None,
    at: datetime | None = None, **more: Any,  # noqa: ANN401 -- columns of a turn
) -> list[int]:  # fmt: skip
    """A conversation of some messages; the ids of its turns. ``useful`` is said of the last."""
    with records.database.writing() as session:
        number = len(session.identity_map) + int(now().timestamp() * 1e6)
        session.add(ConversationRecord(id=str(number), owner=""))
        session.flush()
        turns = [
            TurnRecord(**{
                "conversation_id": str(number), "number": place, "at": at or now(), "day": DAY,
                "channel": "page", "message": message, "status": status, "grade": None,
                "matters": [], "unread": [], "reply": REPLY, "beside": {},
                "texts": {}, "seconds": 0.25, **more,
            })
            for place, message in enumerate(messages, 1)
        ]  # fmt: skip
        session.add_all(turns)
        session.flush()
        if useful is not None:
            session.add(Feedback(turn_id=turns[-1].id, useful=useful, reason="没说清楚"))
        return [turn.id for turn in turns]


def judged(records: Records, turn_id: int, *, useful: bool) -> None:
    """Somebody says of a turn whether it helped."""
    with records.database.writing() as session:
        session.add(Feedback(turn_id=turn_id, useful=useful, reason=""))
