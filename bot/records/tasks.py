"""What waits for the staff (待办): gathered from what was asked, from the rules, from the texts.

A question that many ask is one task: by its words and its matter. Tasks of questions are made when
the desk is opened, from the turns and the feedback kept since, so that no visitor waits for them.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, Select, String, cast, func, select
from sqlalchemy.orm import Session

from bot.records.audit import SYSTEM, Audit
from bot.records.columns import now, numbered
from bot.records.database import Database
from bot.records.members import Member
from bot.records.tables import Feedback, Remark, StaffAccount, Task, TurnRecord
from bot.records.task import (
    EACH,
    NOBODY,
    OPEN,
    SETTLED,
    Deed,
    Opened,
    Pending,
    Row,
    Rows,
    TaskError,
    TaskKind,
    Wanted,
)  # fmt: skip
from bot.reply import Status

GATHERED: Final = 2000  # turns that are looked at in one go
NOTED: Final = 2000  # characters of a note
GONE: Final = "没有这项待办：可能随会话一起删除了。"
_SLACK: Final = 200  # turns before the last one seen: in PostgreSQL a lower id may come later
_NONE: Final = ("[]", "null")  # no list, or an empty one, as the databases write it
_MARKS: Final = re.compile(r"[\W_]+")
OF_TEXTS: Final = (TaskKind.RULES, TaskKind.CARDS, TaskKind.READING, TaskKind.EXPIRING)
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


class Tasks:
    """The tasks of one database; whatever somebody does to one is a remark and an audit line."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def gather(self) -> None:
        """Make the tasks of what was asked, and judged, since this was last called."""
        with self._database.writing() as session:
            _add(session, _unseen(session))
            _add(session, _disliked(session))

    def sync(self, pending: Iterable[Pending]) -> None:
        """Make the tasks of the texts what waits now: what waits no more is settled."""
        waiting = {(one.kind.value, one.subject): one for one in pending}
        with self._database.writing() as session:
            query = select(Task).where(Task.kind.in_([kind.value for kind in OF_TEXTS]))
            held = {(task.kind, task.subject): task for task in session.scalars(query)}
            for key, one in waiting.items():
                task = held.get(key)
                if task is None:
                    task = Task(kind=one.kind.value, subject=one.subject, state=OPEN)
                    session.add(task)
                elif task.state == SETTLED and _settled_by(session, task) == SYSTEM:
                    _reopen(session, task, SYSTEM, "又有待处理的内容")
                task.title, task.matters, task.due = one.title, list(one.matters), one.due
            for key, task in held.items():
                if key not in waiting and task.state == OPEN:
                    _settle(session, task, SYSTEM, "已没有待处理的内容")

    def page(self, wanted: Wanted) -> Rows:
        """The tasks looked for, a page of them."""
        asked = (
            select(Remark.task_id, func.count().label("times"), func.max(Remark.at).label("last"))
            .where(Remark.deed.in_(ASKING))
            .group_by(Remark.task_id)
            .subquery()
        )
        last = func.coalesce(asked.c.last, Task.made)
        times = func.coalesce(asked.c.times, 0)
        every = select(Task, times, last).outerjoin(asked, asked.c.task_id == Task.id)
        query = _narrowed(every, wanted, last)
        order = (times.desc(), last.desc()) if wanted.often else (last.desc(),)
        first = (max(1, wanted.page) - 1) * EACH
        with self._database.reading() as session:
            total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
            found = session.execute(
                query.order_by(*order, Task.id.desc()).limit(EACH).offset(first)
            )
            return Rows([Row(*row) for row in found], total)

    def counts(self) -> dict[str, int]:
        """How many tasks of each kind are open."""
        query = select(Task.kind, func.count()).where(Task.state == OPEN).group_by(Task.kind)
        with self._database.reading() as session:
            return {row[0]: row[1] for row in session.execute(query)}

    def matters(self) -> list[str]:
        """The matters that tasks are of, by id."""
        with self._database.reading() as session:
            found = session.scalars(select(cast(Task.matters, String)).distinct())
            return sorted({str(matter) for matters in found for matter in json.loads(matters)})

    def open(self, task_id: int) -> Opened:
        """A task with its remarks and the latest turns that asked it.

        Raises:
            TaskError: there is none.
        """
        with self._database.reading() as session:
            task = _existing(session, task_id)
            remarks = session.scalars(
                select(Remark).where(Remark.task_id == task.id).order_by(Remark.at, Remark.id)
            ).all()
            asked = [one for one in remarks if one.deed in ASKING]
            turns = _turns_of(session, [int(one.words) for one in asked[-EACH:]], task)
            told = [one for one in remarks if one.deed not in ASKING]
            return Opened(task, told, turns, len(asked))

    def feedback(self, turn_ids: Sequence[int]) -> list[Feedback]:
        """What was said of some turns, in order."""
        query = select(Feedback).where(Feedback.turn_id.in_(turn_ids)).order_by(Feedback.id)
        with self._database.reading() as session:
            return list(session.scalars(query))

    def assign(self, by: Member, task_id: int, to: str, note: str) -> None:
        """Give a task to somebody (a name of an account; "" takes it back). Raises TaskError."""
        with self._database.writing() as session:
            task = _existing(session, task_id)
            task.assignee = to
            _remark(session, task, by.person, Deed.ASSIGNED, _told(_person(session, to), note))
            self._audit.add(session, by.name, "task.assign", str(task.id), to=to)
        self._audit.anchor()

    def settle(self, by: Member, task_id: int, reason: str) -> None:
        """Settle a task. Raises TaskError: no reason, or no such task."""
        if not reason.strip():
            raise TaskError("请写上办结的理由：怎样处理了，或为什么不处理。")
        with self._database.writing() as session:
            task = _existing(session, task_id)
            _settle(session, task, by.person, reason)
            self._audit.add(session, by.name, "task.settle", str(task.id), reason=reason[:NOTED])
        self._audit.anchor()

    def reopen(self, by: Member, task_id: int, note: str) -> None:
        """Open a task again. Raises TaskError."""
        with self._database.writing() as session:
            task = _existing(session, task_id)
            _reopen(session, task, by.person, note)
            self._audit.add(session, by.name, "task.reopen", str(task.id))
        self._audit.anchor()

    def note(self, by: Member, task_id: int, words: str) -> None:
        """Say something of a task. Raises TaskError."""
        if not words.strip():
            raise TaskError("请写上要说明的内容。")
        with self._database.writing() as session:
            task = _existing(session, task_id)
            _remark(session, task, by.person, Deed.NOTED, words)
            self._audit.add(session, by.name, "task.note", str(task.id))
        self._audit.anchor()

    def hand_over(self, by: Member, giver: str, taker: str, note: str) -> int:
        """All open tasks of one account to another; how many. Raises TaskError: the same one."""
        if giver == taker:
            raise TaskError("移交人和接手人是同一个人，请另选一位。")
        with self._database.writing() as session:
            query = select(Task).where(Task.state == OPEN, Task.assignee == giver)
            tasks = session.scalars(query.order_by(Task.id)).all()
            way = f"{_person(session, giver)}→{_person(session, taker)}"
            for task in tasks:
                task.assignee = taker
                _remark(session, task, by.person, Deed.HANDED_OVER, _told(way, note))
            self._audit.add(
                session, by.name, "task.hand_over", giver, to=taker,
                tasks=[task.id for task in tasks],
            )  # fmt: skip
        self._audit.anchor()
        return len(tasks)


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


def _turns_of(session: Session, numbers: Sequence[int], task: Task) -> list[TurnRecord]:
    ids = list(numbers)
    if task.kind == TaskKind.DISLIKED:
        ids = list(session.scalars(select(Feedback.turn_id).where(Feedback.id.in_(ids))))
    query = select(TurnRecord).where(TurnRecord.id.in_(ids)).order_by(TurnRecord.id.desc())
    return list(session.scalars(query))


def _narrowed(
    query: Select[Task, int, datetime],
    wanted: Wanted,
    last: Any,  # noqa: ANN401
) -> Select[Task, int, datetime]:
    query = query.where(Task.kind == wanted.kind if wanted.kind else Task.kind != TaskKind.WORD)
    if wanted.state:
        query = query.where(Task.state == wanted.state)
    if wanted.matter:  # a list of ids, as JSON writes it
        matters = cast(Task.matters, String)
        query = query.where(matters.contains(f'"{wanted.matter}"', autoescape=True))
    if wanted.assignee:
        nobody = wanted.assignee == NOBODY
        query = query.where(Task.assignee == ("" if nobody else wanted.assignee))
    if wanted.text:
        query = query.where(Task.title.icontains(wanted.text, autoescape=True))
    if wanted.since:
        query = query.where(last >= wanted.since)
    if wanted.until:
        query = query.where(last < wanted.until)
    return query


def _existing(session: Session, task_id: int) -> Task:
    task = numbered(session, Task, task_id)
    if task is None:
        raise TaskError(GONE)
    return task


def _settle(session: Session, task: Task, actor: str, reason: str) -> None:
    task.state, task.settled = SETTLED, now()
    _remark(session, task, actor, Deed.SETTLED, reason)


def _reopen(session: Session, task: Task, actor: str, note: str) -> None:
    task.state, task.settled = OPEN, None
    _remark(session, task, actor, Deed.REOPENED, note)


def _settled_by(session: Session, task: Task) -> str:
    last = (
        select(Remark.actor)
        .where(Remark.task_id == task.id, Remark.deed == Deed.SETTLED)
        .order_by(Remark.id.desc())
        .limit(1)
    )
    return session.scalar(last) or ""


def _person(session: Session, name: str) -> str:
    """Whose an account is."""
    person = session.scalar(select(StaffAccount.person).where(StaffAccount.name == name))
    return person or name or "（无人）"


def _told(words: str, note: str) -> str:
    return f"{words}：{note}" if note.strip() else words


def _remark(session: Session, task: Task, actor: str, deed: Deed, words: str) -> None:
    session.add(Remark(task_id=task.id, actor=actor, deed=deed.value, words=words[:NOTED]))
