"""What scripted models may add: false words and readings, and grades that never fall."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import pytest

from bot.assistant import Assistant
from evals.case import OWN_CASES
from evals.case_file import read_cases
from evals.model.command import SETS, Row, Trial, grades, readings, wordings
from evals.opening import AS_OF

FAITHFUL = 0.7  # share of faithful wordings that is to be accepted
OFFERED = 0.03  # share of wrong readings that may be offered, to be confirmed

RIGHT = 11  # right readings that give the right amount once confirmed, at least
OTHER = 2  # those that give another (the thread's, or one that another word of the message makes)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.open()


@pytest.mark.parametrize("name", [name for name in SETS if name.endswith("false")])
def test_no_false_wording_is_shown(name: str, assistant: Assistant) -> None:
    found = wordings(assistant, name)
    assert found.total > 150
    assert found.odd == ()


def test_most_faithful_wordings_are_shown(assistant: Assistant) -> None:
    found = wordings(assistant, "faithful")
    assert found.shown / found.total >= FAITHFUL


def test_no_wrong_reading_is_computed_and_few_are_offered(assistant: Assistant) -> None:
    found = readings(assistant, "bad-readings")
    assert found.computed == 0
    assert found.outcomes["未提出"] / len(found.rows) >= 1 - OFFERED


def test_right_readings_are_offered_and_give_the_amount_once_confirmed(
    assistant: Assistant,
) -> None:
    found = readings(assistant, "good-readings")
    assert found.computed == 0
    assert found.outcomes["提出，确认后金额对"] >= RIGHT
    assert found.outcomes["提出，金额不同"] <= OTHER


def test_a_set_notices_a_false_wording_that_is_shown(assistant: Assistant) -> None:
    rows = [replace(row, kind="false") for row in islice(Row.read("faithful"), 5)]
    assert any(turn.reply != plain.reply for _, plain, turn in Trial(assistant).each(rows, AS_OF))


def test_grades_are_no_lower_with_any_model(assistant: Assistant) -> None:
    cases = read_cases(*OWN_CASES)[::25]
    free, *with_models = grades(assistant, cases).values()
    assert len(with_models) == 3
    assert min(with_models) >= free
