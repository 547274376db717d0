"""办事信息 that the staff enter for a matter of a text: what holds now, and what held before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, update

from bot.records.audit import Audit
from bot.records.columns import now, numbered
from bot.records.database import Database
from bot.records.members import Member
from bot.records.tables import ServiceEntry


@dataclass(frozen=True, slots=True)
class Entered:
    """What somebody fills in. ``matter`` "": of the whole text; ``dated``: of the source."""

    document_id: str
    matter: str
    kind: str  # bot.aspects.Aspect
    words: str
    source: str
    dated: date


class ServiceInfo:
    """The entries of one database. A new one takes the place of that of its kind and matter."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def enter(self, by: Member, entered: Entered) -> int:
        """Keep an entry; its id."""
        same = (
            ServiceEntry.document_id == entered.document_id,
            ServiceEntry.matter == entered.matter,
            ServiceEntry.kind == entered.kind,
            ServiceEntry.withdrawn.is_(None),
        )
        with self._database.writing() as session:
            session.execute(update(ServiceEntry).where(*same).values(withdrawn=now()))
            entry = ServiceEntry(
                document_id=entered.document_id, matter=entered.matter, kind=entered.kind,
                words=entered.words, source=entered.source, dated=entered.dated, author=by.person,
            )  # fmt: skip
            session.add(entry)
            session.flush()
            self._audit.add(
                session, by.name, "service.enter", entered.document_id, entry=entry.id,
                matter=entered.matter, kind=entered.kind, words=entered.words,
            )  # fmt: skip
            number = entry.id
        self._audit.anchor()
        return number

    def withdraw(self, by: Member, entry_id: int) -> bool:
        """Take an entry back: it is told no more; whether there was one that held."""
        with self._database.writing() as session:
            entry = numbered(session, ServiceEntry, entry_id)
            if entry is None or entry.withdrawn is not None:
                return False
            entry.withdrawn = now()
            self._audit.add(session, by.name, "service.withdraw", entry.document_id, entry=entry.id)
        self._audit.anchor()
        return True

    def current(self, documents: Collection[str], matters: Collection[str]) -> list[ServiceEntry]:
        """What holds of some matters of some texts, and of these texts as a whole."""
        query = (
            select(ServiceEntry)
            .where(ServiceEntry.withdrawn.is_(None), ServiceEntry.matter.in_(["", *matters]))
            .order_by(ServiceEntry.document_id, ServiceEntry.matter.desc(), ServiceEntry.id)
        )
        with self._database.reading() as session:
            return [one for one in session.scalars(query) if one.document_id in documents]

    def all(self, document_id: str) -> list[ServiceEntry]:
        """Every entry of a text, those withdrawn too, the latest first."""
        query = (
            select(ServiceEntry)
            .where(ServiceEntry.document_id == document_id)
            .order_by(ServiceEntry.id.desc())
        )
        with self._database.reading() as session:
            return list(session.scalars(query))

    def held(self) -> dict[str, int]:
        """Text → how many entries of it hold."""
        query = select(ServiceEntry.document_id).where(ServiceEntry.withdrawn.is_(None))
        counts: dict[str, int] = {}
        with self._database.reading() as session:
            for document_id in session.scalars(query):
                counts[document_id] = counts.get(document_id, 0) + 1
        return counts
