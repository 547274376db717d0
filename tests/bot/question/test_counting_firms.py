"""Firms that a message counts: each has its own amount, or it is asked whose an amount is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reply import Clarification
from tests.bot.answer.replying import reply


@pytest.mark.parametrize(
    ("message", "total"),
    [
        ("我有三个法人，去年技改各投了200万，一共补多少", 1_200_000),
        ("我两家公司去年技改各投了200万，总共补多少", 800_000),
        ("我三个公司去年技改各投了90万，总共补多少", 0),  # each below the threshold
    ],
)
def test_each_of_several_firms_has_the_amount(message: str, total: int) -> None:
    assert sum((due.low or Decimal(0) for due in reply(message).due), Decimal(0)) == total


def test_plants_may_be_of_one_firm() -> None:
    asked = reply("我们俩厂去年技改各投了90万，一共能补多少")
    assert isinstance(asked, Clarification)
    assert "哪一家" in asked.question
