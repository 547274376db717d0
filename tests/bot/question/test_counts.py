"""Counted heads: the whole, less those that a later clause leaves out."""

from __future__ import annotations

import pytest

from tests.bot.question.reading import read


def heads(*turns: str) -> list[tuple[int, int | None]]:
    """The numbers of enterprises with their years."""
    return [(head.number, head.year) for head in read(*turns).heads.heads]


def asked(*turns: str) -> str:
    return "；".join(stuck.question for stuck in read(*turns).heads.stuck)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("园区引进3家总部，奖励多少", 3),
        ("园区引进了两个总部，奖励多少", 2),
        ("园区引进3家总部，其中1家没签框架协议，奖励多少", 2),
        ("园区引进3家总部，有一家是区内搬来的，奖励多少", 2),
        ("园区引进4家总部，只有3家签了，奖励多少", 3),
        ("园区引进了2家总部，又引进1家，奖励多少", 3),
        ("园区引进3家总部，三家都是区外搬来的，奖励多少", 3),
        ("我们两个园区引进了3家总部，奖励多少", 3),
        ("一家公司运营的园区引进了3家总部，奖励多少", 3),
    ],
)
def test_heads_come_to_those_that_count(text: str, number: int) -> None:
    assert (heads(text), asked(text)) == ([(number, None)], "")


@pytest.mark.parametrize(
    "text",
    [
        "园区引进3家总部，其中有家没签框架协议，奖励多少",
        "园区引进3家总部，有几家没签框架协议，奖励多少",
        "园区引进3家总部，其中一家产值只有8000万，奖励多少",
        "园区引进4家总部，其余1家没签，奖励多少",
        "园区引进3家总部，其中2家没签，奖励多少",
    ],
)
def test_some_of_several_that_fail_are_asked_about_where_their_number_is_unclear(
    text: str,
) -> None:
    assert asked(text)


def test_a_correction_replaces_the_number() -> None:
    text = "园区引进2家总部，不对，是4家，奖励多少"
    assert (heads(text), asked(text)) == ([(4, None)], "")


@pytest.mark.parametrize("said", ["其中有家没签", "有的没签协议", "个别没签协议"])
def test_some_that_fail_are_asked_about_without_the_name_of_the_condition(said: str) -> None:
    assert asked(f"园区引进3家总部，{said}，奖励多少")


@pytest.mark.parametrize("said", ["其中有家没签框架协议", "有几家没签框架协议"])
def test_some_that_fail_deny_nothing_of_all(said: str) -> None:
    assert False not in read(f"园区引进3家总部，{said}，奖励多少").truths.values()


def test_heads_of_several_years_stay_apart() -> None:
    assert heads("园区今年引进2家、去年引进1家总部，奖励多少") == [(2, 2026), (1, 2025)]


def test_a_later_turn_without_heads_keeps_those_of_before() -> None:
    assert heads("园区引进3家总部，奖励多少", "能补多少呢") == [(3, None)]


@pytest.mark.parametrize("text", ["同一家公司技改投了340万", "买了20台设备", "展位两个"])
def test_what_counts_no_enterprises_gives_no_heads(text: str) -> None:
    assert heads(text) == []
