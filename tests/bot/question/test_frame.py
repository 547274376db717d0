"""The frame: years, matters put aside, and what becomes of words that nobody knows."""

from __future__ import annotations

import pytest

from tests.bot.question.reading import asked, frame_of, items_of, wan

ROLES = ("340万计入投入", "340万要扣除", "340万与此无关")


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("去年技改投了340万", 2025),
        ("前年技改投了340万", 2024),
        ("2024年技改投了340万", 2024),
        ("上年度技改投了340万", 2025),
        ("技改340万是今年投的", 2026),
        ("技改投了340万", None),
        ("2025年3月技改投了340万", 2025),
    ],
)
def test_an_amount_is_of_the_year_said_beside_it(text: str, year: int | None) -> None:
    assert [item.year for item in items_of(text)] == [year]


def test_the_year_of_founding_dates_no_spending() -> None:
    frame = frame_of("我们成立于2020年，技改投了340万")
    assert (frame.founded, [i.year for i in frame.account.items]) == (None, [None])
    assert frame_of("平台设立于2024年，投了340万").founded == 2024


def test_the_year_of_applying_dates_no_spending() -> None:
    frame = frame_of("2026年技改投了340万，2027年申报")
    assert (frame.applied, [i.year for i in frame.account.items]) == (2027, [2026])


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("平台第二年投了300万", [2]),
        ("平台首年投200万，次年300万", [1, 2]),
        ("平台投了300万", [None]),
    ],
)
def test_the_year_of_a_sequence_is_kept(text: str, ordinals: list[int | None]) -> None:
    assert [item.ordinal for item in items_of(text)] == ordinals


def test_a_matter_that_is_put_aside_is_denied() -> None:
    frame = frame_of("不是技改，是数字化，投了60万")
    assert frame.denied == {"technical-renovation"}
    assert [item.topic for item in frame.account.items] == ["digital-transformation"]


def test_a_matter_that_is_only_asked_about_is_not_denied() -> None:
    assert frame_of("投了340万，是不是技改").denied == frozenset()


# An unknown word in every place of a sentence with one amount.
BESIDE = [
    "去年技改磤砳了340万",
    "去年技改投了磤砳340万",
    "去年技改投了340万磤砳",
    "去年磤砳投了340万",
]
ELSEWHERE = ["老板叫磤砳", "今天天气磤砳", "磤砳得很"]
BARRING = ["磤砳不是四上", "厂子磤砳了惠州", "其中磤砳", "隔壁厂磤砳"]


@pytest.mark.parametrize("text", BESIDE)
def test_an_unknown_word_beside_a_figure_is_asked_about_with_three_roles(text: str) -> None:
    stuck = frame_of(f"{text}，能补多少").account.stuck
    assert [s.choices for s in stuck] == [ROLES]
    assert "磤砳" in stuck[0].question


@pytest.mark.parametrize("clause", ELSEWHERE)
def test_the_same_word_in_another_clause_is_kept_open_and_asks_nothing(clause: str) -> None:
    frame = frame_of(f"去年技改投了340万，{clause}，能补多少")
    assert (frame.open, frame.account.stuck) == ((clause,), ())


@pytest.mark.parametrize("clause", BARRING)
def test_the_same_word_beside_what_may_change_the_answer_is_asked_about(clause: str) -> None:
    text = f"去年技改投了340万，{clause}，能补多少"
    assert "磤砳" in asked(text)


def test_the_same_word_beside_a_count_is_asked_about() -> None:
    assert "磤砳" in asked("去年技改投了340万，磤砳了20台，能补多少")


def test_an_understood_message_has_nothing_open() -> None:
    frame = frame_of("您好，我们是家具厂，去年技改投了340万，能补多少？谢谢")
    assert (frame.open, frame.account.stuck, frame.misread) == ((), (), ())


def test_whether_a_cost_counts_is_a_question_of_its_own() -> None:
    assert frame_of("展位费花了20万，其中装修费8万算不算").counting
    assert not frame_of("展位费花了20万，能补多少").counting


@pytest.mark.parametrize("text", ["技改投了340万，六成是设备", "技改投了340万，比例是60%左右"])
def test_a_rate_that_nothing_uses_is_asked_about_or_is_the_texts(text: str) -> None:
    assert wan(text) == ["340"]
