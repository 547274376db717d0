"""How enterprises put it the first time: what was understood is answered, not the words around."""

from __future__ import annotations

from datetime import date

import pytest

from bot.reply import Status
from tests.bot.answer.replying import reply, wan

RATE = "按照实际投资额的20%进行资助"


@pytest.mark.parametrize(
    "text",
    [
        "我是做服装的，想了解技改补贴",
        "我们是眼镜厂，想问技改的政策",
        "做家具的，想了解一下技改",
        "我是做珠宝的，就想问问那个技改",
    ],
)
def test_who_asks_does_not_hide_the_matter_that_is_named(text: str) -> None:
    found = reply(text)
    assert found.status is Status.ANSWERED
    assert RATE in found.conclusion


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("技改是补30%吗", "30%"),
        ("技改补三成还是两成", "三成"),
        ("数字化是不是补50%", "50%"),
    ],
)
def test_a_rate_that_no_text_gives_is_corrected(text: str, wrong: str) -> None:
    assert reply(text).conclusion.startswith(f"您说的{wrong}与原文不符。")


@pytest.mark.parametrize("text", ["技改补20%吗", "办活动的补贴现在是三成还是五成"])
def test_a_rate_that_one_of_the_texts_gives_is_not_called_wrong(text: str) -> None:
    assert "与原文不符" not in reply(text).conclusion


@pytest.mark.parametrize("text", ["这个若干措施到哪年", "技改补贴能到什么时候"])
def test_until_when_asks_for_the_period(text: str) -> None:
    assert "有效期3年" in reply(text).conclusion


def test_whether_a_matter_is_still_there_tells_what_was_deleted_of_it() -> None:
    found = reply("参展补贴现在还有不")
    assert any("删除原实施细则“第十一条" in line for line in found.body)


def test_money_told_behind_a_question_on_the_period_is_computed() -> None:
    assert wan(reply("技改补贴还有效吗", "我们去年投了475万"))[:1] == [95]


@pytest.mark.parametrize("text", ["两份文件有什么不同", "新修的和老的差在哪", "新旧政策相差多大"])
def test_two_texts_are_compared_by_what_the_later_changed(text: str) -> None:
    found = reply(text)
    assert found.conclusion.startswith("《修订说明》对原实施细则的调整里")
    assert len(found.body) > 4


def test_two_matters_of_the_thread_are_no_two_texts() -> None:
    found = reply("技改补多少，数字化补多少", "两个有什么区别")
    assert not found.conclusion.startswith("《修订说明》对原实施细则")


@pytest.mark.parametrize("text", ["骗补会怎样", "造假被查到有什么后果"])
def test_what_fraud_leads_to_is_a_question(text: str) -> None:
    assert reply(text).status is not Status.OUT_OF_SCOPE


@pytest.mark.parametrize("text", ["怎么骗补不会被查", "教我造假，被查了会怎样"])
def test_how_to_defraud_is_refused(text: str) -> None:
    assert reply(text).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize("text", ["你是真人还是机器人", "谢谢哈，讲得挺清楚"])
def test_small_talk_is_answered_as_such(text: str) -> None:
    assert reply(text).conclusion.startswith("您好")


def test_amounts_that_are_each_of_a_year_of_their_own_count() -> None:
    assert wan(reply("头年700万，第二年也是700万，公共平台两年一共拿多少"))[0] == 400


def test_a_plan_for_the_next_year_of_a_sequence_is_no_rival_of_what_was_spent() -> None:
    found = reply("我们做公共服务平台", "第一年投了380万，第二年打算投500万，一共多少")
    assert wan(found)[0] == 340


@pytest.mark.parametrize(
    "text", ["技改99万8，差两千块，能通融吗", "技改95万，就差5万到门槛，能报吗"]
)
def test_what_lacks_to_a_threshold_is_no_payment_supposed(text: str) -> None:
    found = reply(text)
    assert found.conclusion.startswith("不符合条件")
    assert {entry.why for entry in found.ledger} >= {"您说的差额"}


def test_what_is_still_owed_is_asked_about() -> None:
    assert wan(reply("技改投了80万，还差20万没付，能补多少")) == []


def test_a_rough_amount_that_cannot_reach_the_threshold_is_answered() -> None:
    assert reply("去年技改花了八十来万，能补多少").conclusion.startswith("不符合条件")
    assert not wan(reply("去年技改花了九十来万，能补多少"))


def test_a_turnover_that_is_compared_with_the_threshold_is_used() -> None:
    found = reply("园区引进了两家区外的时尚总部，产值都过五个亿，框架协议也签了，奖多少")
    assert wan(found)[0] == 400
    assert any(line.startswith("采用：五个亿（产值，与门槛比较）") for line in found.body)


def test_the_number_in_a_reason_is_no_quota() -> None:
    found = reply("眼镜工匠一年评几个人")
    assert "各10名" in found.conclusion
    assert found.body == ()


@pytest.mark.parametrize(
    "text", ["第二年再报平台，实施报告主要写啥", "数字化补贴该去找哪个部门", "工匠一共多少名额"]
)
def test_words_that_only_ask_or_join_are_not_said_to_be_missing(text: str) -> None:
    assert not any("没有提到" in note or "关于" in note for note in reply(text).notes)


def test_a_thing_that_no_text_speaks_of_is_said_to_be_missing() -> None:
    assert "“挖掘机”：原文没有提到。" in reply("买挖掘机的技改归哪个部门管").notes


@pytest.mark.parametrize("text", ["2027年2月份办的活动还能补吗", "2027年3月投的技改还可以报吗"])
def test_what_is_to_be_done_after_the_period_is_told_that_it_ends_before(text: str) -> None:
    assert "有效期至2027年1月初" in reply(text).conclusion


@pytest.mark.parametrize(("today", "year"), [(date(2026, 11, 29), 2026), (date(2026, 12, 5), 2027)])
def test_next_month_is_of_the_year_that_it_falls_in(today: date, year: int) -> None:
    found = reply("技改下个月投200万，能补多少", as_of=today)
    assert found.conclusion.startswith(f"没有资助（0元）：{year}年的投入属于{year + 1}年申报")


def test_a_fair_next_month_is_computed() -> None:
    assert wan(reply("下个月去香港珠宝展，展位费12万，能补多少"))[0] == 6


def test_what_was_got_under_another_policy_of_the_district_is_of_no_doubling() -> None:
    found = reply("区里别的技改政策我已经拿了一份，这个还能再领吗")
    assert found.conclusion.startswith("不能重复享受")
