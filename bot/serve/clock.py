"""The clock on the wall: days are those of China, wherever the server stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

CHINA: Final = ZoneInfo("Asia/Shanghai")


def day_of(moment: datetime) -> date:
    """The day of a moment."""
    return moment.astimezone(CHINA).date()


def today() -> date:
    """The present day."""
    return datetime.now(CHINA).date()
