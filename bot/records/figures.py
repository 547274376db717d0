"""Figures (统计) of what was asked: counted by the database, over some days and a channel."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, String, cast, func, select
from sqlalchemy.orm import Session

from bot.records.columns import CHINA
from bot.records.database import Database
from bot.records.tables import Feedback, TurnRecord
from bot.reply import Status

TOP: Final = 15  # matters and words that are listed
_SLOW: Final = 0.95
GROUPS: Final[Mapping[str, tuple[Status, ...]]] = {
    "已答": (
        Status.ANSWERED, Status.PARTLY, Status.EXPIRED, Status.SUPERSEDED, Status.CONFLICTING,
        Status.NOT_ELIGIBLE,
    ),
    "追问": (Status.NEEDS_INPUT,),
    "未载明或没找到": (Status.NOT_STATED, Status.NOT_FOUND, Status.NEAREST),
    "拒答": (Status.OUT_OF_SCOPE, Status.NOT_HELD, Status.NOT_UNDERSTOOD, Status.UNAVAILABLE),
}  # fmt: skip

Counts = Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was asked from ``first`` to ``last`` (days in China). Seconds are None for nothing."""

    first: date
    last: date
    total: int
    days: Counts  # every day, those without a question too
    groups: Counts
    statuses: Counts
    useful: int
    useless: int
    matters: Counts  # by id
    words: Counts
    median: float | None
    slow: float | None  # 95 of 100 answers took no longer


def figures(database: Database, last: date, days: int, channel: str = "") -> Figures:
    """The figures of some days up to ``last``; ``channel`` "" counts all."""
    first = last - timedelta(days=days - 1)
    where: list[ColumnElement[bool]] = [
        TurnRecord.at >= datetime.combine(first, time(), CHINA),
        TurnRecord.at < datetime.combine(last + timedelta(days=1), time(), CHINA),
    ]
    if channel:
        where.append(TurnRecord.channel == channel)
    with database.reading() as session:
        statuses = _counted(session, TurnRecord.status, where)
        by_day = _counted(session, _day(database), where)
        every = [first + timedelta(days=n) for n in range(days)]
        total = sum(statuses.values())
        useful, useless = _judged(session, where)
        return Figures(
            first=first,
            last=last,
            total=total,
            days=[(day.isoformat(), by_day[day.isoformat()]) for day in every],
            groups=[(name, sum(statuses[s] for s in of)) for name, of in GROUPS.items()],
            statuses=_ordered(statuses),
            useful=useful,
            useless=useless,
            matters=_listed(session, TurnRecord.matters, where),
            words=_listed(session, TurnRecord.unread, where),
            median=_seconds(session, where, total, 0.5),
            slow=_seconds(session, where, total, _SLOW),
        )


def _day(database: Database) -> ColumnElement[Any]:
    """The day in China of a turn."""
    if database.lite:
        return func.date(TurnRecord.at, "+8 hours", type_=String)
    return cast(func.timezone("Asia/Shanghai", TurnRecord.at), Date)


def _counted(session: Session, of: Any, where: Sequence[ColumnElement[bool]]) -> Counter[str]:  # noqa: ANN401
    query = select(of, func.count()).where(*where).group_by(of)
    return Counter({str(value): number for value, number in session.execute(query)})


def _listed(session: Session, of: Any, where: Sequence[ColumnElement[bool]]) -> Counts:  # noqa: ANN401
    """How many turns have each member of a list."""
    counts: Counter[str] = Counter()
    for members, number in _counted(session, cast(of, String), where).items():
        counts.update(dict.fromkeys(map(str, json.loads(members)), number))
    return _ordered(counts)[:TOP]


def _ordered(counts: Counter[str]) -> Counts:
    """The most first, as many by name: a database gives groups in any order."""
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _judged(session: Session, where: Sequence[ColumnElement[bool]]) -> tuple[int, int]:
    """How many turns were said to help, and not: the latest of each counts."""
    newest = select(func.max(Feedback.id)).group_by(Feedback.turn_id)
    query = (
        select(Feedback.useful, func.count())
        .join(TurnRecord, TurnRecord.id == Feedback.turn_id)
        .where(Feedback.id.in_(newest), *where)
        .group_by(Feedback.useful)
    )
    counts = {bool(useful): number for useful, number in session.execute(query)}
    return counts.get(True, 0), counts.get(False, 0)


def _seconds(
    session: Session, where: Sequence[ColumnElement[bool]], total: int, share: float
) -> float | None:
    """How long the answer took that so many of all took no longer than."""
    if not total:
        return None
    place = min(total - 1, int(share * total))
    query = select(TurnRecord.seconds).where(*where).order_by(TurnRecord.seconds)
    return session.scalar(query.offset(place).limit(1))
