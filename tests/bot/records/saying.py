"""Turns to be kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.records.conversations import Said

DAY = date(2026, 11, 22)


def said(message: str = "技改投了350万，能补多少？", **changes: Any) -> Said:  # noqa: ANN401
    """A turn to be kept."""
    values: dict[str, Any] = {
        "message": message,
        "day": DAY,
        "channel": "api",
        "status": "answered",
        "grade": "stated",
        "matters": ("technical-renovation",),
        "unread": ("喀纳斯",),
        "reply": {"conclusion": "可获资助70万元〔1〕。", "citations": [{"quote": "最高500万元"}]},
        "beside": {"schemes": {}, "clauses": []},
        "texts": {"measures": "a" * 64},
        "seconds": 0.25,
    }
    return Said(**{**values, **changes})
