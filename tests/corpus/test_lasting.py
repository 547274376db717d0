"""The days on which provisions and texts end, and what repeals what."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.document import Document, DocumentKind
from corpus.lasting import limits, stated_limits
from corpus.library import Library
from corpus.repeals import repeals


def document(text: str, name: str, title: str = "某办法", number: str | None = None) -> Document:
    return Document(name, title, DocumentKind.OTHER, text, "", f"《{title}》", number=number)


def library(*texts: str) -> Library:
    return Library([document(text, f"text-{at}") for at, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("sentence", "until", "whole"),
    [
        ("一、给予补助。政策实施期限截至2023 年12 月31 日。", date(2023, 12, 31), False),
        ("一、给予补助。上述政策执行至2024年6月30日。", date(2024, 6, 30), False),
        ("一、自2023年1月1日至2023年12月31日，免征契税。", date(2023, 12, 31), False),
        ("一、本政策实行年限为2016年至2018年，由管委会解释。", date(2018, 12, 31), True),
        ("一、从2019年6月1日起至2025年12月31日。", date(2025, 12, 31), True),
    ],
)
def test_a_day_that_a_provision_lasts_until_is_read(
    sentence: str, until: date, whole: bool
) -> None:
    (limit,) = stated_limits(library(f"某办法\n{sentence}\n"), "text-0")
    assert (limit.until, limit.whole) == (until, whole)


@pytest.mark.parametrize(
    "sentence",
    [
        "一、申报时间自2025年10月10日至2025年11月10日。",
        "一、积分材料计算时间截至2025年9月30日。",
        "一、2019年至2021年连续三年没有失信记录的，每床每月补100元。",
        "一、政策执行至2024年2月30日。",
    ],
)
def test_windows_counting_days_and_days_that_do_not_exist_are_no_end(sentence: str) -> None:
    assert stated_limits(library(f"某办法\n{sentence}\n"), "text-0") == ()


def test_the_last_paragraph_of_a_provision_ends_all_of_it() -> None:
    held = library(
        "某办法\n一、稳岗返还。\n大企业返还30%。\n小企业返还60%。政策实施期限截至2023年12月31日。\n"
        "二、创业补贴五千元。\n"
    )
    first = next(c for c in held.clauses() if "30%" in c.text)
    second = next(c for c in held.clauses() if "五千元" in c.text)
    assert [limit.until for limit in limits(first, held)] == [date(2023, 12, 31)]
    assert limits(second, held) == ()


def test_a_text_repeals_another_by_title_or_number() -> None:
    old = document("旧办法\n一、补助。\n", "old", "某区旧办法", "某发〔2019〕1号")
    new = document("新办法\n一、《某区旧办法》同时废止。\n", "new", "某区新办法")
    (repeal,) = repeals(Library([old, new]))
    assert (repeal.repealed, repeal.by.id) == ("old", "new")
    assert "同时废止" in repeal.span.text
    by_number = document("新办法\n一、某发〔2019〕1号文件废止。\n", "new", "某区新办法")
    assert [one.repealed for one in repeals(Library([old, by_number]))] == ["old"]
    itself = document("旧办法\n一、《某区旧办法》废止。\n", "old", "某区旧办法")
    assert repeals(Library([itself])) == ()


def plan(title: str, body: str) -> Library:
    text = f"{title}\n\n各单位：现印发{title}。\n一、{body}\n"
    return Library([document(text, "text-0", title)])


@pytest.mark.parametrize(
    ("title", "until"),
    [
        ("某市提质行动方案（2023—2025年）", date(2025, 12, 31)),
        ("某市2021至2024年扶持计划", date(2024, 12, 31)),
    ],
)
def test_the_years_in_a_title_end_a_text_that_says_nothing_else(title: str, until: date) -> None:
    (limit,) = stated_limits(plan(title, "给予补助。"), "text-0")
    assert limit.in_title
    assert (limit.until, limit.whole) == (until, True)


def test_a_sentence_that_ends_a_text_goes_before_the_years_in_its_title() -> None:
    held = plan("某市行动方案（2023—2025年）", "本政策执行至2026年12月31日。")
    (limit,) = stated_limits(held, "text-0")
    assert (limit.until, limit.in_title) == (date(2026, 12, 31), False)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("某市2025年度问答", "给予补助。"),
        ("某市退役军人（1979—1985年入伍）补助办法", "给予补助。"),
        ("某市行动方案（2023—2025年）", "本方案自印发之日起施行，有效期2年。"),
    ],
)
def test_other_years_of_a_title_and_a_stated_term_leave_it_to_the_text(
    title: str, body: str
) -> None:
    assert stated_limits(plan(title, body), "text-0") == ()
