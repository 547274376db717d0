"""Counts of several kinds of a table: added where each is told of one kind, else asked."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.assistant import Assistant
from bot.reply import Clarification
from tests.bot.asking import ask
from tests.bot.unmarked import opened

TALENT = """青竹县乡村人才补助办法
一、引进人才补助
用人单位新引进毕业生的，按博士每人10000元、硕士每人7000元标准给予补助。
二、附则
本办法由青竹县农业局负责解释。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("kinds"), TALENT, "《人才补助办法》")


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("我们新引进2个博士、3个硕士，补助多少？", 41000),
        ("引进博士2名、硕士1名，能拿多少补助？", 27000),
        ("引进了3个硕士，补助多少？", 21000),
    ],
)
def test_each_kind_has_its_own_count(assistant: Assistant, question: str, amount: int) -> None:
    reply = ask(assistant, question)
    assert reply.computations[0].low == reply.computations[0].high == Decimal(amount)


@pytest.mark.parametrize(
    "question",
    ["新引进2个博士、3个保安，补助多少？", "新引进2个博士、另有3个博士、1个硕士，补助多少？"],
)
def test_a_count_of_no_kind_or_of_one_again_is_asked(assistant: Assistant, question: str) -> None:
    reply = ask(assistant, question)
    assert isinstance(reply, Clarification)
