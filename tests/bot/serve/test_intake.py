"""What is typed, before anything reads it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.serve.intake import LIMIT, DayError, read_day, receive


def test_control_and_direction_marks_are_removed_and_line_breaks_stay() -> None:
    received = receive("技改\x00投了\u202e350\u200b万\n能补多少\x1b？")
    assert received.text == "技改投了350万\n能补多少？"
    assert not received.problem


@pytest.mark.parametrize("typed", ["", "   \n\t ", "\x00\u200b\ufeff"])
def test_a_question_of_nothing_is_asked_for(typed: str) -> None:
    assert "请先输入问题" in receive(typed).problem


def test_a_question_of_just_the_limit_is_read_and_one_character_more_is_refused() -> None:
    assert not receive("问" * LIMIT).problem
    assert f"{LIMIT + 1:,}个字" in receive("问" * (LIMIT + 1)).problem


def test_half_a_character_does_not_survive() -> None:
    assert receive("技改\ud83d多少").text == "技改多少"


@pytest.mark.parametrize(
    "typed", ["2026-01-05", "2026/1/5", "2026.1.5", "2026年1月5日", " 2026 年 1 月 5 日 "]
)
def test_a_day_is_read_in_every_usual_form(typed: str) -> None:
    assert read_day(typed, date(2000, 1, 1)) == date(2026, 1, 5)


def test_no_day_typed_means_the_default() -> None:
    assert read_day("", date(2026, 11, 22)) == date(2026, 11, 22)
    assert read_day(None, date(2026, 11, 22)) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["昨天", "2026-02-30", "2026-13-01", "0000-01-01", "<b>"])
def test_what_is_no_day_is_refused_with_the_form_that_is_expected(typed: str) -> None:
    with pytest.raises(DayError, match="2026-11-22"):
        read_day(typed, date(2026, 11, 22))
