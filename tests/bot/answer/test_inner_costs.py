"""其中300万是买地的: an amount stands only if a cost inside it counts, and no text says that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reply import Status
from tests.bot.answer.replying import reply, wan

ASKED = {
    "技改投了1500万，其中300万是买地的钱，能拿多少": ("买地的“300万”", 300, "240万元"),
    "去年技改花了640万，里面装修占了60万，补多少": ("装修的“60万”", 128, "116万元"),
    "技改500万，其中含税50万，能补多少": ("含税的“50万”", 100, "90万元"),
    "技改投了800万，里面有100万土建、50万是二手设备，补多少": ("土建的“100万”", 160, "130万元"),
    "参展展位费10万，其中搭建费2万，能补多少": ("搭建费的“2万”", 5, "4万元"),
}


@pytest.mark.parametrize("text", ASKED)
def test_the_headline_depends_on_the_cost_and_the_amount_without_it_is_told(text: str) -> None:
    cost, amount, without = ASKED[text]
    found = reply(text)
    assert found.conclusion.startswith(f"其中{cost}")
    assert "原文未载明；如能计入，" in found.conclusion
    assert found.status is Status.PARTLY
    assert wan(found)[:1] == [Decimal(amount)]
    assert any(line.startswith("不能计入的，") and without in line for line in found.body)


def test_without_the_cost_the_threshold_may_not_be_reached() -> None:
    found = reply("去年技改120万，其中30万是装修，能补多少")
    assert "不能计入的，不符合条件，没有资助（0元）。" in found.body


@pytest.mark.parametrize(
    "text",
    [
        "技改投了1500万，其中300万是买设备的，能拿多少",
        "技改投了1500万，其中300万是贷款，能拿多少",  # where it comes from is no cost
        "技改投了1500万，另外买地花了300万，能拿多少",
    ],
)
def test_what_is_no_cost_inside_leaves_the_amount_as_it_is(text: str) -> None:
    assert "能否计入" not in reply(text).conclusion
    assert wan(reply(text))[:1] == [Decimal(300)]


def test_a_cost_that_is_taken_out_is_not_asked_about() -> None:
    found = reply("技改投了1500万，其中300万是买地的钱，这部分不算，能拿多少")
    assert "能否计入" not in found.conclusion
    assert wan(found)[:1] == [Decimal(240)]


def test_the_cost_told_before_can_be_taken_out_by_its_name() -> None:
    turns = ("我们去年技改花了1500万，其中有300万是买地的钱", "那扣掉买地的呢？")
    assert wan(reply(*turns))[:1] == [Decimal(240)]
    later = reply(*turns, "我说的钱都是2024年花的，今年才报")
    assert later.conclusion.startswith("没有资助（0元）：2024年的投入属于2025年申报")


@pytest.mark.parametrize("asked", ["员工宿舍装修能补吗", "运费能报销吗"])
def test_a_cost_asked_about_behind_an_open_question_is_a_question_of_its_own(asked: str) -> None:
    found = reply("数字化投了50万能补多少", asked)
    assert "能否计入，原文未载明" in found.conclusion
    assert not wan(found)
