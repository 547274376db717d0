"""A word of the message that the provision does not have leaves its drafted amount unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.reply import Clarification, Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

KILNS = """青竹县窑炉更新补贴办法
一、申报条件
陶坊应当在县陶艺协会登记，窑炉经协会验收。
二、补贴标准
对更新电窑的陶坊，给予一次性补贴6000元。
三、其他
租赁场地的陶坊，补贴减半。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("strays"), KILNS, "《窑炉办法》")


@pytest.mark.parametrize(
    "question",
    [
        "陶坊更新电窑，补贴多少？",
        "我们陶坊在协会登记了，更新电窑，窑炉补贴多少？",
    ],
)
def test_words_of_the_provision_and_of_its_conditions_are_computed(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert "6,000元" in reply.conclusion


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("租赁场地的陶坊更新电窑，补贴多少？", "租赁"),
        ("陶坊更新燃气电窑，补贴多少？", "燃气"),
        ("陶坊没有更新电窑，补贴多少？", "没有"),
        ("陶坊不更新电窑，补贴多少？", "不更新"),
        ("小微企业更新电窑，补贴多少？", "小微企业"),
    ],
)
def test_a_word_it_does_not_have_is_named_and_no_amount_is_said(
    assistant: Assistant, question: str, word: str
) -> None:
    reply = ask(assistant, question)
    assert isinstance(reply, Clarification)
    assert word in reply.question
    assert "6,000" not in reply.conclusion


FILMS = """青竹县影视支持办法
一、拍摄补助
剧组在本县实际支出200万元以上的，按支出的10%补助，最高100万元。
"""


@pytest.mark.parametrize(("spent", "computed"), [("250万元", True), ("180万元", False)])
def test_a_sum_below_what_a_condition_asks_for_is_never_computed_with(
    tmp_path: Path, spent: str, computed: bool
) -> None:
    films = opened(tmp_path, FILMS, "《影视办法》")
    reply = ask(films, f"剧组在本县实际支出{spent}，拍摄补助能拿多少？")
    assert bool(reply.computations and reply.status is Status.ANSWERED) is computed
    assert ("18万元" in reply.conclusion) is False
