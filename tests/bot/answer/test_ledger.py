"""Every figure of the user is accounted for, and the reply prints how."""

from __future__ import annotations

import pytest

from bot.question.account import Fate
from tests.bot.answer.replying import assistant, ledger, reply

TOLD = {
    "去年营业额8600万，技改投了340万，今年计划投900万，能补多少": {
        "340万": Fate.USED, "8600万": Fate.SET_ASIDE, "900万": Fate.SET_ASIDE,
    },
    "技改前年投了200万、去年投了340万，能补多少": {"340万": Fate.USED, "200万": Fate.SET_ASIDE},
    "隔壁厂技改投了500万，我们投了340万，补多少": {"340万": Fate.USED, "500万": Fate.SET_ASIDE},
    "技改投了340万，人家说能补80万，对吗，能补多少": {"340万": Fate.USED, "80万": Fate.SET_ASIDE},
    "去年技改投了150万，哦不，是250万，补多少": {"250万": Fate.USED, "150万": Fate.SET_ASIDE},
    "技改预算500万，实际投了340万，补多少": {"340万": Fate.USED, "500万": Fate.SET_ASIDE},
}  # fmt: skip


@pytest.mark.parametrize("text", TOLD)
def test_each_figure_is_used_or_set_aside(text: str) -> None:
    assert ledger(reply(text)) == TOLD[text]


@pytest.mark.parametrize("text", TOLD)
def test_the_reply_prints_what_it_used_and_what_it_did_not(text: str) -> None:
    found = reply(text)
    (line,) = [line for line in found.body if "采用：" in line]
    used, _, dropped = line.partition("未采用：")
    for figure, fate in TOLD[text].items():
        assert figure in (used if fate is Fate.USED else dropped)


def test_a_reason_stands_beside_each_figure_that_was_not_used() -> None:
    found = reply("去年营业额8600万，技改投了340万，今年计划投900万，能补多少")
    (line,) = [line for line in found.body if "未采用：" in line]
    assert "8600万（营业额，不是这项的基数）" in line
    assert "900万（计划数，按实际投入计）" in line


def test_one_plain_amount_needs_no_line() -> None:
    assert not any("采用" in line for line in reply("去年技改投了340万，能补多少").body)


@pytest.mark.parametrize("text", TOLD)
def test_no_figure_of_the_message_is_missing_from_the_ledger(text: str) -> None:
    turn = assistant().ask(text)
    frame = turn.context.frame
    assert frame is not None
    told = " ".join(entry.text for entry in reply(text).ledger)
    assert [a.token.text for a in frame.amounts if a.token.text not in told] == []
