"""Conversations as they are kept: whose, the turns with their replies, what is shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import bindparam, case, delete, func, insert, select, update
from sqlalchemy.engine import Connection

from bot.records.asked import hand_on
from bot.records.columns import now, numbered
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.masking import masked, masked_like, telling
from bot.records.tables import ConversationRecord, Feedback, TurnRecord
from bot.records.together import Together

MOST: Final = 500  # turns of one conversation
REASON: Final = 1000  # characters of why an answer did not help
# Made once, and no objects of rows: a turn is kept while somebody waits for its reply.
_BEGIN: Final = insert(ConversationRecord)
_TOUCH: Final = (
    update(ConversationRecord)
    .where(ConversationRecord.id == bindparam("kept"))
    .values(last=bindparam("moment"))
)
_NEXT: Final = select(func.coalesce(func.max(TurnRecord.number), 0) + 1).where(
    TurnRecord.conversation_id == bindparam("kept")
)
_KEEP: Final = insert(TurnRecord)


@dataclass(frozen=True, slots=True)
class Said:
    """A turn to be kept. ``reply`` is what `bot.render.render_json` made of it.

    ``beside`` holds what showing it again needs: the schemes' names and the clauses as they are.
    ``texts``: document id → SHA-256 of the text of it that the reply rests on.
    """

    message: str
    day: date
    channel: str  # page ｜ api
    status: str
    grade: str | None
    matters: Sequence[str]
    unread: Sequence[str]
    reply: Mapping[str, Any]
    beside: Mapping[str, Any]
    texts: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list: what was asked first, and when last."""

    id: str
    first: str
    turns: int
    last: datetime


@dataclass(frozen=True, slots=True)
class _Row:
    """A turn as it is written, with its conversation where it is the first."""

    turn: dict[str, Any]
    begun: dict[str, Any] | None = None


class Conversations:
    """The conversations of one database. Ids can't be guessed; who has one may read it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keep = Together(self._kept)

    def begin(self, conversation_id: str, owner: str, first: Said) -> int:
        """Keep a new conversation (an id of `new_id`) with its first turn; the number of that."""
        moment = now()
        begun = {"id": conversation_id, "owner": owner, "begun": moment, "last": moment}
        self._keep(_Row(_row(conversation_id, 1, first, moment), begun))
        return 1

    def add(self, conversation_id: str, said: Said) -> int | None:
        """Keep a turn; its number. None where the conversation is gone, or is full (`MOST`)."""
        return self._keep(_Row(_row(conversation_id, 0, said, now())))

    def _kept(self, rows: Sequence[_Row]) -> list[int | None]:
        """Keep turns in one transaction; the number of each."""
        with self._database.writing_plainly() as connection:
            if first := [row for row in rows if row.begun]:
                connection.execute(_BEGIN, [row.begun for row in first if row.begun])
                connection.execute(_KEEP, [row.turn for row in first])
            return [1 if row.begun else _added(connection, row.turn) for row in rows]

    def turns(
        self, conversation_id: str, owner: str | None = None, latest: int = MOST
    ) -> list[TurnRecord]:
        """The latest turns in order; none where the conversation is gone or not ``owner``'s."""
        query = (
            select(TurnRecord)
            .join(ConversationRecord)
            .where(ConversationRecord.id == conversation_id)
            .order_by(TurnRecord.number.desc())
            .limit(latest)
        )
        if owner is not None:
            query = query.where(ConversationRecord.owner == owner)
        with self._database.reading() as session:
            return list(session.scalars(query))[::-1]

    def owned(self, conversation_id: str, owner: str) -> bool:
        """Whether there is such a conversation of that owner."""
        with self._database.reading() as session:
            kept = session.get(ConversationRecord, conversation_id)
            return kept is not None and bool(owner) and kept.owner == owner

    def of(self, owner: str, most: int = 50) -> list[Heading]:
        """The conversations of an owner that have a turn, the latest first."""
        first = func.max(case((TurnRecord.number == 1, TurnRecord.message)))
        query = (
            select(
                ConversationRecord.id,
                first,
                func.count(TurnRecord.id),
                ConversationRecord.last,
            )
            .join(TurnRecord)
            .where(ConversationRecord.owner == owner)
            .group_by(ConversationRecord.id)
            .order_by(ConversationRecord.last.desc())
            .limit(most)
        )
        with self._database.reading() as session:
            return [Heading(*row) for row in session.execute(query)]

    def remove(self, conversation_id: str, owner: str | None = None) -> bool:
        """Delete a conversation with all that hangs on it; whether there was one (of ``owner``)."""
        where = [ConversationRecord.id == conversation_id]
        if owner is not None:
            where.append(ConversationRecord.owner == owner)
        with self._database.writing() as session:
            if session.scalar(select(ConversationRecord.id).where(*where)):
                hand_on(session, [conversation_id])
            found = session.execute(delete(ConversationRecord).where(*where)).rowcount  # type: ignore[attr-defined]
        if found:
            self._database.tidy()
        return bool(found)

    def export(self, conversation_id: str) -> dict[str, Any] | None:
        """All that is kept of a conversation, as plain data; None where there is none."""
        with self._database.reading() as session:
            kept = session.get(ConversationRecord, conversation_id)
            if kept is None:
                return None
            turns = session.scalars(
                select(TurnRecord)
                .where(TurnRecord.conversation_id == conversation_id)
                .order_by(TurnRecord.number)
            ).all()
            said = session.scalars(
                select(Feedback)
                .join(TurnRecord)
                .where(TurnRecord.conversation_id == conversation_id)
                .order_by(Feedback.id)
            ).all()
            return {
                "id": kept.id,
                "begun": kept.begun.isoformat(),
                "last": kept.last.isoformat(),
                "turns": [_exported(turn, said) for turn in turns],
            }

    def turn(self, turn_id: int) -> TurnRecord | None:
        """One turn."""
        with self._database.reading() as session:
            return numbered(session, TurnRecord, turn_id)

    def share(self, conversation_id: str, number: int, owner: str) -> str | None:
        """The key of a turn's permalink, made when first asked for; None for who may not."""
        if number > MOST or not self.owned(conversation_id, owner):
            return None
        of = (TurnRecord.conversation_id == conversation_id, TurnRecord.number == number)
        with self._database.writing() as session:
            fresh = new_id()
            session.execute(
                update(TurnRecord).where(*of, TurnRecord.share.is_(None)).values(share=fresh)
            )
            return session.scalar(select(TurnRecord.share).where(*of))

    def shared(self, key: str) -> TurnRecord | None:
        """The turn under a permalink."""
        with self._database.reading() as session:
            return session.scalar(select(TurnRecord).where(TurnRecord.share == key))

    def judge(
        self, conversation_id: str, number: int, owner: str, *, useful: bool, reason: str
    ) -> TurnRecord | None:
        """Keep whether an answer helped; None for who may not say."""
        if number > MOST or not self.owned(conversation_id, owner):
            return None
        of = (TurnRecord.conversation_id == conversation_id, TurnRecord.number == number)
        with self._database.writing() as session:
            turn = session.scalar(select(TurnRecord).where(*of))
            if turn is not None:
                session.add(
                    Feedback(turn_id=turn.id, useful=useful, reason=masked(reason[:REASON]))
                )
            return turn


def _added(connection: Connection, turn: dict[str, Any]) -> int | None:
    of = {"kept": turn["conversation_id"]}
    # First, as it locks the conversation in PostgreSQL too: no two turns have the same number.
    if not connection.execute(_TOUCH, {**of, "moment": turn["at"]}).rowcount:
        return None
    number = int(connection.scalar(_NEXT, of) or 1)
    if number > MOST:
        return None
    connection.execute(_KEEP, turn | {"number": number})
    return number


def _row(conversation_id: str, number: int, said: Said, moment: datetime) -> dict[str, Any]:
    """A turn as it is written: what tells who somebody is, covered."""
    return {
        "conversation_id": conversation_id,
        "number": number,
        "at": moment,
        "day": said.day,
        "channel": said.channel,
        "message": masked(said.message),
        "status": said.status,
        "grade": said.grade,
        "matters": list(said.matters),
        "unread": list(telling(said.unread, said.message)),
        "reply": masked_like(dict(said.reply), said.message),
        "beside": dict(said.beside),
        "texts": dict(said.texts),
        "seconds": said.seconds,
    }


def _exported(turn: TurnRecord, said: Sequence[Feedback]) -> dict[str, Any]:
    return {
        "number": turn.number,
        "at": turn.at.isoformat(),
        "day": turn.day.isoformat(),
        "channel": turn.channel,
        "message": turn.message,
        "status": turn.status,
        "grade": turn.grade,
        "matters": turn.matters,
        "unread": turn.unread,
        "reply": turn.reply,
        "texts": turn.texts,
        "seconds": turn.seconds,
        "feedback": [
            {"at": one.at.isoformat(), "useful": one.useful, "reason": one.reason}
            for one in said
            if one.turn_id == turn.id
        ],
    }
