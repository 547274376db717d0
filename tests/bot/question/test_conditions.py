"""What a message says of a condition: met, denied, only asked, or said of some alone."""

from __future__ import annotations

import pytest

from bot.question.conditions import denials, fails
from bot.question.segments import segments
from tests.bot.question.reading import read, tokens_of

FOUR_UP = "四上"


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("我们是四上企业", True),
        ("我们已经入了四上", True),
        ("我们不是四上企业", False),
        ("四上没进", False),
        ("还没进四上", False),
        ("我们四上没进，数字化投了60万，补多少", False),
        ("四上企业，还没入统", False),
        ("是不是四上企业才行", None),
        ("要不要四上", None),
        ("有没有四上的要求", None),
        ("数字化投了60万，能补多少", None),
        ("四上企业能补不", True),
    ],
)
def test_a_condition_is_met_denied_or_not_spoken_of(text: str, truth: bool | None) -> None:
    assert read(text).truths.get(FOUR_UP) is truth


@pytest.mark.parametrize(
    ("turns", "truth"),
    [
        (["数字化投了60万能补多少", "是四上企业"], True),
        (["我们是四上企业", "数字化投了60万能补多少"], True),
        (["我们是四上企业", "不是四上了，退出来了"], False),
    ],
)
def test_what_was_said_goes_on_until_it_is_said_otherwise(turns: list[str], truth: bool) -> None:
    assert read(*turns).truths.get(FOUR_UP) is truth


def test_a_correction_of_an_amount_answers_no_question_about_a_condition() -> None:
    assert read("数字化投了60万能补多少", "不对，是80万").truths == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("没签框架协议", True),
        ("框架协议没有签", True),
        ("框架协议签了", False),
        ("要不要签框架协议", False),
        ("不是没签框架协议", False),
    ],
)
def test_a_condition_fails_where_one_word_denies_it(text: str, found: bool) -> None:
    assert fails(segments(tokens_of(text))) is found


def test_what_is_denied_twice_is_left_open() -> None:
    assert list(denials(segments(tokens_of("不是没签框架协议"))).values()) == [None]


def test_what_is_said_of_a_part_is_not_said_of_the_whole() -> None:
    question = read("园区引进3家总部，其中1家没签框架协议，奖励多少")
    assert False not in question.truths.values()
    question = read("智能眼镜花了50万，里头20万是个人用的，能补多少")
    assert False not in question.truths.values()
