"""Small clauses that say of an amount, a year or a place what the amount's own clause does not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.bot.answer.replying import reply


@pytest.mark.parametrize(
    ("turns", "total"),
    [
        (("前年投的310万技改，去年、今年别的没有，现在补报，还能拿几个钱",), 0),
        (("24年投的310万技改，25年、26年都没再投，现在报能拿多少",), 0),  # no day of the question
        (("去年技改120万", "还有20万，不过那是今年春天投的，今年申报补多少"), 240_000),
        (("四上企业数字化一期投32万、二期投39万，各自都过了三十万，合计补多少",), 284_000),
        (
            ("同一个园区，去年引进4家区外总部；今年又引进2家，都合条件，今年这一年奖励多少",),
            4_000_000,
        ),
        (("平台第二年投了300万，补多少", "记岔了，不是第二年，是第三年"), 600_000),
        (("去年技改标价340万，打了八五折付清，补多少",), 578_000),
        (("去年技改一季度35万，二季度零，三季度48万，四季度67万，补多少",), 300_000),
        (("去年技改投了150万，12月付的，来了5万观众，补多少",), 300_000),
    ],
)
def test_what_a_small_clause_says_is_used(turns: tuple[str, ...], total: int) -> None:
    dues = reply(*turns).due[:1]
    most = sum(((d.high or d.low or Decimal(0)) for d in dues), Decimal(0))
    assert most == total


def test_of_two_projects_the_one_asked_about_is_answered() -> None:
    told = "a平台第一年投500万，b平台第二年投260万，都是公共服务平台"
    assert reply(f"{told}。b这年能拿多少").due[0].low == 780_000


def test_a_place_that_is_denied_twice_is_where_the_firm_is() -> None:
    assert "不能申请" in reply("我们没在龙岗经营，去年技改投了101万，补多少").conclusion
    assert "不能申请" not in reply("我们不是没在龙岗经营，去年技改投了101万，补多少").conclusion
