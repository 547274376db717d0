"""Payments already got: taken from a cap that runs by the year, asked about otherwise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.answer.received import yearly_cap
from bot.question.account import Fate
from bot.reply import Clarification
from tests.bot.answer.replying import assistant, ledger, reply, wan

START = "我们是四上企业，数字化"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("投了60万，今年已经拿了18万，还能拿多少", "12"),
        ("投了200万，今年已经拿了18万，还能拿多少", "12"),
        ("投了60万，今年已经拿了2万，还能拿多少", "24"),
        ("投了200万，今年已经拿了30万，还能拿多少", "0"),
        ("2026年投了200万，2025年已经拿了18万，2026年还能拿多少", "30"),
    ],
)
def test_a_yearly_cap_leaves_what_was_not_paid_that_year(text: str, amount: str) -> None:
    assert wan(reply(START + text)) == [Decimal(amount)]


def test_a_payment_of_last_year_leaves_this_years_cap_alone() -> None:
    found = reply(START + "投了200万，去年已经拿了18万，今年还能拿多少")
    assert wan(found) == [Decimal(30)]


def test_the_step_says_what_the_cap_leaves() -> None:
    found = reply(START + "投了200万，今年已经拿了18万，还能拿多少")
    steps = [step for each in found.computations for step in each.steps]
    assert any("− 已得" in step.formula and step.label == "已得" for step in steps)


def test_a_payment_that_no_cap_reckons_with_is_asked_about() -> None:
    found = reply("技改投了340万，已经拿过20万补贴，还能补多少")
    assert isinstance(found, Clarification)
    assert found.choices == ("20万是以前年度的",)
    assert wan(found) == []


def test_a_payment_hoped_for_lessens_nothing() -> None:
    assert wan(reply(START + "投了60万，想拿18万，能拿多少")) == [Decimal(24)]


def test_a_payment_is_never_added_to_what_was_spent() -> None:
    found = reply(START + "投了60万，今年已经拿了18万，还能拿多少")
    assert ledger(found)["60万"] is Fate.USED


def test_a_payment_that_is_reckoned_with_is_printed_as_used() -> None:
    found = reply(START + "投了60万，今年已经拿了18万，还能拿多少")
    assert ledger(found)["18万"] is Fate.USED


def test_the_rules_with_a_yearly_cap_are_those_whose_text_says_so() -> None:
    rules = assistant().knowledge.rules
    yearly = {name for name, rule in rules.items() if yearly_cap(rule) is not None}
    assert yearly == {
        name for name, rule in rules.items() if any(c.scope.yearly for c in rule.caps)
    }
    assert "digital-transformation" in yearly
    assert "technical-renovation" not in yearly
