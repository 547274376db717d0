"""When the sentence that a search put first is given as the answer, and when as the nearest."""

from __future__ import annotations

import pytest

from bot.answer.lookup import ENOUGH, found_in
from bot.answer.sure import features
from bot.assistant import Assistant
from bot.context import Context
from bot.pipeline import Asked
from bot.reply import Status
from tests.bot.asking import TODAY, ask
from tests.bot.unmarked import opened

POTTERY = """青竹县陶艺传承办法
一、陶艺传承人每年应当开设公开课不少于12次，每次不少于2小时。
二、公开课的教材由县陶艺协会统一编印，免费发给学员。
三、传承人收徒须签订为期三年的师徒协议，协议一式三份。
四、县陶艺协会每年秋季举办陶艺作品展览，展品由协会评选。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opened(tmp_path_factory.mktemp("sure"), POTTERY, "《传承办法》")


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("我刚当上陶艺传承人，公开课的教材由谁统一编印？", Status.ANSWERED),
        ("传承人收徒要签订为期几年的师徒协议？", Status.ANSWERED),
        ("陶艺传承人的作品能在县里的商场寄卖吗？", Status.NEAREST),
    ],
)
def test_what_the_asking_clause_is_of_tells_more_than_the_whole_message(
    assistant: Assistant, question: str, status: Status
) -> None:
    assert ask(assistant, question).status is status


def values(assistant: Assistant, message: str) -> tuple[float, ...]:
    (question,) = assistant.pipeline.questions(Asked(message, Context(), TODAY))
    shelf = assistant.pipeline.shelf(question)
    found, pool = found_in(question, shelf)
    return features(question, found, pool, shelf.unmarked)


@pytest.mark.parametrize(
    ("message", "figure", "value"),
    [
        ("陶艺传承人开设公开课能补多少钱？", -1.0, -1.0),
        ("陶艺传承人的公开课教材由谁编印？", 0.0, 0.0),
        ("村里孩子去听一回陶艺课，一次得坐几个小时？", 0.0, 1.0),
    ],
)
def test_a_sentence_without_what_is_asked_for_speaks_against_itself(
    assistant: Assistant, message: str, figure: float, value: float
) -> None:
    assert values(assistant, message)[3:5] == (figure, value)


def test_of_what_holds_too_little_the_kind_of_value_asked_for_comes_first(
    assistant: Assistant,
) -> None:
    message = "想带学员去听一回，拿教材之前得坐几个小时？"
    (question,) = assistant.pipeline.questions(Asked(message, Context(), TODAY))
    found, _ = found_in(question, assistant.pipeline.shelf(question))
    assert "2小时" in found[0].span.text
    assert found[0].coverage < max(one.coverage for one in found) < ENOUGH


def test_a_clause_that_asks_of_a_name_alone_tells_nothing(assistant: Assistant) -> None:
    assert values(assistant, "公开课是什么，我新来的")[1] == 0.0
    assert values(assistant, "公开课的教材由谁统一编印？")[1] > 0.5
