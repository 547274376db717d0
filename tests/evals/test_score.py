import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evals.case import OWN_CASES, Case, Cited, Row, read_cases
from evals.score import Score, grade

ROWS = Path(__file__).with_name("fixtures") / "graded_rows.jsonl"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "evals" / "grade.py"
CHECKS = {
    "amount_exact": "amount",
    "no_invented_amount": "invented",
    "citation_hit": "citation",
    "must_contain": "must",
    "must_not": "must_not",
    "refusal": "refusal",
    "clarification": "clarification",
    "status": "status",
}
CASES = {case.id: case for case in read_cases(*OWN_CASES)}
CASE = Case(
    id="x",
    turns=("技改投了180万能补多少？",),
    category="amount",
    gold_clauses=(("measures:4",),),
    amount_yuan=Decimal(360000),
    must_contain=(("20%",), ("36万", "360000元")),
)
ROW = Row(
    id="x",
    answer_text="按实际投资额的20%，可资助36万元。",
    citations=(Cited("longgang-fashion-measures-2024", "三.(二).4", "20%"),),
    amounts=(Decimal(360000),),
)


def _graded_rows() -> list[dict[str, object]]:
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


def _verdict(score: Score) -> tuple[bool, dict[str, bool]]:
    return score.passed, dict(score.checks)


def _theirs(result: dict[str, bool]) -> tuple[bool, dict[str, bool]]:
    return result["overall"], {CHECKS[n]: ok for n, ok in result.items() if n in CHECKS}


@pytest.mark.parametrize("kept", _graded_rows())
def test_verdicts_are_those_the_shared_grader_gave(kept: dict[str, dict[str, bool]]) -> None:
    row = Row.from_json(kept["row"])
    result = {**kept["checks"], "overall": bool(kept["overall"])}
    assert _verdict(grade(CASES[row.id], row)) == _theirs(result)


def test_verdicts_are_those_the_shared_grader_gives_wherever_it_is_at_hand(
    tmp_path: Path,
) -> None:
    """Where it is not, the recorded verdicts above stand for it."""
    kept = _graded_rows()
    first = {str(one["row"]["id"]): one["row"] for one in kept}  # type: ignore[index]
    answers, verdicts = tmp_path / "answers.jsonl", tmp_path / "verdicts.json"
    questions = tmp_path / "questions.jsonl"
    answers.write_text("\n".join(json.dumps(row) for row in first.values()), encoding="utf-8")
    lines = [line for file in OWN_CASES for line in file.read_text("utf-8").splitlines()]
    asked = [line for line in lines if json.loads(line)["id"] in first]
    questions.write_text("\n".join(asked), encoding="utf-8")
    if SHARED.is_file():
        command = [sys.executable, str(SHARED), str(answers), "--questions", str(questions)]
        subprocess.run([*command, "--json", str(verdicts)], check=True, capture_output=True)
        items = json.loads(verdicts.read_text(encoding="utf-8"))["items"]
        theirs = {item["id"]: _theirs(item["result"]) for item in items}
    else:
        theirs = {
            str(one["row"]["id"]): _theirs({**one["checks"], "overall": one["overall"]})  # type: ignore[index,dict-item]
            for one in kept
        }
    ours = {key: _verdict(grade(CASES[key], Row.from_json(row))) for key, row in first.items()}  # type: ignore[arg-type]
    assert ours == theirs


def test_a_right_answer_passes_every_check() -> None:
    score = grade(CASE, ROW)
    assert score.passed
    assert all(score.checks.values())


def test_no_answer_fails_every_check_and_counts_as_wrong() -> None:
    score = grade(CASE, None)
    assert not score.passed
    assert score.checks
    assert not any(score.checks.values())


@pytest.mark.parametrize(
    ("row", "failing"),
    [
        (replace(ROW, amounts=(Decimal(360001),)), "amount"),
        (replace(ROW, amounts=()), "amount"),
        (replace(ROW, citations=()), "citation"),
        (replace(ROW, citations=(Cited("measures", "三.(二)", "x"),)), "citation"),
        (replace(ROW, answer_text="可资助36万元。"), "must"),
        (replace(ROW, refused=True), "refusal"),
    ],
)
def test_each_fault_fails_its_own_check(row: Row, failing: str) -> None:
    score = grade(CASE, row)
    assert not score.passed
    assert [name for name, ok in score.checks.items() if not ok] == [failing]


def test_an_unneeded_question_is_measured_but_does_not_fail_the_item() -> None:
    score = grade(CASE, replace(ROW, asked=True))
    assert score.passed
    assert not score.checks["clarification"]


def test_citations_of_other_clauses_lower_the_focus_only() -> None:
    row = replace(ROW, citations=(*ROW.citations, Cited("measures", "9", "x")))
    score = grade(CASE, row)
    assert score.passed
    assert (score.citations_gold, score.citations) == (1, 2)


def test_a_figure_given_where_one_must_ask_is_invented() -> None:
    vague = replace(CASE, amount_yuan=None, must_contain=(), needs_clarification=True)
    score = grade(vague, replace(ROW, asked=True))
    assert not score.passed
    assert not score.checks["invented"]
