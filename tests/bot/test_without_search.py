"""Where no searcher is to be had: what needs none is answered, and nothing is called unstated."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer.knowledge import Knowledge
from bot.assistant import Assistant
from bot.reply import Reply, Status
from corpus.collection import Collection
from index.errors import IndexUnavailableError
from index.search import Searcher

TODAY = date(2026, 11, 22)
WHY = "索引无法写入：磁盘已满。"


def nowhere() -> Searcher:
    raise IndexUnavailableError(WHY)


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return Assistant(Knowledge(Collection.load(), nowhere))


def ask(assistant: Assistant, text: str) -> Reply:
    return assistant.ask(text, as_of=TODAY).reply


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("上年技改投了100万元能补多少", "20万元"),
        ("若干措施第4条写了什么", "技术改造"),
        ("技改补贴条件是什么", "100万元（含）以上"),
        ("若干措施有效期到哪天", "2027年1月"),
        ("有哪些补贴可以申请？", "写有资金支持的事项"),
    ],
)
def test_what_needs_no_search_is_answered(assistant: Assistant, question: str, said: str) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert said in reply.conclusion


@pytest.mark.parametrize(
    "question", ["去国外摆摊能报多少", "谁来监督资金使用", "主管部门电话是多少"]
)
def test_what_needs_a_search_is_said_to_be_out_of_order_and_not_to_be_missing(
    assistant: Assistant, question: str
) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.UNAVAILABLE
    assert reply.conclusion.startswith("检索暂不可用")
    assert reply.suggestions


def test_the_reason_is_there_to_be_shown(assistant: Assistant) -> None:
    assert assistant.knowledge.searcher is None
    assert assistant.knowledge.problems == (WHY,)
