"""A question of several parts on a text that nobody marked: each part has its own sentence."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.pipeline import check
from bot.render import render_text
from bot.reply import Reply, Status
from tests.bot.asking import ask
from tests.bot.unmarked import opened

LOOMS = """青竹县织机传习所扶持办法
一、织机传习所
传习所每年开班两次以上的，给予场地补助。补助款主要用于购买丝线、修理织机和聘请师傅等。
传习所连续两年没有开班的，予以撤销；谎报学员人数，经查属实，取消称号。
二、学徒津贴
学徒跟师满3个月的，每人发放津贴500元。津贴应于出师之日起6个月内申请。
三、办理流程
传习所登录青竹县手艺服务平台填写申报书→县文旅局组织专家评审，评审结果公示，公示期为7个工作日→县财政局将补助资金拨付至传习所账户。申报材料一式三份。
四、附则
本办法由青竹县文旅局负责解释。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("wished"), LOOMS, "《织机办法》")


def quoted(reply: Reply) -> str:
    return "\n".join(citation.quote for citation in reply.citations)


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("织机传习所的申报书在哪个系统上填，评完了公示几天？", ["手艺服务平台", "7个工作日"]),
        ("织机传习所的材料备几份、钱打到哪儿？", ["一式三份", "传习所账户"]),
        ("传习所的钱主要用在哪些方面？", ["丝线"]),
        ("织机传习所哪些情况会被摘牌？", ["连续两年没有开班", "谎报学员人数"]),
        ("织机学徒津贴最晚什么时候要申请？", ["出师之日起6个月内"]),
    ],
)
def test_each_part_has_its_sentence(assistant: Assistant, question: str, held: list[str]) -> None:
    reply = ask(assistant, question)
    assert reply.status is Status.ANSWERED
    assert [words for words in held if words not in quoted(reply)] == []
    check(reply, assistant.knowledge)


def test_a_part_that_no_sentence_answers_is_said_not_to_be_found(assistant: Assistant) -> None:
    reply = ask(assistant, "织机传习所评审公示几天，审计要等多久？")
    assert "7个工作日" in quoted(reply)
    assert "“审计要等多久”没有找到" in render_text(reply)
    assert reply.status is Status.PARTLY


@pytest.mark.parametrize(
    "question",
    ["织机传习所的验收要等多久？", "织机学徒津贴多久复审一次？"],
)
def test_a_number_of_something_else_answers_nothing(assistant: Assistant, question: str) -> None:
    assert ask(assistant, question).status is not Status.ANSWERED
