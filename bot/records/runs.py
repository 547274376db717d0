"""Runs of the evaluation as they are kept: begun by the pages, written by the evals, read by both.

A run is made by another process. It says how far it is, and asks in the same breath whether it is
still wanted: that is how a run ends which was cancelled from another place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.records.columns import now
from bot.records.database import Database
from bot.records.ids import new_id
from bot.records.outcome import Outcome
from bot.records.tables import EvalResult, EvalRun, StaffCase

LISTED: Final = 100
_FAILURE: Final = 4000  # characters of why a run failed


class RunState(StrEnum):
    """How far a run is."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


STATES: Final[Mapping[RunState, str]] = {
    RunState.RUNNING: "正在运行",
    RunState.DONE: "完成",
    RunState.CANCELLED: "已取消",
    RunState.FAILED: "没有跑完",
}


class Runs:
    """The runs of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, questions: str, author: str, configuration: Mapping[str, Any]) -> str | None:
        """A new run; its id. None where one is still running: two would only slow each other."""
        running = select(EvalRun.id).where(EvalRun.state == RunState.RUNNING)
        with self._database.writing() as session:
            if session.scalar(running) is not None:
                return None
            run = EvalRun(
                id=new_id(9), state=RunState.RUNNING, questions=questions,
                author=author, configuration=dict(configuration), version="", corpus="",
                summary={},
            )  # fmt: skip
            session.add(run)
            return run.id

    def describe(self, run_id: str, **about: Any) -> None:  # noqa: ANN401 -- columns by name
        """Write what the process that runs knows: total, version, corpus, process."""
        with self._database.writing() as session:
            session.execute(update(EvalRun).where(EvalRun.id == run_id).values(**about))

    def progress(self, run_id: str, done: int) -> bool:
        """Note how many cases are done; whether the run is still wanted."""
        wanted = (EvalRun.id == run_id, EvalRun.state == RunState.RUNNING)
        with self._database.writing() as session:
            session.execute(update(EvalRun).where(*wanted).values(done=done))
            return session.scalar(select(EvalRun.id).where(*wanted)) is not None

    def finish(self, run_id: str, outcomes: Sequence[Outcome], summary: Mapping[str, Any]) -> bool:
        """Keep what came of it, unless it was cancelled meanwhile; whether it was kept."""
        with self._database.writing() as session:
            done = {"summary": dict(summary), "done": len(outcomes)}
            if not _end(session, run_id, RunState.DONE, **done):
                return False
            session.add_all(_row(run_id, one) for one in outcomes)
            return True

    def fail(self, run_id: str, why: str) -> bool:
        """Note that it ended before it was done, and why, in Chinese."""
        with self._database.writing() as session:
            return _end(session, run_id, RunState.FAILED, failure=why[-_FAILURE:])

    def cancel(self, run_id: str) -> bool:
        """Cancel a run that is running; whether it was."""
        with self._database.writing() as session:
            return _end(session, run_id, RunState.CANCELLED)

    def run(self, run_id: str) -> EvalRun | None:
        """One run."""
        with self._database.reading() as session:
            return session.get(EvalRun, run_id)

    def listed(self) -> list[EvalRun]:
        """The runs, the newest first."""
        newest = select(EvalRun).order_by(EvalRun.begun.desc()).limit(LISTED)
        with self._database.reading() as session:
            return list(session.scalars(newest))

    def before(self, run: EvalRun) -> EvalRun | None:
        """The last run of the same questions that was done before this one was begun."""
        earlier = (
            select(EvalRun)
            .where(
                EvalRun.questions == run.questions,
                EvalRun.state == RunState.DONE,
                EvalRun.begun < run.begun,
            )
            .order_by(EvalRun.begun.desc())
            .limit(1)
        )
        with self._database.reading() as session:
            return session.scalar(earlier)

    def outcomes(self, run_id: str) -> tuple[Outcome, ...]:
        """How each case of a run went, in the order of the questions."""
        rows = select(EvalResult).where(EvalResult.run_id == run_id).order_by(EvalResult.id)
        with self._database.reading() as session:
            return tuple(map(_outcome, session.scalars(rows)))

    def remove(self, run_id: str) -> bool:
        """Delete a run that is not running, with its results; whether there was one."""
        ended = (EvalRun.id == run_id, EvalRun.state != RunState.RUNNING)
        with self._database.writing() as session:
            return bool(session.execute(delete(EvalRun).where(*ended)).rowcount)  # type: ignore[attr-defined]

    def staff_cases(self) -> dict[int, dict[str, Any]]:
        """The cases that staff made of questions, by number, as they were written."""
        with self._database.reading() as session:
            kept = session.scalars(select(StaffCase).order_by(StaffCase.id))
            return {one.id: one.case for one in kept}


def _end(session: Session, run_id: str, state: RunState, **values: Any) -> bool:  # noqa: ANN401
    """End a run that is running; whether it was. Only the first to end it does."""
    running = (EvalRun.id == run_id, EvalRun.state == RunState.RUNNING)
    ended = {"state": state, "ended": now(), "process": None, **values}
    done = session.execute(update(EvalRun).where(*running).values(**ended))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _row(run_id: str, one: Outcome) -> EvalResult:
    data = one.to_json()
    return EvalResult(run_id=run_id, case_id=data.pop("id"), **data)


def _outcome(row: EvalResult) -> Outcome:
    names = (
        "stamp", "category", "clauses", "turns", "passed", "faults", "reasons", "counts", "said",
        "answer", "seconds",
    )  # fmt: skip
    return Outcome.from_json({"id": row.case_id, **{name: getattr(row, name) for name in names}})
