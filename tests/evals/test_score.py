import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evals.case import Case, Cited, Row
from evals.case_file import case_of
from evals.score import grade

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


def _graded() -> list[dict[str, dict[str, Any]]]:
    """Cases with a row each and the verdict of the shared grader, as recorded."""
    return [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]


def _ours(graded: dict[str, dict[str, Any]]) -> tuple[bool, dict[str, bool]]:
    score = grade(case_of(graded["case"]), Row.from_json(graded["row"]))
    return score.passed, dict(score.checks)


def _recorded(graded: dict[str, dict[str, Any]]) -> tuple[bool, dict[str, bool]]:
    return bool(graded["overall"]), _named(graded["checks"])


def _named(result: dict[str, Any]) -> dict[str, bool]:
    return {CHECKS[name]: bool(ok) for name, ok in result.items() if name in CHECKS}


def _graded_now(graded: list[dict[str, dict[str, Any]]], folder: Path) -> list[dict[str, Any]]:
    """Run the shared grader on the rows, each under an id of its own."""
    answers, questions = folder / "answers.jsonl", folder / "questions.jsonl"
    for file, part in ((answers, "row"), (questions, "case")):
        lines = (json.dumps({**one[part], "id": str(at)}) for at, one in enumerate(graded))
        file.write_text("\n".join(lines), encoding="utf-8")
    verdicts = folder / "verdicts.json"
    command = [sys.executable, str(SHARED), str(answers), "--questions", str(questions)]
    subprocess.run([*command, "--json", str(verdicts)], check=True, capture_output=True)
    items: list[dict[str, Any]] = json.loads(verdicts.read_text(encoding="utf-8"))["items"]
    return items


@pytest.mark.parametrize("graded", _graded(), ids=lambda graded: graded["case"]["id"])
def test_verdicts_are_those_the_shared_grader_gave(graded: dict[str, dict[str, Any]]) -> None:
    assert _ours(graded) == _recorded(graded)


def test_the_shared_grader_still_gives_them_wherever_it_is_at_hand(tmp_path: Path) -> None:
    """Where it is not, what was recorded stands for it."""
    graded = _graded()
    if SHARED.is_file():
        items = _graded_now(graded, tmp_path)
        theirs = [(item["result"]["overall"], _named(item["result"])) for item in items]
    else:
        theirs = [_recorded(one) for one in graded]
    assert [_ours(one) for one in graded] == theirs


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


def test_the_reasons_are_words_for_people() -> None:
    case = replace(CASE, must_not_contain=("四成",))
    row = replace(ROW, amounts=(Decimal("10.00"),), citations=(), answer_text="给20%，另给四成")
    assert grade(case, row).reasons == (
        "金额10元，应为360000元", "引用了无，缺“measures:4”", "缺少“36万”或“360000元”",
        "不应出现“四成”",
    )  # fmt: skip


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
