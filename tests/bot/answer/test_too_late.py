"""今年投、明年报: where this year's money can only be applied for once the text has ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.assistant import Assistant
from bot.engine import Engine
from bot.engine.remarks import too_late
from corpus.document import Document, Validity
from environment.settings import Settings

ENGINE = Engine.load()
RENOVATION = ENGINE.rule("technical-renovation")
TEXT = ENGINE.document(RENOVATION)
SAID = "2026年的投资额要到2027年才能申报，届时《若干措施》已届满（有效期至2027年1月初）"


def until(day: date | None) -> Document:
    validity = Validity(date(2024, 1, 5), None, day, day, TEXT.validity.span)
    return replace(TEXT, validity=validity)


def test_it_is_said_where_the_dates_of_the_text_show_it() -> None:
    assert too_late(RENOVATION, TEXT, date(2026, 11, 28)) == SAID
    assert too_late(RENOVATION, until(date(2026, 12, 31)), date(2026, 11, 28))


@pytest.mark.parametrize("day", [date(2027, 2, 1), date(2027, 12, 31), None])
def test_a_text_that_lasts_into_next_year_s_applications_is_not_said_to_have_ended(
    day: date | None,
) -> None:
    assert too_late(RENOVATION, until(day), date(2026, 11, 28)) == ""


def test_nothing_is_said_a_year_before_or_once_the_text_has_ended_itself() -> None:
    assert too_late(RENOVATION, TEXT, date(2025, 11, 28)) == ""
    assert too_late(RENOVATION, TEXT, date(2027, 3, 1)) == ""


@pytest.mark.parametrize("rule_id", ["digital-transformation", "park-headquarters", "booth-fee"])
def test_a_rule_whose_money_is_not_that_of_the_year_before_says_nothing(rule_id: str) -> None:
    rule = ENGINE.rule(rule_id)
    assert too_late(rule, ENGINE.document(rule), date(2026, 11, 28)) == ""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return an assistant over the real texts, with an index of its own."""
    return Assistant.open(Settings(policy_var=tmp_path_factory.mktemp("var")))


ANSWERS = {
    "技改投了350万，能补多少？": True,
    "去年技改投了350万，能补多少？": False,
    "今年申报，技改350万能补多少？": False,
    "数字化投了62万，我们是四上企业，能补多少？": False,
}


@pytest.mark.parametrize("question", ANSWERS)
def test_a_computed_answer_says_it_first_where_the_year_was_left_open(
    assistant: Assistant, question: str
) -> None:
    conclusion = assistant.ask(question, as_of=date(2026, 11, 28)).reply.conclusion
    assert (SAID in conclusion) is ANSWERS[question]
