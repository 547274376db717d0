"""The audit log: what was done by whom, each line chained to the one before it by a hash.

A line can't be changed or taken out unnoticed: the database refuses it, the chain breaks, and the
last number with its hash is noted outside of the database (`ANCHOR`), so that even lines cut off
at the end are missed. Whoever can write to both the database and that file, and computes every
hash anew, is not found out: keep a copy of the file elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records.columns import now, plain, written
from bot.records.database import Database
from bot.records.tables import AuditLine

START: Final = "0" * 64  # what the first line is chained to
SYSTEM: Final = "系统"
ANCHOR: Final = "audit.head"
_NEWEST: Final = select(AuditLine).order_by(AuditLine.number.desc()).limit(1)

# Everything that is written down; each has its words in `bot.serve.accounts.deeds`.
AuditAction = Literal[
    "account.add", "account.change", "account.sign_out",
    "sign_in", "sign_in.failed", "sign_out",
    "key.make", "key.revoke",
    "audit.download",
    "text.publish", "text.undo", "text.on", "text.off",
    "rule.confirm", "rule.withdraw",
    "card.confirm", "card.withdraw",
    "records.purged", "records.backed_up", "records.restored",
    "conversation.deleted",
    "case.add",
    "evals.run", "evals.cancel", "evals.remove",
    "reading.write", "reading.sign", "reading.withdraw",
    "service.enter", "service.withdraw",
    "task.assign", "task.hand_over", "task.note", "task.reopen", "task.settle",
    "word.accept", "word.reject",
]  # fmt: skip


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
        self._anchoring = Lock()

    def add(
        self,
        session: Session,
        actor: str,
        action: AuditAction,
        subject: str = "",
        **detail: Any,  # noqa: ANN401
    ) -> AuditLine:
        """Write a line within the transaction of what it tells of: both are kept or neither.

        ``session`` is one of `Database.writing`, as only one may write the chain at a time.
        ``detail`` is plain data.
        """
        last = session.scalar(_NEWEST)
        moment = now()
        entry = AuditLine(
            number=last.number + 1 if last else 1,
            # In milliseconds: what a database gives back must be what was hashed.
            at=moment.replace(microsecond=moment.microsecond // 1000 * 1000),
            actor=plain(actor), action=action, subject=plain(subject),
            detail=json.loads(written(detail)),  # what is kept of it
            before=last.hash if last else START, hash="",
        )  # fmt: skip
        entry.hash = hashed(entry)
        session.add(entry)
        session.flush()
        return entry

    def note(
        self,
        actor: str,
        action: AuditAction,
        subject: str = "",
        **detail: Any,  # noqa: ANN401
    ) -> None:
        """Write a line of its own, and where the log stands now."""
        with self._database.writing() as session:
            self.add(session, actor, action, subject, **detail)
        self.anchor()

    def anchor(self) -> None:
        """Note outside of the database where the log stands; after every transaction with a line.

        It never goes back: of two threads the later may have read the earlier state.
        """
        with self._anchoring:
            with self._database.reading() as session:
                last = session.scalar(_NEWEST)
            if last is None:
                return
            fresh = self._anchor.with_suffix(".new")
            with fresh.open("w", encoding="utf-8") as file:
                file.write(f"{last.number} {last.hash}\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._anchor)

    def breaks(self) -> Iterator[Break]:
        """Everything about the log that does not hold, in order; nothing where all does."""
        before, number = START, 0
        noted = _noted(self._anchor)
        every = select(AuditLine).order_by(AuditLine.number)
        with self._database.reading() as session:
            for entry in session.scalars(every).yield_per(500):
                if entry.number != number + 1:
                    last = entry.number - 1
                    lacking = (
                        f"第{number + 1}条" if last == number + 1 else f"第{number + 1}至{last}条"
                    )
                    yield Break(number + 1, f"缺少{lacking}")
                elif entry.before != before:
                    yield Break(entry.number, "与上一条接不上")
                if entry.hash != hashed(entry):
                    yield Break(entry.number, "内容在写入以后被改动过")
                if noted and entry.number == noted[0] and entry.hash != noted[1]:
                    yield Break(entry.number, f"与库外（{ANCHOR}）记下的校验值不同")
                before, number = entry.hash, entry.number
        if noted and noted[0] > number:
            told = f"末尾被截去：库外（{ANCHOR}）记到第{noted[0]}条，库里只到第{number}条"
            yield Break(number + 1, told)
        if noted is None and number:
            told = f"库外的记录（{ANCHOR}）不在或读不出来，末尾有没有被截去无从核对"
            yield Break(number, told)

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last line; 0 and `START` where there is none."""
        with self._database.reading() as session:
            last = session.scalar(_NEWEST)
            return (last.number, last.hash) if last else (0, START)

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
    except (OSError, UnicodeDecodeError):
        return None
    return (int(number), written) if number.isdecimal() and written else None
