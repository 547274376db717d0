"""A task of the staff (待办): its kinds, what may be looked for, what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.records.columns import CHINA
from bot.records.tables import Remark, Task, TurnRecord

EACH: Final = 50  # tasks of a page
NOBODY: Final = "-"  # in place of an account: tasks that are nobody's
OPEN: Final = "open"
SETTLED: Final = "settled"


class TaskKind(StrEnum):
    """Why something waits."""

    UNANSWERED = "unanswered"
    DISLIKED = "disliked"
    BLOCKED = "blocked"
    RULES = "rules"
    CARDS = "cards"
    READING = "reading"
    EXPIRING = "expiring"
    WORD = "word"  # one that was accepted or rejected: see `words`; not among what waits


class Deed(StrEnum):
    """What a remark tells of."""

    ASKED = "asked"  # its words: id of the turn
    DISLIKED = "disliked"  # its words: id of the feedback
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    SETTLED = "settled"
    REOPENED = "reopened"
    NOTED = "noted"


class TaskError(ValueError):
    """What was asked of a task can't be done; the message is Chinese."""


class SettledError(TaskError):
    """What was asked of a task that somebody has settled meanwhile: it is opened again first."""

    def __init__(self, by: str, at: datetime) -> None:
        when = f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        super().__init__(f"这项待办已由{by}在{when}办结，没有处理。要再处理，请先重新打开。")


@dataclass(frozen=True, slots=True)
class Pending:
    """Something about the texts that waits; ``subject`` tells it from others of its kind."""

    kind: TaskKind
    subject: str
    title: str
    matters: Sequence[str] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks are looked for; what is empty does not narrow. ``assignee`` may be `NOBODY`."""

    kind: str = ""
    matter: str = ""
    state: str = OPEN
    since: datetime | None = None
    until: datetime | None = None  # exclusive
    assignee: str = ""
    text: str = ""
    often: bool = False  # the most asked first, else the latest
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A task in a list: how often it was asked, and when last (made, where nobody asked)."""

    task: Task
    times: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Rows:
    """A page of tasks, and how many there are in all."""

    rows: Sequence[Row]
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // EACH))


@dataclass(frozen=True, slots=True)
class Opened:
    """A task with all that was said of it, in order, and the turns that asked it, latest first."""

    task: Task
    remarks: Sequence[Remark]  # without the askings
    turns: Sequence[TurnRecord]
    times: int
