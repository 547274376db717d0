"""The table of what the user's numbers were taken for, and what a tap on a row says."""

from __future__ import annotations

import re

import pytest

from bot.question.account import Fate
from bot.serve.web.ledger_view import Entry, Taken, ledger_table, rows


def entry(text: str, fate: Fate, why: str) -> Entry:
    return {"text": text, "fate": fate.value, "why": why}


def used(text: str, why: str = "投入，2025年") -> Entry:
    return entry(text, Fate.USED, why)


def aside(text: str, why: str = "营收，不是这项的基数") -> Entry:
    return entry(text, Fate.SET_ASIDE, why)


OPEN = entry("20万", Fate.OPEN, "没有说是什么钱")


def said(*ledger: Entry) -> list[str]:
    return re.findall(r'data-say="([^"]*)"', ledger_table(ledger, tapped=True))


@pytest.mark.parametrize(
    ("told_of", "told"),
    [
        (used("350万"), ["350万采用"]),
        (aside("8600万"), ["8600万未采用"]),
        (OPEN, ["20万待说明"]),
        (used("300万＋40万"), ["300万采用", "40万采用"]),
        (used("350万－40万"), ["350万采用", "40万扣除"]),
        (used("300万＋40万－40万"), ["300万采用", "40万扣除"]),
        (used("350万－40万＋40万"), ["350万采用", "40万采用"]),
    ],
)
def test_every_quantity_has_one_row(told_of: Entry, told: list[str]) -> None:
    assert [f"{row.text}{row.taken}" for row in rows([told_of])] == told


def test_what_the_account_says_is_deducted_is_told_once() -> None:
    found = rows([used("350万－40万"), used("40万", "从“350万”中扣除")])
    assert [(row.text, row.taken) for row in found] == [
        ("350万", Taken.USED),
        ("40万", Taken.LESS),
    ]
    assert found[1].why == "从“350万”中扣除"


def test_a_row_offers_what_it_is_not_yet() -> None:
    assert said(used("350万")) == ["350万要扣除", "350万与此无关", "改成"]
    assert said(aside("20万")) == ["20万计入投入", "20万要扣除"]
    assert said(aside("40万", "已包含在前面的数里")) == ["40万要扣除", "40万与此无关"]
    assert said(OPEN) == [
        "20万计入投入",
        "20万要扣除",
        "20万与此无关",
    ]
    assert said(used("350万－40万")) == ["350万要扣除", "350万与此无关", "40万计入投入"]


def test_a_change_is_offered_only_where_the_words_mean_one_number() -> None:
    years = said(used("300万", "投入，2025年"), used("200万", "投入，2024年"))
    assert [words for words in years if "改成" in words] == ["2025年改成", "2024年改成"]
    same = said(used("300万", "投入，2025年"), used("40万", "投入，2025年"))
    assert not [words for words in same if "改成" in words]
    assert not [words for words in said(used("300万＋40万")) if "改成" in words]
    assert said(used("12万×20")) == ["改成"]


def test_nothing_can_be_tapped_in_an_earlier_reply_and_words_are_escaped() -> None:
    assert "<button" not in ledger_table([used("350万")], tapped=False)
    assert ledger_table([], tapped=True) == ""
    shown = ledger_table([used('3"><img src=x>')], tapped=True)
    assert "<img" not in shown
