"""Validity of texts that state no end: their own times are quoted, and no end is made up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.render import render_text
from bot.reply import Reply, Status
from environment.settings import DOCUMENTS
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
KILNS = """青竹县龙窑修缮支持
服务内容
修缮龙窑的，按修缮费用的20%支持。
时间/频度
从2021年4月起
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


def test_a_second_question_that_names_nothing_is_of_the_text_that_answered_the_first(
    tmp_path: Path,
) -> None:
    shutil.copytree(DOCUMENTS, tmp_path / "documents")
    beside = opened(tmp_path, KILNS, "《龙窑支持》")
    reply = ask(beside, "修缮龙窑窑炉的费用支持是哪年开始办的？有没有写终止日期？")
    assert {citation.clause.document_id for citation in reply.citations} == {"text"}
