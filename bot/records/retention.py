"""How long what is kept stays: for each kind a number of days, after which it is deleted.

What was decided stays for ever: the audit log, readings with their signatures, service
information, cases of the eval set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.records.asked import hand_on
from bot.records.audit import SYSTEM
from bot.records.columns import now
from bot.records.records import Records
from bot.records.tables import ConversationRecord, EvalRun, SignIn, Task
from environment.settings import Settings

AT_ONCE: Final = 200  # rows deleted in one transaction: nobody who asks waits longer for it


@dataclass(frozen=True, slots=True)
class Kind:
    """Records of one kind, with all that hangs on them: what tells their age, in which state."""

    setting: str
    name: str
    key: InstrumentedAttribute[Any]
    age: InstrumentedAttribute[Any]
    ended: ColumnElement[bool] | None = None


KINDS: Final = (
    Kind("keep_conversations", "会话", ConversationRecord.id, ConversationRecord.last),
    Kind("keep_tasks", "已办结的待办", Task.id, Task.settled, Task.state == "settled"),
    Kind("keep_runs", "评测运行", EvalRun.id, EvalRun.begun, EvalRun.state != "running"),
    Kind("keep_sessions", "登录", SignIn.id, SignIn.last),
)


def purge(
    records: Records, settings: Settings, moment: datetime | None = None
) -> Mapping[str, int]:
    """Delete what is older than the settings allow; how many of each kind, by its Chinese name.

    Raises:
        RecordsError: the database fails.
    """
    moment = moment or now()
    deleted: dict[str, int] = {}
    for kind in KINDS:
        days = getattr(settings, kind.setting)
        if days:
            deleted[kind.name] = _delete(records, kind, moment - timedelta(days=days))
    if any(deleted.values()):
        records.database.tidy()
        gone = {name: count for name, count in deleted.items() if count}
        records.audit.note(SYSTEM, "records.purged", "", **gone)
    return deleted


def _delete(records: Records, kind: Kind, before: datetime) -> int:
    # Somebody may go on with a conversation at this moment: waited for, it is not old any more.
    old = select(kind.key).where(kind.age < before).limit(AT_ONCE).with_for_update()
    if kind.ended is not None:
        old = old.where(kind.ended)
    total = 0
    while True:
        with records.database.writing() as session:
            keys = session.scalars(old).all()
            if not keys:
                return total
            if kind.key is ConversationRecord.id:
                hand_on(session, keys)
            gone = delete(kind.key.class_).where(kind.key.in_(keys))
            done = session.execute(gone, execution_options={"synchronize_session": False})
            total += done.rowcount  # type: ignore[attr-defined]
