"""Kinds of columns that SQLite and PostgreSQL keep alike."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

CHINA: Final = ZoneInfo("Asia/Shanghai")  # whose days and hours the staff are told
LARGEST: Final = 2**31 - 1  # number of a row
_UNFIT: Final = re.compile("[\0\ud800-\udfff]")
_NUL: Final = "\\u0000"  # as JSON writes it
_NULS: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # not behind a \ that is escaped itself
_Row = TypeVar("_Row")


class Moment(TypeDecorator[datetime]):
    """A moment: aware, kept in UTC; SQLite itself would forget the zone.

    Raises ValueError on the way in where a moment says no zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """As it is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} 没有时区")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """As it is read."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text, without what PostgreSQL keeps none of (`plain`)."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is written, and looked for."""
        return None if value is None else plain(value)


def plain(text: str) -> str:
    """The text without NUL and halves of characters, which no text has unless to do harm."""
    return _UNFIT.sub("", text)


def written(data: Any) -> str:  # noqa: ANN401 -- JSON
    """Plain data as JSON, in Chinese so that it can be searched; its texts are `plain`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return plain(_NULS.sub(r"\1", text) if _NUL in text else text)


def numbered(session: Session, table: type[_Row], number: int) -> _Row | None:
    """The row of a number that somebody gave, however large; None where there is none."""
    return session.get(table, number) if 0 < number <= LARGEST else None


def now() -> datetime:
    """The present moment, aware."""
    return datetime.now(tz=UTC)
