from datetime import date
from decimal import Decimal

import pytest
import yaml

from evals.amend import amended_copy
from evals.answerer import AssistantAnswerer
from evals.case import Row
from evals.counterfactual import PLAN, Probe, edits_of, expected, probes_of
from evals.opening import open_assistant

DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("shape", "numbers", "x", "due"),
    [
        ("rate", {"threshold": 60, "rate": 25, "cap": 900}, "59.99", "0"),
        ("rate", {"threshold": 60, "rate": 25, "cap": 900}, "60", "150000"),
        ("rate", {"threshold": 60, "rate": 25, "cap": 900}, "3600", "9000000"),
        ("rate", {"rate": 35}, "12.5", "43750"),
        ("count", {"unit": 120, "cap": 450}, "4", "4500000"),
    ],
)
def test_what_is_due_is_worked_out_by_hand(
    shape: str, numbers: dict[str, int], x: str, due: str
) -> None:
    given = {name: Decimal(value) for name, value in numbers.items()}
    assert expected(shape, given, Decimal(x)) == Decimal(due)


def test_an_answer_follows_only_with_the_figure_and_the_text_saying_it() -> None:
    probe = Probe("x", "y", DAY, due=Decimal(360000))
    said = Row(id="x", answer_text="可得36万元", amounts=(Decimal(360000),))
    assert probe.followed(said)
    assert not probe.followed(Row(id="x", answer_text="可得", amounts=(Decimal(360000),)))
    assert not probe.followed(Row(id="x", answer_text="可得36万元", amounts=(Decimal(400000),)))


def test_nothing_due_needs_the_reason_and_no_figure() -> None:
    probe = Probe("x", "y", DAY, due=Decimal(0))
    assert probe.followed(Row(id="x", answer_text="不符合条件"))
    assert not probe.followed(Row(id="x", answer_text="不符合", amounts=(Decimal(5),)))
    assert not probe.followed(Row(id="x", answer_text="请稍候"))


@pytest.mark.parametrize("number", range(3))
def test_every_round_changes_every_number_of_the_plan(number: int) -> None:
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    edits = edits_of(plan, number)
    assert all(edit.old != edit.new for edit in edits)
    assert len({edit.words for edit in edits}) == len(edits) >= 25
    assert len(probes_of(plan, number)) >= 50


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> AssistantAnswerer:
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    root = amended_copy(edits_of(plan, 0), tmp_path_factory.mktemp("law") / "documents")
    return open_assistant(root)


def test_the_assistant_answers_from_the_changed_text(amended: AssistantAnswerer) -> None:
    plan = yaml.safe_load(PLAN.read_text(encoding="utf-8"))
    probes = [probe for probe in probes_of(plan, 0) if probe.name == "technical-renovation"]
    answers = {p.question: amended.answer("x", [p.question], p.day).row for p in probes}
    assert [p.question for p in probes if not p.followed(answers[p.question])] == []
