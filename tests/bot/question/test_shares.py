"""Shares of an amount: what counts is the part that the words say, or it is asked about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.reply import Clarification
from tests.bot.answer.replying import reply, wan


@pytest.mark.parametrize(
    ("turns", "due"),
    [
        (("去年一共投了700万，六成是技改，另外四成是厂房装修，技改那块给多少",), "84"),
        (("规上工业，数字化项目预算160万，实际只执行了四成，最多补多少",), "25.6"),
        (("去年总共投了400万，技改占八成半，剩下的全是数字化，规上企业，两样合计最多多少",), "92"),
        (("去年营收5200万，我们从里面拿了6%搞技术改造，能补多少",), "62.4"),
        (("前年技改投了240万，去年比前年少投了四分之一，就报去年的，给多少",), "36"),
        (("2025年的技改投资比2024年增加了50%，2024年是200万，今年申报2025年的能拿多少",), "60"),
        (("去年技改投资比前年多了80万，前年是60万，现在报能拿多少",), "28"),
        (("去年技改签了600万合同，能补多少", "其实真正付款的只有七成，其余三成不要了"), "84"),
        (
            (
                "今年采购智能眼镜120万，补贴多少",
                "三分之一是发给员工拿回家自己玩的，剩下的才在质检线上用",
            ),
            "12",
        ),
    ],
)
def test_a_share_is_reckoned_in(turns: tuple[str, ...], due: str) -> None:
    assert Decimal(due) in wan(reply(*turns))


@pytest.mark.parametrize(
    "message",
    [
        "网上看到智能眼镜补贴20%，我们仓储那边采购了70万，究竟补多少",
        "中介说数字化能全额补，还收15%服务费。我们四上，投了70万，最多多少",
        "外销占六成。去年技改投了200万，补多少",
    ],
)
def test_a_rate_of_something_else_is_no_share(message: str) -> None:
    found = reply(message)
    assert "×15%" not in found.conclusion
    assert all("占" not in entry.text and "×六成" not in entry.text for entry in found.ledger)
    assert isinstance(found, Clarification) or found.due


def test_shares_that_do_not_make_up_the_whole_are_asked_about() -> None:
    found = reply("去年一共投了700万，六成是技改，另外三成是厂房装修，技改那块给多少")
    assert isinstance(found, Clarification)
