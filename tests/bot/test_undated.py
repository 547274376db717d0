"""Validity of texts that state no end: their own times are quoted, and no end is made up."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.render import render_text
from bot.reply import Reply, Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

MILLS = """青竹县石磨作坊补助办法
服务对象
石磨作坊。
服务内容
石磨作坊更换磨盘的，每台补助300元。
时间/频度
每年6月左右
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("undated")
    return opened(home, MILLS, "《石磨办法》")


def quoted(reply: Reply) -> str:
    return "\n".join(citation.quote for citation in reply.citations)


@pytest.mark.parametrize(
    "question",
    ["《石磨办法》还有没有效？", "石磨作坊补助写没写办到哪年", "石磨作坊补助今年还办不办"],
)
def test_the_month_of_every_year_is_quoted_and_is_no_validity(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.PARTLY
    assert "每年6月左右" in quoted(reply)
    assert "截止日期原文未载明" in reply.conclusion
    assert "仍在有效期" not in render_text(reply)
