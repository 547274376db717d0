"""A word that tells of an amount and changes nothing is asked about."""

from __future__ import annotations

import pytest

from bot import omission
from bot.reply import Clarification
from tests.bot.answer.replying import reply

ASKED = (
    ("operator.exclude", "技改合同346万，最后砍了点配置，去年实际付出去331万，补多少", "砍了"),
    ("operator.raise_by", "去年固定资产增加了1900万，技改投了260万，补多少", "增加了"),
    ("operator.compare", "同样一年投150万到公共服务平台，第三年拿到的比第一年少多少钱", "比"),
    ("operator.scale_half", "展位费9600元，一半的话是多少，是不是至少这个数", "一半"),
    ("link.denies", "四上企业数字化投了110万，其中42万还没付也没做，按真正投进去的能补多少", "没"),
    ("actor.other", "标摊12600一个，我们订了5个，有一个让给同行的公司了，展位费能补多少", "同行"),
)


@pytest.mark.parametrize(("kind", "message", "word"), ASKED, ids=[kind for kind, *_ in ASKED])
def test_what_changes_nothing_is_asked_about(
    kind: str, message: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = reply(message)
    assert isinstance(found, Clarification)
    assert f"“{word}" in found.question
    assert not found.due
    rows = tuple(row for row in omission._TELLING if kind not in row)
    monkeypatch.setattr(omission, "_TELLING", rows)
    other = reply(message)
    assert (other.conclusion, getattr(other, "question", "")) != (found.conclusion, found.question)


@pytest.mark.parametrize(
    "message",
    [
        "去年技改投了260万，够不够线，补多少",  # asks whether, denies nothing
        "听朋友说数字化补贴没有上限，我们四上企业投了210万，能拿多少",  # of the text
        "老乡帮忙瞅瞅，去年技改投了260万能补多少",  # nobody's money
        "去年技改投了260万，其中40万土建不算，补多少",  # taken away: used
        "设立第二年的公共服务平台，当年投了210万，资助多少",  # the year is used
        "隔壁厂投了450万，我们去年技改投了260万，补多少",  # set aside in the ledger: used
    ],
)
def test_what_is_used_or_tells_nothing_is_not_asked_about(message: str) -> None:
    found = reply(message)
    assert not isinstance(found, Clarification)
    assert found.due


def test_an_amount_said_again_to_tell_more_of_it_is_no_new_one() -> None:
    first = "公共服务平台设立头一年，投了260万，给多少"
    found = reply(first, "记岔了，260万这笔是第三年的投入")
    assert found.due[0].low == 520_000


@pytest.mark.parametrize(
    "told",
    [
        "其实是前年投的，一直忘了报",
        "不全是技改，有一部分是拿去买写字楼的",
    ],
)
def test_a_later_turn_that_changes_nothing_was_not_read(told: str) -> None:
    found = reply("去年技改投了300万，补多少", told)
    assert isinstance(found, Clarification) or not found.due or found.due[0].low == 0
    assert not isinstance(reply("去年技改投了300万，补多少", "好的，那到底补多少"), Clarification)


def test_the_same_message_again_has_the_same_answer() -> None:
    message = "我们厂上一年度技改投了350万，能补多少？"
    assert reply(message).due == reply(message, message).due


ONE_FAILS = (
    "我们园区今年引进了两家职能型总部，上年产值6亿和7亿，都签了框架协议，奖励多少",
    "刚核实，7亿那家原来就在龙岗区内，只是换了个园",
)


@pytest.mark.parametrize(
    ("turns", "still"),
    [
        (("那奖励变成多少",), True),
        (("谢谢", "那奖励变成多少"), True),
        (("符合条件的一共1家，奖励多少",), False),
        (("技改补多少",), False),
    ],
)
def test_what_was_asked_stays_open_until_it_is_told(turns: tuple[str, ...], still: bool) -> None:
    question = reply(*ONE_FAILS)
    assert isinstance(question, Clarification)
    again = reply(*ONE_FAILS, *turns)
    assert (getattr(again, "question", "") == question.question) is still


@pytest.mark.parametrize(
    "message",
    [
        "去年技改投了300万，隔壁厂咕咚，能补多少",  # an unknown word beside another firm
        "去年技改投了300万，不咕咚就行，能补多少",  # beside a denial
        "去年固定资产增加了1900万，技改投了260万，补多少",  # known, and not used
    ],
)
def test_a_clause_that_is_told_to_change_nothing_is_not_asked_about_again(message: str) -> None:
    asked = reply(message)
    assert isinstance(asked, Clarification)
    (tapped,) = asked.choices
    assert not isinstance(reply(message, tapped), Clarification)
    assert reply(message, tapped).due
    assert isinstance(reply(message, f"{tapped}吗"), Clarification)  # asks, tells nothing
