"""How long ago: what a clause dates, and what dates nothing for sure."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bot.assistant import Assistant
from bot.context import Context
from bot.pipeline import Asked
from bot.question.elapsed import Elapsed, elapsed

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant.open()


def _told(assistant: Assistant, text: str) -> Elapsed | None:
    (question,) = assistant.pipeline.questions(Asked(text, Context(), TODAY))
    return elapsed(question.frame.parts[0], TODAY)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("执照是2024年5月办的，能申请吗", 29, 31),
        ("去年3月拿的证书，能申请吗", 19, 21),
        ("公司2024年注册的，能申请吗", 22, 35),
        ("公司2025年11月22日登记的，能申请吗", 12, 12),
    ],
)
def test_a_date_is_so_many_months_ago(
    assistant: Assistant, text: str, least: int, most: int
) -> None:
    told = _told(assistant, text)
    assert told is not None
    assert Fraction(least) <= told.least <= told.most <= Fraction(most)


@pytest.mark.parametrize("text", ["公司2027年注册", "2023年和2025年注册的公司", "公司注册八个月了"])
def test_what_is_to_come_or_of_several_years_is_not_ago(assistant: Assistant, text: str) -> None:
    assert _told(assistant, text) is None
