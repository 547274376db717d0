"""Looking into the audit log: the lines that somebody asks for, the newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from bot.records.database import Database
from bot.records.tables import AuditLine


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the log, as it was written."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]
    hash: str


@dataclass(frozen=True, slots=True)
class Search:
    """Which lines: those all of which hold. ``who`` stands in actor or subject."""

    who: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None  # not included
    below: int | None = None  # number of the line to go on from


def found(database: Database, search: Search, most: int) -> list[Line]:
    """The newest of the lines that are asked for."""
    query = select(AuditLine).order_by(AuditLine.number.desc()).limit(most)
    if search.who:
        query = query.where(
            or_(
                AuditLine.actor.icontains(search.who, autoescape=True),
                AuditLine.subject.icontains(search.who, autoescape=True),
            )
        )
    if search.action:
        query = query.where(AuditLine.action == search.action)
    if search.since is not None:
        query = query.where(AuditLine.at >= search.since)
    if search.until is not None:
        query = query.where(AuditLine.at < search.until)
    if search.below is not None:
        query = query.where(AuditLine.number < search.below)
    with database.reading() as session:
        return [
            Line(one.number, one.at, one.actor, one.action, one.subject, one.detail, one.hash)
            for one in session.scalars(query)
        ]


def actions(database: Database) -> list[str]:
    """Every kind of deed that the log tells of."""
    with database.reading() as session:
        return list(session.scalars(select(AuditLine.action).distinct().order_by(AuditLine.action)))
