"""Questions that wait for the staff: made into tasks, and let go of when they are deleted.

A question that many ask is one task: by its words and its matter. Tasks of questions are made when
the desk is opened, from the turns and the feedback kept since, so that no visitor waits for them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, String, cast, delete, func, select
from sqlalchemy.orm import Session

from bot.records.tables import Feedback, Remark, Task, TurnRecord
from bot.records.task import OPEN, Deed, TaskKind
from bot.reply import Status

GATHERED: Final = 2000  # turns that are looked at in one go
_SLACK: Final = 200  # turns before the last one seen: in PostgreSQL a lower id may come later
_NONE: Final = ("[]", "null")  # no list, or an empty one, as the databases write it
_MARKS: Final = re.compile(r"[\W_]+")
ASKING: Final = (Deed.ASKED, Deed.DISLIKED)
_KIND_OF: Final = {
    Status.NOT_UNDERSTOOD: TaskKind.UNANSWERED,
    Status.NOT_FOUND: TaskKind.UNANSWERED,
    Status.NOT_STATED: TaskKind.UNANSWERED,
    Status.NEAREST: TaskKind.UNANSWERED,
    Status.UNAVAILABLE: TaskKind.UNANSWERED,
    Status.OUT_OF_SCOPE: TaskKind.BLOCKED,
    Status.NOT_HELD: TaskKind.BLOCKED,
}


def gather(session: Session) -> None:
    """Make the tasks of what was asked, and judged, since this was last done."""
    _add(session, _unseen(session))
    _add(session, _disliked(session))


def hand_on(session: Session, conversations: Sequence[str]) -> None:
    """Before conversations are deleted: a task that others asked too goes on with their turn."""
    turns = select(TurnRecord.id).where(TurnRecord.conversation_id.in_(conversations))
    named = {
        Deed.ASKED: turns,
        Deed.DISLIKED: select(Feedback.id).where(Feedback.turn_id.in_(turns)),
    }
    for deed, numbers in named.items():
        words = select(cast(numbers.subquery().c.id, String))
        session.execute(
            delete(Remark).where(Remark.deed == deed, Remark.words.in_(words)),
            execution_options={"synchronize_session": False},
        )
    for task in session.scalars(select(Task).where(Task.turn_id.in_(turns))).all():
        asked = select(Remark.words).where(Remark.task_id == task.id, Remark.deed.in_(ASKING))
        others = turns_of(session, [int(number) for number in session.scalars(asked)], task)
        if others:
            latest = others[0]
            task.title, task.turn_id = latest.message, latest.id
            task.matters = list(latest.matters)


def subject_of(message: str, matters: Iterable[Any]) -> str:
    """What a question is told from others by: its words without marks, and its matters."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", message).lower())
    said = "\n".join((plain, *sorted(map(str, matters))))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class _Asking:
    """A turn that makes a task; ``number`` is what its remark names: the turn or the feedback."""

    kind: TaskKind
    deed: Deed
    number: int
    at: datetime
    turn_id: int
    message: str
    matters: Sequence[Any]


def _unseen(session: Session) -> list[_Asking]:
    """The turns without an answer that have no task yet; none to which the staff added one."""
    last, seen = _seen(session, Deed.ASKED)
    turn = TurnRecord
    query = (
        select(turn.id, turn.status, turn.at, turn.message, turn.matters)
        .where(turn.status.in_([one.value for one in _KIND_OF]), turn.id > last)
        .where(func.coalesce(cast(turn.reply["supplements"], String), _NONE[0]).in_(_NONE))
        .order_by(turn.id)
        .limit(GATHERED)
    )
    return [
        _Asking(_KIND_OF[Status(status)], Deed.ASKED, number, at, number, message, matters)
        for number, status, at, message, matters in session.execute(query)
        if number not in seen
    ]


def _disliked(session: Session) -> list[_Asking]:
    """The feedback that an answer did not help, where it is the latest of its turn."""
    last, seen = _seen(session, Deed.DISLIKED)
    newest = select(func.max(Feedback.id)).group_by(Feedback.turn_id)
    turn = TurnRecord
    query = (
        select(Feedback.id, Feedback.at, turn.id, turn.message, turn.matters)
        .join(turn, turn.id == Feedback.turn_id)
        .where(Feedback.useful.is_(False), Feedback.id > last, Feedback.id.in_(newest))
        .order_by(Feedback.id)
        .limit(GATHERED)
    )
    return [
        _Asking(TaskKind.DISLIKED, Deed.DISLIKED, number, at, turn_id, message, matters)
        for number, at, turn_id, message, matters in session.execute(query)
        if number not in seen
    ]


def _seen(session: Session, deed: Deed) -> tuple[int, set[int]]:
    """After which id to look, and the ids after that which have their remark."""
    number = cast(Remark.words, Integer)
    last = (session.scalar(select(func.max(number)).where(Remark.deed == deed)) or 0) - _SLACK
    seen = session.scalars(select(number).where(Remark.deed == deed, number > last))
    return last, set(seen)


def _add(session: Session, askings: Sequence[_Asking]) -> None:
    """One task a question, and a remark an asking; in few statements, as others wait to write."""
    subjects = [subject_of(one.message, one.matters) for one in askings]
    query = select(Task).where(Task.subject.in_(set(subjects)))
    held = {(task.kind, task.subject): task for task in session.scalars(query)}
    tasks = []
    for one, subject in zip(askings, subjects, strict=True):
        task = held.get((one.kind.value, subject))
        if task is None:
            task = Task(kind=one.kind.value, subject=subject, state=OPEN, made=one.at)
            held[one.kind.value, subject] = task
        # The latest: a task goes with the turn it names, and the oldest are removed first.
        task.title, task.turn_id, task.matters = one.message, one.turn_id, list(one.matters)
        tasks.append(task)
    session.add_all(held.values())
    session.flush()
    session.add_all(
        Remark(task_id=task.id, at=one.at, actor="", deed=one.deed.value, words=str(one.number))
        for one, task in zip(askings, tasks, strict=True)
    )


def turns_of(session: Session, numbers: Sequence[int], task: Task) -> list[TurnRecord]:
    """The turns that the remarks of a task name, the latest first."""
    ids = list(numbers)
    if task.kind == TaskKind.DISLIKED:
        ids = list(session.scalars(select(Feedback.turn_id).where(Feedback.id.in_(ids))))
    query = select(TurnRecord).where(TurnRecord.id.in_(ids)).order_by(TurnRecord.id.desc())
    return list(session.scalars(query))
