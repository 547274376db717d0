"""Runs as they are kept: one at a time, ended once, found again in their order."""

from __future__ import annotations

import pytest

from bot.records.outcome import Fault, Outcome
from bot.records.records import Records
from bot.records.runs import Runs, RunState
from bot.records.tables import EvalRun

WRONG = Outcome(
    case_id="乙", stamp="s", category="金额", clauses=("m:4",), turns=("一？", "二？"),
    passed=False, faults=(Fault.AMOUNT, Fault.LACKING), reasons=("金额1元，应为2元",),
    counts={"overall": (0, 1), "verbatim": (2, 3)}, said="abc",
    answer={"answer_text": "给1元"}, seconds=0.25,
)  # fmt: skip
RIGHT = Outcome(case_id="甲", stamp="t", category="金额", passed=True)


@pytest.fixture
def runs(records: Records) -> Runs:
    return records.runs


def begun(runs: Runs, questions: str = "own") -> str:
    run_id = runs.begin(questions, "ping", {"title": "题"})
    assert run_id is not None
    return run_id


def found(runs: Runs, run_id: str) -> EvalRun:
    run = runs.run(run_id)
    assert run is not None
    return run


def test_what_came_of_a_run_is_kept_whole_and_in_order(runs: Runs) -> None:
    run_id = begun(runs)
    assert runs.finish(run_id, [WRONG, RIGHT], {"sentence": "一句。"})
    assert runs.outcomes(run_id) == (WRONG, RIGHT)
    run = found(runs, run_id)
    assert (run.state, run.done, run.summary) == ("done", 2, {"sentence": "一句。"})
    assert run.ended is not None


def test_only_one_runs_at_a_time(runs: Runs) -> None:
    first = begun(runs)
    assert runs.begin("own", "ping", {}) is None
    runs.cancel(first)
    assert runs.begin("own", "ping", {}) is not None


def test_a_cancelled_run_learns_it_and_keeps_nothing(runs: Runs) -> None:
    run_id = begun(runs)
    assert runs.progress(run_id, 3)
    assert runs.cancel(run_id)
    assert not runs.progress(run_id, 4)
    assert not runs.finish(run_id, [RIGHT], {})
    assert not runs.fail(run_id, "太晚")
    assert not runs.cancel(run_id)
    run = found(runs, run_id)
    assert (run.state, run.done, run.failure) == ("cancelled", 3, "")
    assert runs.outcomes(run_id) == ()


def test_why_a_run_failed_is_kept(runs: Runs) -> None:
    run_id = begun(runs)
    assert runs.fail(run_id, "第 2 行\0：不对")
    assert found(runs, run_id).failure == "第 2 行：不对"


def test_the_run_before_is_the_last_of_the_same_questions_that_was_done(runs: Runs) -> None:
    first = begun(runs)
    runs.finish(first, [RIGHT], {})
    runs.cancel(begun(runs))
    runs.finish(begun(runs, "another"), [RIGHT], {})
    last = begun(runs)
    before = runs.before(found(runs, last))
    assert before is not None
    assert before.id == first
    assert runs.before(found(runs, first)) is None
    assert [run.id for run in runs.listed()][::3] == [last, first]


def test_a_run_is_removed_with_its_results_but_not_while_it_runs(runs: Runs) -> None:
    run_id = begun(runs)
    assert not runs.remove(run_id)
    runs.finish(run_id, [RIGHT], {})
    assert runs.remove(run_id)
    assert runs.run(run_id) is None
    assert runs.outcomes(run_id) == ()


def test_every_state_has_its_word() -> None:
    from bot.records.runs import STATES

    assert set(STATES) == set(RunState)
