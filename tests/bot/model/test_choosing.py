"""Choices of a model: numbers among what code wrote or quoted, shown as its choice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.reply import Refusal, Reply
from evals.model.endpoint import last_user_text
from evals.model.scripts import Task, numbered
from tests.bot.model.talking import answers, plainly, talking

OPEN = "区里有没有帮企业对接设计院校的"  # nothing found; a sentence is like it
LIST = "有哪些补贴可以申请？"
NOTHING = {"sentence": 0, "matter": 0, "ask": 0, "first": []}


def choosing(assistant: Assistant, message: str, **picked: object) -> tuple[Reply, str]:
    """The reply with what was picked, and what the model was told."""
    with talking(assistant, answers({**NOTHING, **picked}, Task.CHOOSE)) as talk:
        return talk.reply(message), last_user_text(talk.endpoint.requests[0])


def test_a_chosen_sentence_is_quoted_word_for_word_and_said_to_be_a_choice(
    assistant: Assistant,
) -> None:
    plain = plainly(assistant, OPEN).reply
    _, told = choosing(assistant, OPEN)
    shown = {citation.quote for citation in plain.citations}
    quotes = {
        number: line.partition("“")[2].removesuffix("”")
        for number, line in numbered(told, "原文").items()
    }
    sentence, quote = next(one for one in quotes.items() if one[1] not in shown)
    reply, _ = choosing(assistant, OPEN, sentence=sentence)
    assert reply.citations[-1].quote == quote
    assert reply.body[0].startswith("语言模型挑出的相关原文")
    assert f"“{quote}”[{len(reply.citations)}]" in reply.body[0]
    assert isinstance(reply, Refusal)
    assert reply.conclusion == plain.conclusion
    assert (reply.body[1:], reply.citations[:-1]) == (plain.body, plain.citations)


def test_a_sentence_that_is_shown_already_is_not_shown_twice(assistant: Assistant) -> None:
    plain = plainly(assistant, OPEN).reply
    _, told = choosing(assistant, OPEN)
    shown = plain.citations[0].quote
    number = next(n for n, line in numbered(told, "原文").items() if shown in line)
    assert choosing(assistant, OPEN, sentence=number)[0] == plain


def test_a_chosen_question_can_be_tapped_first(assistant: Assistant) -> None:
    reply, told = choosing(assistant, OPEN, matter=1, ask=2)
    matter, ask = numbered(told, "事项")[1], numbered(told, "问法")[2]
    assert reply.suggestions[0] == ask.replace("……", matter)
    assert plainly(assistant, reply.suggestions[0]).reply.citations


def test_lines_are_put_in_another_order_and_none_is_lost(assistant: Assistant) -> None:
    plain = plainly(assistant, LIST).reply
    reply, _ = choosing(assistant, LIST, first=[3, 1, 3])
    assert reply.conclusion == plain.conclusion
    assert reply.body[:2] == (plain.body[2], plain.body[0])
    assert sorted(reply.body) == sorted(plain.body)
    assert reply.citations == plain.citations


def test_lines_of_a_computation_follow_from_one_another(assistant: Assistant) -> None:
    asked = "公共服务平台第一年投520万，第二年500万，第三年900万，一共能补多少？"
    picked = {**NOTHING, "first": [3, 2, 1]}
    with talking(assistant, answers(picked, Task.CHOOSE)) as talk:
        assert talk.reply(asked) == plainly(assistant, asked).reply
        assert talk.endpoint.requests == []


@pytest.mark.parametrize(
    "picked",
    [
        {},
        {"sentence": 99},
        {"sentence": -1},
        {"sentence": True},
        {"sentence": "1"},
        {"matter": 1},
        {"ask": 1},
        {"matter": 99, "ask": 1},
        {"first": "1"},
        {"first": [0, 99, "1", None, True]},
        {"sentence": {"text": "可以补800万元"}},
    ],
    ids=json.dumps,
)
def test_a_number_that_names_nothing_picks_nothing(
    picked: Mapping[str, Any], assistant: Assistant
) -> None:
    assert choosing(assistant, OPEN, **picked)[0] == plainly(assistant, OPEN).reply
