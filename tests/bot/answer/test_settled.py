"""What a reply does not show to be the answer is only the nearest, and says so first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.assistant import Assistant
from bot.context import Context
from bot.reply import Clarification, Reply, Status


def reply(message: str) -> Reply:
    return Assistant.open().ask(message, Context()).reply


NEAREST = (
    "二手的数控机床算技改投入吗",  # the conditions do not decide it
    "技改投资额按含税价算还是不含税价算",
    "我们工作室专门给服装牌子拍片，这种算不算时尚企业",
    "请明星走秀的出场费能算进实际投入吗",
)


@pytest.mark.parametrize("message", NEAREST)
def test_what_does_not_decide_is_only_the_nearest(message: str) -> None:
    found = reply(message)
    told = "".join((found.conclusion, *found.notes))
    assert found.status in (Status.NEAREST, Status.ANSWERED, Status.NOT_STATED)
    assert "没有找到" in told or "请核对" in told or "不能确定" in told or "未载明" in told


@pytest.mark.parametrize(
    "message",
    [
        "做皮具的算不算你们说的时尚产业",
        "我们厂在坂田，能申请技改资助吗",
        "公共服务平台做产品检验检测，属于支持的平台吗",
    ],
)
def test_what_the_text_names_is_answered(message: str) -> None:
    assert reply(message).status is not Status.NEAREST


def test_one_of_two_sides_has_to_be_shown() -> None:
    message = "引一家奖200万，协议是跟园区签还是跟区政府签"
    assert "区政府" in "".join((reply(message).conclusion, *reply(message).body))
    told = reply("这个政策由市里管还是由省里管")
    assert told.status in (Status.NEAREST, Status.NOT_FOUND, Status.NOT_STATED, Status.NOT_HELD)


def test_a_list_is_a_list() -> None:
    told = reply("公共服务平台具体是哪几类？帮我列一下")
    assert "检验检测" in told.conclusion


def test_parts_are_listed_by_their_headings() -> None:
    told = reply("四大重点领域分别叫什么名字")
    assert all(name in told.conclusion for name in ("珠宝奢品", "服饰尚品", "智能用品", "潮品"))
    assert len(told.citations) == 4


def test_a_reason_is_of_the_text_that_changed_it() -> None:
    told = "".join((reply(m := "办活动的补贴为什么从50%砍到30%").conclusion, *reply(m).body))
    assert "避免资源过度集中" in told


def test_what_happens_when_the_rules_above_change() -> None:
    assert "相应调整" in reply("要是省里规定变了，这份措施跟不跟着变").conclusion


def test_whether_a_thing_counts_is_no_amount_again() -> None:
    assistant = Assistant.open()
    before = assistant.ask("去年技改投了300万，补多少", Context())
    told = assistant.ask("二手的数控机床算技改投入吗", before.context).reply
    assert not told.due
    assert "没有找到直接写明" in told.conclusion


def test_what_was_paid_in_advance_is_a_part_of_the_payment() -> None:
    told = reply("平台设立第一年，全年投入380万，资助已经预拨到账90万，剩下还该拿多少")
    assert told.due[0].high == Decimal(1_000_000)
    told = reply("智能眼镜采购了130万给产线用，今年已经拿了20万补贴，还能拿多少")
    assert told.due[0].high == Decimal(100_000)


def test_a_monthly_price_of_half_a_year_is_of_six_months() -> None:
    told = reply("去年上半年技改每个月投20万，下半年每个月投35万，全年加起来给多少")
    assert told.due[0].low == Decimal(660_000)


def test_a_share_of_equity_is_no_share_of_what_was_spent() -> None:
    told = reply("我们占60%股份的合资公司在龙岗做眼镜，去年技改投了500万，能拿多少")
    assert told.due[0].low == Decimal(1_000_000)


@pytest.mark.parametrize(
    "message",
    [
        "去年技改投了300万，也可能是320万，补多少",  # one or the other
        "龙岗的家具厂，去年技改投了300万，部分设备不在龙岗，补多少",  # of a part
    ],
)
def test_what_leaves_the_amount_open_is_asked(message: str) -> None:
    found = reply(message)
    assert isinstance(found, Clarification)
    assert not found.due
