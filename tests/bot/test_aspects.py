"""Which service information a message asks for: each way to ask, and what only mentions it."""

from __future__ import annotations

import pytest

from bot.aspects import Asked, aspects_of, table


@pytest.mark.parametrize("one", table(), ids=lambda one: str(one.aspect))
def test_each_example_asks_for_it_and_nothing_else_does(one: Asked) -> None:
    assert [words for words in one.examples if one.aspect not in aspects_of(words)] == []
    assert [words for words in one.not_asked if one.aspect in aspects_of(words)] == []


@pytest.mark.parametrize(
    "message",
    [
        "我们厂上一年度技改投了350万，能补多少？",
        "要满足什么条件？",
        "现在还有效吗？",
        "电镀这道工序流程改造，买机器人花了两百六十万",
        "公司搭电商网站加小程序一共投了五十万，可以补多少钱？",
        "我们展厅每天九点到晚上十点营业",
    ],
)
def test_what_asks_for_something_else_asks_for_none(message: str) -> None:
    assert aspects_of(message) == ()


def test_two_wishes_are_both_heard() -> None:
    assert {str(one) for one in aspects_of("材料交哪里，几点下班？")} == {"window", "hours"}
