"""What waits for the staff (待办), of questions (`asked`) and of texts; what is done about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from bot.records.asked import ASKING, gather, turns_of
from bot.records.audit import SYSTEM, Audit
from bot.records.columns import now, numbered
from bot.records.database import Database
from bot.records.members import Member
from bot.records.tables import Feedback, Remark, StaffAccount, Task
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
    SettledError,
    TaskError,
    TaskKind,
    Wanted,
)  # fmt: skip

NOTED: Final = 2000  # characters of a note
GONE: Final = "没有这项待办：可能随会话一起删除了。"
OF_TEXTS: Final = (TaskKind.RULES, TaskKind.CARDS, TaskKind.READING, TaskKind.EXPIRING)


class Tasks:
    """The tasks of one database; whatever somebody does to one is a remark and an audit line."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def gather(self) -> None:
        """Make the tasks of what was asked, and judged, since this was last called."""
        with self._database.writing() as session:
            gather(session)

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
            turns = turns_of(session, [int(one.words) for one in asked[-EACH:]], task)
            told = [one for one in remarks if one.deed not in ASKING]
            return Opened(task, told, turns, len(asked))

    def feedback(self, turn_ids: Sequence[int]) -> list[Feedback]:
        """What was said of some turns, in order."""
        query = select(Feedback).where(Feedback.turn_id.in_(turn_ids)).order_by(Feedback.id)
        with self._database.reading() as session:
            return list(session.scalars(query))

    def assign(self, by: Member, task_id: int, to: str, note: str) -> None:
        """Give a task to somebody (a name of an account; "" takes it back).

        Raises:
            TaskError: there is none, or it is settled.
        """
        with self._database.writing() as session:
            task = _unsettled(session, task_id)
            task.assignee = to
            _remark(session, task, by.person, Deed.ASSIGNED, _told(_person(session, to), note))
            self._audit.add(session, by.name, "task.assign", str(task.id), to=to)
        self._audit.anchor()

    def settle(self, by: Member, task_id: int, reason: str) -> None:
        """Settle a task. Raises TaskError: no reason, no such task, or it is settled already."""
        if not reason.strip():
            raise TaskError("请写上办结的理由：怎样处理了，或为什么不处理。")
        with self._database.writing() as session:
            task = _unsettled(session, task_id)
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


def _unsettled(session: Session, task_id: int) -> Task:
    """A task that still waits. Raises SettledError: whose form is sent did not see that."""
    task = _existing(session, task_id)
    if task.settled is not None:
        raise SettledError(_settled_by(session, task), task.settled)
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
