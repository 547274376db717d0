"""Each kind of fault is found where it is, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.records.outcome import Fault
from evals.answerer import Answered
from evals.case import Case, Cited, Row
from evals.faults import faults_of
from evals.judge import Judged
from evals.score import grade

CASE = Case(
    id="x",
    turns=("技改投了180万能补多少？",),
    category="amount",
    gold_clauses=(("measures:4",),),
    amount_yuan=Decimal(360000),
    must_contain=(("20%",),),
    must_not_contain=("50%",),
)
CITED = Cited("measures", "第4条", "20%")
ROW = Row(id="x", answer_text="按20%资助36万元", citations=(CITED,), amounts=(Decimal(360000),))
SILENT = Case(id="y", turns=("电话？",), category="unanswerable", answerable=False)
VAGUE = Case(id="z", turns=("能补多少？",), category="amount", needs_clarification=True)
REFUSED = Row(id="y", answer_text="未载明", refused=True)
ASKED = Row(id="z", answer_text="投了多少？", asked=True)


def judged(case: Case, row: Row, *, quotes: int | None = None, unfounded: int = 0) -> Judged:
    verbatim = len(row.citations) if quotes is None else quotes
    return Judged(case, Answered(row), grade(case, row), verbatim, ("7",) * unfounded)


@pytest.mark.parametrize(("case", "row"), [(CASE, ROW), (SILENT, REFUSED), (VAGUE, ASKED)])
def test_a_right_answer_has_no_fault(case: Case, row: Row) -> None:
    assert faults_of(judged(case, row)) == ()


@pytest.mark.parametrize(
    ("one", "fault"),
    [
        (judged(CASE, replace(ROW, amounts=(Decimal(1),))), Fault.AMOUNT),
        (judged(CASE, replace(ROW, amounts=())), Fault.NO_AMOUNT),
        (judged(CASE, replace(ROW, citations=())), Fault.UNCITED),
        (
            judged(CASE, replace(ROW, citations=(CITED, Cited("measures", "第9条", "x")))),
            Fault.OVERCITED,
        ),
        (judged(CASE, ROW, quotes=0), Fault.MISQUOTED),
        (judged(CASE, replace(ROW, answer_text="36万元")), Fault.LACKING),
        (judged(CASE, replace(ROW, answer_text="按20%资助，另有50%")), Fault.FORBIDDEN),
        (judged(CASE, replace(ROW, refused=True)), Fault.REFUSED),
        (judged(CASE, replace(ROW, asked=True)), Fault.ASKED),
        (judged(CASE, ROW, unfounded=1), Fault.UNFOUNDED),
        (
            judged(replace(CASE, expected_status="new"), replace(ROW, status="expired")),
            Fault.STATUS,
        ),
        (judged(SILENT, replace(REFUSED, refused=False)), Fault.NOT_REFUSED),
        (judged(SILENT, replace(REFUSED, amounts=(Decimal(5),))), Fault.INVENTED),
        (judged(VAGUE, replace(ASKED, asked=False)), Fault.NOT_ASKED),
        (
            Judged(CASE, Answered(ROW, trace={"error": "x"}), grade(CASE, None), 0, ()),
            Fault.SILENT,
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, Fault) else "",
)
def test_each_kind_of_fault_is_told_from_the_others(one: Judged, fault: Fault) -> None:
    assert faults_of(one) == (fault,)


def test_the_list_of_kinds_is_closed_and_each_is_tested_above() -> None:
    mark = test_each_kind_of_fault_is_told_from_the_others.pytestmark[0]  # type: ignore[attr-defined]
    assert {fault for _, fault in mark.args[1]} == set(Fault)
