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


def test_a_length_without_the_day_that_it_counts_from_is_not_said_to_be_missing(
    tmp_path: Path,
) -> None:
    text = "青竹县水碓保护办法\n水碓每座每年补助500元。\n本办法自印发之日起施行，有效期两年。\n"
    reply = ask(opened(tmp_path, text, "《水碓办法》"), "《水碓办法》还管用吗？")
    assert "有效期两年" in quoted(reply)
    assert "没有算出到哪一天为止" in reply.conclusion
    assert "截止日期原文未载明" not in render_text(reply)


def test_a_loan_that_falls_due_asks_for_no_validity(assistant: Assistant) -> None:
    reply = ask(assistant, "我们作坊的贷款月底到期，石磨办法里补助多少？")
    assert "每年6月左右" not in quoted(reply)


def test_a_year_that_no_text_of_here_applied_in_is_no_answer_about_another_text() -> None:
    reply = ask(Assistant.open(), "2020年有个文件鼓励渔民搞深海网箱，除了网箱还能拿什么去申请？")
    assert reply.status is Status.NOT_FOUND
    assert ask(Assistant.open(), "2020年能申请吗？").provision == "not_yet"
