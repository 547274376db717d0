"""What is typed, before anything reads it: control characters go, and what is too long is said."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

LIMIT: Final = 2000  # characters of one question; the Civil Code's longest article has under 500
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)  # control and direction marks, no or half characters; tab and line break stay
DAY: Final = re.compile(r"(\d{4})\s*(?:[-/.年])\s*(\d{1,2})\s*(?:[-/.月])\s*(\d{1,2})\s*日?")


@dataclass(frozen=True, slots=True)
class Received:
    """A question fit to be read, or the reason why it is not (``problem``)."""

    text: str
    problem: str = ""


def receive(typed: str) -> Received:
    """The question without what nobody can see, or why it can't be answered."""
    text = UNSEEN.sub("", typed).strip()
    if not text:
        return Received("", "请先输入问题，例如“技术改造能补多少”。")
    if len(text) > LIMIT:
        return Received(
            text,
            f"您输入了{len(text):,}个字，超过一次提问{LIMIT:,}字的上限，没有处理。"
            "请只保留要问的事项和金额再提交。",
        )
    return Received(text)


class DayError(ValueError):
    """What was typed is no day; the message says what is expected."""


def read_day(typed: str | None, default: date) -> date:
    """``2026-11-22``, ``2026/11/22`` or ``2026年11月22日``; nothing typed gives ``default``.

    Raises:
        DayError: it is none of these, or no day of the calendar.

    """
    text = (typed or "").strip()
    if not text:
        return default
    match = DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return date(*(int(part) for part in match.groups()))
    except ValueError as error:
        raise DayError("日期请写成 2026-11-22 或 2026年11月22日。") from error
