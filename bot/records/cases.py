"""Cases of the eval set that the staff made of questions, each with a person's right answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from bot.records.audit import Audit
from bot.records.database import Database
from bot.records.members import Member
from bot.records.tables import StaffCase


class Cases:
    """The cases of one database."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def add(self, by: Member, turn_id: int | None, case: Mapping[str, Any]) -> str:
        """Keep a case; its id, which no other has."""
        with self._database.writing() as session:
            kept = StaffCase(turn_id=turn_id, case={}, author=by.person)
            session.add(kept)
            session.flush()
            name = f"staff-{kept.id:04d}"
            kept.case = {"id": name, **case}
            self._audit.add(session, by.name, "case.add", name, turn=turn_id)
        self._audit.anchor()
        return name

    def all(self) -> list[StaffCase]:
        """Every case, the first first."""
        with self._database.reading() as session:
            return list(session.scalars(select(StaffCase).order_by(StaffCase.id)))
