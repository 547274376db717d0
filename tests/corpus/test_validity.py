"""The sayings of validity, and the dates in them."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.dates import find_dates, read_day
from corpus.document import Span
from corpus.problem import DataError
from corpus.validity import months_later, read_validity

ISSUED = date(2023, 4, 28)
Ends = tuple[str | None, int | None, str | None, str | None]


def read(words: str, issued: date | None) -> Ends:
    validity = read_validity(Span(0, len(words), words), issued)
    days = (validity.effective, validity.last_day_earliest, validity.last_day_latest)
    effective, earliest, latest = (None if day is None else day.isoformat() for day in days)
    return effective, validity.years, earliest, latest


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("自印发之日起实施，有效期一年", ("2023-04-28", 1, "2024-04-27", "2024-04-28")),
        ("自公布之日起试行，试行期两年", ("2023-04-28", 2, "2025-04-27", "2025-04-28")),
        ("自发布之日起30日后施行", ("2023-05-29", None, None, None)),
        ("自印发之日起10个工作日后施行", (None, None, None, None)),
        ("自印发之日起施行，至2025年12月31日止", ("2023-04-28", None, "2025-12-31", "2025-12-31")),
    ],
)
def test_a_day_told_by_the_issue_is_known_where_the_issue_is(words: str, expected: Ends) -> None:
    assert read(words, ISSUED) == expected
    unknown = read(words, None)
    assert (unknown[0], unknown[1]) == (None, expected[1])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("政策期限为2016年至2018年", ("2016-01-01", None, "2018-12-31", "2018-12-31")),
        ("实行年限为2016至2020年", ("2016-01-01", None, "2020-12-31", "2020-12-31")),
        (
            "从2022 年7 月5 日起，在2022-2024 年内有效",
            ("2022-07-05", None, "2024-12-31", "2024-12-31"),
        ),
        ("2020年1月1日至2022年12月31日期间", ("2020-01-01", None, "2022-12-31", "2022-12-31")),
        ("从2023 年8 月起", ("2023-08-01", None, None, None)),
        ("有效期至2025年底", (None, None, "2025-12-31", "2025-12-31")),
        ("执行至2024年6月", (None, None, "2024-06-30", "2024-06-30")),
        ("截至2023年12月31日", (None, None, "2023-12-31", "2023-12-31")),
        ("暂定三年", (None, 3, None, None)),
        ("暂定执行三年，自2023年1月1日起", ("2023-01-01", 3, "2025-12-31", "2026-01-01")),
        ("自2024年8月31日起施行，有效期6个月", ("2024-08-31", None, "2025-02-28", "2025-03-01")),
        ("自二〇二三年五月一日起施行", ("2023-05-01", None, None, None)),
        (
            "自2023年1月1日起实施，2025年12月31日止",
            ("2023-01-01", None, "2025-12-31", "2025-12-31"),
        ),
    ],
)
def test_validity_is_read_in_all_its_sayings(words: str, expected: Ends) -> None:
    assert read(words, None) == expected


def test_a_day_that_does_not_exist_is_refused() -> None:
    with pytest.raises(DataError, match="“2023年2月30日”这一天不存在"):
        read_day("2023年2月30日")
    with pytest.raises(DataError, match="2023年没有13月"):
        read_day("2023年13月")


def test_dates_are_found_in_every_spelling() -> None:
    text = "2024年1月5日、2024-01-05、2024.1.5、二〇二四年一月五日、2024 年 1 月 5 号"
    assert [found.day for found in find_dates(text)] == [date(2024, 1, 5)] * 5
    assert [text[f.start : f.end] for f in find_dates("咨询电话2024123456，2024元")] == []


def test_what_has_no_day_is_a_month_or_a_year() -> None:
    month, year = find_dates("2024年2月与2025年")
    assert (month.day, month.first, month.last) == (None, date(2024, 2, 1), date(2024, 2, 29))
    assert (year.first, year.last) == (date(2025, 1, 1), date(2025, 12, 31))


def test_months_are_counted_over_the_year() -> None:
    assert months_later(date(2023, 12, 31), 2) == date(2024, 3, 1)
    assert months_later(date(2023, 11, 30), 13) == date(2024, 12, 30)
    assert months_later(date(2024, 1, 31), 11) == date(2024, 12, 31)
