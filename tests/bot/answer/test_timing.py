"""Which year's spending an application counts, and whether the text applies by then."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.reply import Status
from tests.bot.answer.replying import reply, wan


@pytest.mark.parametrize(
    "text",
    [
        "去年技改投了340万，能补多少",
        "2025年技改投了340万，能补多少",
        "技改投了340万，能补多少",
        "技改前年投了200万、去年投了340万，能补多少",
        "去年技改投了340万，今年计划投900万，能补多少",
    ],
)
def test_only_the_year_before_the_application_counts(text: str) -> None:
    assert wan(reply(text)) == [Decimal(68)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("前年技改投了340万，能补多少", "2026年申报只看2025年的投入"),
        ("今年技改投了340万，能补多少", "有效期已届满"),
        ("2022年技改投了340万，能补多少", "尚未施行"),
    ],
)
def test_spending_of_another_year_gives_nothing_and_the_reason_is_said(text: str, why: str) -> None:
    found = reply(text)
    assert not any(wan(found))
    assert why in found.conclusion


def test_this_years_spending_counts_for_next_year_while_the_text_applies() -> None:
    found = reply("今年技改投了340万，能补多少", as_of=date(2025, 11, 26))
    assert wan(found) == [Decimal(68)]


def test_an_application_after_the_text_has_lapsed_gives_nothing() -> None:
    found = reply("2026年技改投了340万，2027年申报能补多少")
    assert (wan(found), found.status) == ([], Status.EXPIRED)


@pytest.mark.parametrize(
    "turns",
    [["去年技改没投，能补多少"], ["技改投了340万，能补多少", "我们去年没投"]],
)
def test_a_year_in_which_nothing_was_spent_gives_nothing(turns: list[str]) -> None:
    found = reply(*turns)
    assert found.status is Status.NOT_ELIGIBLE
    assert not any(wan(found))


def test_what_another_year_holds_is_named_in_the_ledger() -> None:
    found = reply("技改前年投了200万、去年投了340万，能补多少")
    assert {e.text: e.why for e in found.ledger}["200万"] == (
        "2024年的投入，不是2026年申报的上一年度"
    )


def test_the_year_can_be_moved_by_a_later_turn() -> None:
    found = reply("去年技改投了340万，能补多少", "如果是今年才投的呢")
    assert not any(wan(found))
