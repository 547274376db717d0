"""The times that a text without an end states of itself."""

from __future__ import annotations

import pytest

from corpus.document import Document, DocumentKind, Span
from corpus.library import Library
from corpus.times import Time, stated_times


def library(text: str, **spans: str) -> Library:
    found = tuple(
        (field, Span(text.index(said), text.index(said) + len(said), said))
        for field, said in spans.items()
    )
    return Library(
        [Document("text", "某办法", DocumentKind.OTHER, text, "", "《某办法》", spans=found)]
    )


@pytest.mark.parametrize(
    ("sentence", "time", "said"),
    [
        ("办理时间：每年6月左右。", Time.YEARLY, "每年6月左右"),
        ("时间/频度\n从2021年4月1日起，随时受理。", Time.START, "从2021年4月1日起，随时受理"),
        ("三、项目开始时间：2022年3月。", Time.START, "开始时间：2022年3月"),
        ("三、在试点期间，免收场地费。", Time.WHILE, "在试点期间，免收场地费"),
    ],
)
def test_a_time_is_read_word_for_word(sentence: str, time: Time, said: str) -> None:
    (one,) = stated_times(library(f"某办法\n{sentence}\n"), "text")
    assert (one.time, one.span.text) == (time, said)


def test_the_day_it_came_out_stands_first() -> None:
    held = library("某办法\n每年6月受理。\n发布日期：2021-04-01\n", issued="2021-04-01")
    assert [one.time for one in stated_times(held, "text")] == [Time.ISSUED, Time.YEARLY]


@pytest.mark.parametrize(
    "sentence",
    ["一、自2021年4月1日起至2022年3月31日。", "一、每年最高6万元。", "一、期间费用自理。"],
)
def test_an_end_and_what_is_no_time_are_not_read(sentence: str) -> None:
    assert stated_times(library(f"某办法\n{sentence}\n"), "text") == ()
