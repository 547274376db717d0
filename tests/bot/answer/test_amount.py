"""An amount is stated, stated under a printed condition, or asked about; never more than that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reply import Clarification, Grade, Reply, Status
from tests.bot.answer.replying import reply, wan

ROLES = ("340万计入投入", "340万要扣除", "340万与此无关")


def choices(found: Reply) -> tuple[str, ...]:
    assert isinstance(found, Clarification)
    assert wan(found) == []
    return found.choices


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("去年技改投了340万，能补多少", ["68"]),
        ("去年技改投了3000万，能补多少", ["500"]),
        ("去年技改投了99万，能补多少", ["0"]),
        ("数字化投了60万，我们是四上企业，能补多少", ["24"]),
        ("平台三年分别投入160万、150万、140万，资助多少", ["153"]),
        ("园区引进3家总部，其中1家没签框架协议，奖励多少", ["400"]),
        ("甲公司技改投了120万，乙公司技改投了90万，各补多少", ["24", "0"]),
        ("技改投了340万，数字化投了60万，我们是四上企业，分别补多少", ["68", "24"]),
        ("展位费花了20万，能补多少", ["10"]),
    ],
)
def test_an_amount_whose_every_word_is_understood_is_stated(text: str, amounts: list[str]) -> None:
    found = reply(text)
    assert (wan(found), found.grade) == ([Decimal(amount) for amount in amounts], Grade.STATED)


def test_each_applicant_is_named_before_its_amount() -> None:
    found = reply("甲公司技改投了120万，乙公司技改投了90万，各补多少")
    assert found.conclusion.startswith("甲公司：可获资助24万元")
    assert any(line.startswith("乙公司：不符合条件") for line in found.body)


def test_a_word_that_nobody_knows_in_another_clause_is_printed_in_the_first_line() -> None:
    found = reply("去年技改投了340万，老板叫磤砳，能补多少")
    assert (wan(found), found.grade) == ([Decimal(68)], Grade.CONDITIONAL)
    assert "没有理解、未计入：“老板叫磤砳”" in found.conclusion


def test_the_same_word_beside_the_figure_is_asked_about_and_nothing_is_stated() -> None:
    found = reply("去年技改磤砳了340万，能补多少")
    assert choices(found) == ROLES
    assert found.grade is Grade.ASKED


@pytest.mark.parametrize(("tapped", "amount"), [("60万计入投入", "80"), ("60万与此无关", "68")])
def test_a_tapped_role_gives_the_amount(tapped: str, amount: str) -> None:
    assert wan(reply("去年技改投了340万，别的60万，能补多少", tapped)) == [Decimal(amount)]


def test_two_sums_that_no_word_joins_are_asked_about() -> None:
    found = reply("技改投了340万，设备60万，能补多少")
    assert choices(found) == ("分开的，合计400万元", "已包含，按340万元")


@pytest.mark.parametrize(
    "text",
    [
        "隔壁厂技改投了500万，能补多少",
        "去年产值5亿，能补多少",
        "平台投了300万，能补多少",
        "技改设备花了300万美元，能补多少",
        "每台设备12万，技改能补多少",
        "投了340万，能补多少",
    ],
)
def test_what_is_not_said_is_asked_for(text: str) -> None:
    found = reply(text)
    assert isinstance(found, Clarification)
    assert wan(found) == []


@pytest.mark.parametrize(
    "text",
    [
        "对方技改投了500万，能补多少",
        "甲公司和乙公司技改一共投了210万，能补多少",
        "园区引进3家总部，其中有家没签，奖励多少",
        "园区引进3家总部，有的没签协议，奖励多少",
    ],
)
def test_what_is_not_the_enterprises_alone_is_not_stated(text: str) -> None:
    assert wan(reply(text)) == []


def test_an_enterprise_that_works_elsewhere_is_told_so_before_any_amount() -> None:
    found = reply("我们在惠州经营，技改投了340万，能补多少")
    assert found.status is Status.NOT_ELIGIBLE
    assert "惠州" in found.conclusion


def test_whether_a_cost_counts_is_never_answered_by_an_amount() -> None:
    assert wan(reply("展位费花了20万，装修费8万算不算")) == []


def test_whether_a_cost_counts_needs_no_search() -> None:
    assert reply("展位费花了20万，装修费8万算不算").status is Status.NOT_STATED


def test_a_range_is_stated_as_one() -> None:
    found = reply("技改投了340到360万，能补多少")
    assert "68万元至72万元之间" in found.conclusion
    assert wan(found) == []


def test_a_turn_of_courtesy_computes_nothing_again() -> None:
    assert wan(reply("去年技改投了340万，能补多少", "谢谢")) == []


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (["再加60万呢"], "80"),
        (["翻一倍呢"], "136"),
        (["不对，是250万"], "50"),
        (["打八折呢"], "54.4"),
        (["再加60万", "再加100万呢"], "100"),
    ],
)
def test_a_thread_is_worth_what_one_message_is(turns: list[str], amount: str) -> None:
    assert wan(reply("去年技改投了340万，能补多少", *turns)) == [Decimal(amount)]


@pytest.mark.parametrize(
    "text", ["公共服务平台投了260万，能补多少", "技改投了340万，已经拿过20万补贴，还能补多少"]
)
def test_an_answer_that_a_question_offers_is_understood(text: str) -> None:
    found = reply(text)
    assert isinstance(found, Clarification)
    assert wan(reply(text, found.choices[0]))


def test_a_message_that_closes_repeats_no_amount() -> None:
    found = reply("招商奖励一家多少", "哦两百万", "搞半天跟我没关系，行吧，拜拜")
    assert (wan(found), "200" in found.conclusion) == ([], False)


def test_years_that_apply_each_by_itself_are_reckoned_apart() -> None:
    text = "2024年投了150万技改、2025年投了480万，如果每年都在次年按时申报，两年各拿多少"
    assert wan(reply(text)) == [Decimal(30), Decimal(96)]


def test_the_difference_of_two_amounts_is_told() -> None:
    assert wan(reply("去年技改投300万跟投500万，资助差多少钱")) == [Decimal(40)]


def test_what_is_left_to_pay_is_told() -> None:
    assert wan(reply("去年技改花了700万，扣掉政府补的，我自己净掏多少")) == [Decimal(560)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("采购200副智能眼镜给质检线上用，单价3800，能补多少", "11.4"),
        ("产线质检用的智能眼镜买了80副，每副5500元，有30副拒收没付钱，补多少", "4.125"),
        ("四上企业，云软件45个账号，每个每月650，订了整一年，数字化最多补多少", "14.04"),
    ],
)
def test_pieces_are_counted_and_those_left_out_are_not(text: str, amount: str) -> None:
    assert wan(reply(text)) == [Decimal(amount)]


def test_what_comes_one_after_another_adds_up_over_turns() -> None:
    turns = ("今年参展三次，展位费第一次2.4万", "第二次3.1万", "第三次5万，三次加一起最少补多少")
    assert wan(reply(*turns)) == [Decimal("5.25")]


def test_the_reverse_is_told_under_every_text_and_for_every_year() -> None:
    both = reply("想从活动补贴里拿到150万，总投入要到多少才行")
    assert "500万元" in both.conclusion
    assert any("300万元" in line for line in both.body)
    years = reply("平台想拿满要投多少")
    lines = (years.conclusion, *years.body)
    assert [line[:4] for line in lines if "要达到" in line] == ["第1年：", "第2年：", "第3年："]


def test_a_firm_at_another_place_is_another() -> None:
    text = "龙岗总厂去年技改260万；惠州那间是另外注册的公司，也投了400万。龙岗这边能得多少"
    assert wan(reply(text)) == [Decimal(52)]


def test_a_local_origin_is_no_newcomer() -> None:
    text = "有家产值6亿的眼镜总部，从横岗另一个园区搬到我们园区，框架协议有签，奖励多少"
    assert wan(reply(text)) == [Decimal(0)]


def test_a_share_that_was_reckoned_with_is_no_rate_to_be_corrected() -> None:
    asked = "按《修订说明》时尚行业重大活动补贴，一共投入1000万，我们承担七成，能补多少？"
    shared = reply(asked)
    assert "不符" not in shared.conclusion
    assert wan(shared) == [Decimal(210)]
    assert "您说的30%与原文不符" in reply("技改投了350万，听说按30%补，能补多少").conclusion
