"""The audit log: what was done by whom, each line chained to the one before it by a hash.

A line can't be changed or taken out unnoticed: the database refuses it, the chain breaks, and the
last number with its hash is noted outside of the database (`Anchor`), so that even lines cut off
at the end are missed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bot.records.columns import now
from bot.records.database import Database
from bot.records.tables import AuditLine

START: Final = "0" * 64  # what the first line is chained to
SYSTEM: Final = "系统"
ANCHOR: Final = "audit.head"
_NEWEST: Final = select(AuditLine).order_by(AuditLine.number.desc()).limit(1)
_LOCK: Final = "LOCK TABLE audit IN EXCLUSIVE MODE"  # PostgreSQL: one writer of the chain at a time


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and how, in Chinese."""

    number: int
    why: str


class Audit:
    """The log of one database; ``var`` is the folder that the anchor lies in."""

    def __init__(self, database: Database, var: Path) -> None:
        self._database = database
        self._anchor = var / ANCHOR

    def add(
        self,
        session: Session,
        actor: str,
        action: str,
        subject: str = "",
        **detail: Any,  # noqa: ANN401
    ) -> AuditLine:
        """Write a line within the transaction of what it tells of: both are kept or neither.

        ``detail`` is plain data.
        """
        if not self._database.lite:
            session.execute(text(_LOCK))
        last = session.scalar(_NEWEST)
        # In milliseconds: what a database gives back must be what was hashed.
        at = now().replace(microsecond=now().microsecond // 1000 * 1000)
        entry = AuditLine(
            number=last.number + 1 if last else 1,
            at=at, actor=actor, action=action, subject=subject, detail=detail,
            before=last.hash if last else START, hash="",
        )  # fmt: skip
        entry.hash = hashed(entry)
        session.add(entry)
        session.flush()
        return entry

    def note(self, actor: str, action: str, subject: str = "", **detail: Any) -> None:  # noqa: ANN401
        """Write a line of its own, and where the log stands now."""
        with self._database.writing() as session:
            self.add(session, actor, action, subject, **detail)
        self.anchor()

    def anchor(self) -> None:
        """Note outside of the database where the log stands."""
        with self._database.reading() as session:
            last = session.scalars(
                select(AuditLine).order_by(AuditLine.number.desc()).limit(1)
            ).first()
        if last is None:
            return
        fresh = self._anchor.with_suffix(".new")
        fresh.write_text(f"{last.number} {last.hash}\n", "utf-8")
        fresh.replace(self._anchor)

    def breaks(self) -> Iterator[Break]:
        """Everything about the log that does not hold, in order; nothing where all does."""
        before, number = START, 0
        noted = _noted(self._anchor)
        with self._database.reading() as session:
            for entry in session.scalars(select(AuditLine).order_by(AuditLine.number)).yield_per(
                500
            ):
                if entry.number != number + 1:
                    yield Break(number + 1, f"缺少第{number + 1}至{entry.number - 1}条")
                elif entry.before != before:
                    yield Break(entry.number, "与上一条接不上")
                if entry.hash != hashed(entry):
                    yield Break(entry.number, "内容在写入以后被改动过")
                if noted and entry.number == noted[0] and entry.hash != noted[1]:
                    yield Break(entry.number, "与库外记下的校验值不同")
                before, number = entry.hash, entry.number
        if noted and noted[0] > number:
            yield Break(number + 1, f"末尾被截去：库外记到第{noted[0]}条，库里只有{number}条")

    def lines(self, most: int = 200) -> list[AuditLine]:
        """The newest lines, the newest first."""
        with self._database.reading() as session:
            newest = select(AuditLine).order_by(AuditLine.number.desc()).limit(most)
            return list(session.scalars(newest))


def hashed(entry: AuditLine) -> str:
    """The hash of a line: over what it says and the hash of the line before it."""
    said = [
        entry.number, _moment(entry.at), entry.actor, entry.action, entry.subject,
        _plain(entry.detail), entry.before,
    ]  # fmt: skip
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _plain(detail: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
    return json.loads(json.dumps(detail, ensure_ascii=False, sort_keys=True))


def _noted(anchor: Path) -> tuple[int, str] | None:
    try:
        number, _, written = anchor.read_text("utf-8").strip().partition(" ")
    except FileNotFoundError:
        return None
    return (int(number), written) if number.isdecimal() else None
