"""Verdicts by what a text leaves out or takes in by name; never against what was not said."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.pipeline import check
from bot.reply import Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

KILNS = """青竹县窑口补助办法
一、补助范围
对县内（不含南岭镇）窑口的烧制燃料费给予补助。一个窑口只补一次，扩建窑口不予支持。
二、补助条件
1.未参加窑口安全等级评定的窑口，不能申请窑口补助。
2.窑口补助的雇工不限用工形式，既可以是长期雇工，也可以是短工、季节性帮工。
三、补助标准
符合条件的窑口，每座给予不超过8万元的补助。
"""
SAME = "如果两处说的是同一件事"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("worded"), KILNS, "《窑口办法》")


@pytest.mark.parametrize(
    ("question", "lead", "written"),
    [
        ("我们的窑口正在扩建，窑口补助能申请吗？", "按原文不符合", "扩建窑口不予支持"),
        ("我们没参加安全等级评定，窑口补助能申请吗？", "按原文不符合", "未参加窑口安全等级评定"),
        ("窑口补助的雇工大半是季节性的短工，能算雇工吗？", "按原文符合", "不限用工形式"),
    ],
)
def test_a_case_that_the_text_names_is_told_with_both_words_under_a_condition(
    assistant: Assistant, question: str, lead: str, written: str
) -> None:
    reply = ask(assistant, question)
    assert reply.conclusion.startswith(lead)
    assert SAME in reply.conclusion
    assert written in reply.conclusion
    assert reply.status is Status.PARTLY
    check(reply, assistant.knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "我们的窑口没有扩建，窑口补助能申请吗？",
        "隔壁的窑口正在扩建，我们的窑口补助能申请吗？",
        "以前扩建过窑口，窑口补助能申请吗？",
        "我们参加了安全等级评定，窑口补助能申请吗？",
    ],
)
def test_what_is_denied_or_told_of_others_gives_no_verdict(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert SAME not in "".join((reply.conclusion, *reply.body))


LOOMS = """内江市织机补助办法
一、补助条件
申请织机补助的织坊应当在本市登记注册。
二、补助范围
对市内（不含隆昌）织坊的织机给予补助，每台不超过3万元。
"""


@pytest.fixture(scope="module")
def looms(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("located"), LOOMS, "《织机办法》", "内江市")


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("内江的织机补助，我们织坊登记注册在成都，能申请吗？", "按原文不符合"),
        ("内江的织机补助，我们是隆昌的织坊，能申请吗？", "原文写明不算在内"),
    ],
)
def test_a_place_outside_of_what_is_required_is_told(
    looms: Assistant, question: str, lead: str
) -> None:
    reply = ask(looms, question)
    assert reply.conclusion.startswith(lead)
    check(reply, looms.knowledge)


@pytest.mark.parametrize(
    "question",
    [
        "内江的织机补助，我们织坊登记注册在资中，能申请吗？",  # lies in it
        "内江的织机补助，我们织坊老家在成都，能申请吗？",
        "内江的织机补助，客户登记注册在成都，我们能申请吗？",
        "内江的织机补助，我们织坊登记注册不在成都，能申请吗？",
        "内江的织机补助，我们织坊的布卖到隆昌，能申请吗？",
    ],
)
def test_a_place_of_others_or_of_something_else_gives_no_verdict(
    looms: Assistant, question: str
) -> None:
    reply = ask(looms, question)
    assert SAME not in "".join((reply.conclusion, *reply.body))
