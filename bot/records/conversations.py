"""Conversations as they are kept: whose, the turns with their replies, what is shared."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import case, delete, func, select, update

from bot.records.columns import now
from bot.records.database import Database
from bot.records.masking import masked, masked_like
from bot.records.tables import ConversationRecord, Feedback, TurnRecord

MOST: Final = 500  # turns of one conversation


@dataclass(frozen=True, slots=True)
class Said:
    """A turn to be kept. ``reply`` is what `bot.render.render_json` made of it.

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
    texts: Mapping[str, str]
    seconds: float


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation in a list: what was asked first, and when last."""

    id: str
    first: str
    turns: int
    last: datetime


class Conversations:
    """The conversations of one database. Ids can't be guessed; who has one may read it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, owner: str) -> str:
        """A new conversation; its id."""
        with self._database.writing() as session:
            begun = ConversationRecord(id=secrets.token_urlsafe(18), owner=owner)
            session.add(begun)
            return begun.id

    def add(self, conversation_id: str, said: Said) -> TurnRecord | None:
        """Keep a turn; None where the conversation is gone, or has as many as there may be."""
        with self._database.writing() as session:
            kept = session.get(ConversationRecord, conversation_id)
            count = select(func.max(TurnRecord.number)).where(
                TurnRecord.conversation_id == conversation_id
            )
            number = (session.scalar(count) or 0) + 1
            if kept is None or number > MOST:
                return None
            kept.last = now()
            turn = TurnRecord(
                conversation_id=conversation_id,
                number=number,
                day=said.day,
                channel=said.channel,
                message=masked(said.message),
                status=said.status,
                grade=said.grade,
                matters=list(said.matters),
                unread=[masked(word) for word in said.unread],
                reply=masked_like(dict(said.reply), said.message),
                texts=dict(said.texts),
                seconds=said.seconds,
            )
            session.add(turn)
            session.flush()
            return turn

    def turns(self, conversation_id: str, owner: str | None = None) -> list[TurnRecord]:
        """The turns in order; none where it is gone or not ``owner``'s."""
        query = (
            select(TurnRecord)
            .join(ConversationRecord)
            .where(ConversationRecord.id == conversation_id)
            .order_by(TurnRecord.number)
        )
        if owner is not None:
            query = query.where(ConversationRecord.owner == owner)
        with self._database.reading() as session:
            return list(session.scalars(query))

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
            return bool(session.execute(delete(ConversationRecord).where(*where)).rowcount)  # type: ignore[attr-defined]

    def turn(self, turn_id: int) -> TurnRecord | None:
        """One turn."""
        with self._database.reading() as session:
            return session.get(TurnRecord, turn_id)

    def share(self, conversation_id: str, number: int, owner: str) -> str | None:
        """The key of a turn's permalink, made when first asked for; None for who may not."""
        if not self.owned(conversation_id, owner):
            return None
        of = (TurnRecord.conversation_id == conversation_id, TurnRecord.number == number)
        with self._database.writing() as session:
            fresh = secrets.token_urlsafe(18)
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
        if not self.owned(conversation_id, owner):
            return None
        of = (TurnRecord.conversation_id == conversation_id, TurnRecord.number == number)
        with self._database.writing() as session:
            turn = session.scalar(select(TurnRecord).where(*of))
            if turn is not None:
                session.add(Feedback(turn_id=turn.id, useful=useful, reason=masked(reason)))
            return turn
