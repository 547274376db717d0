"""What is said of a text that ends soon, and on which days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus.collection import Collection
from corpus.endings import AFTER, AHEAD, endings

LIBRARY = Collection.load().library
LAST = date(2027, 1, 4)  # or the day after: the counting methods differ


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (LAST - timedelta(AHEAD), "有效期至2027年1月初，还有90天"),
        (date(2026, 11, 28), "还有37天"),
        (LAST, "就在今天"),
        (date(2027, 1, 5), "前后届满"),
        (date(2027, 1, 6), "已届满"),
        (date(2027, 1, 5) + timedelta(AFTER), "已届满"),
    ],
)
def test_from_ninety_days_before_a_text_ends_it_is_said(day: date, words: str) -> None:
    (told,) = endings(LIBRARY.documents, day)
    assert words in told.words
    assert told.last == LAST
    assert told.over is ("已届满" in words)


@pytest.mark.parametrize("day", [LAST - timedelta(AHEAD + 1), date(2027, 1, 6) + timedelta(AFTER)])
def test_neither_earlier_nor_much_later_is_anything_said(day: date) -> None:
    assert endings(LIBRARY.documents, day) == ()


def test_the_nearest_end_comes_first_and_what_is_over_last() -> None:
    (text,) = (d for d in LIBRARY.documents if d.validity.last_day_latest)
    validity = text.validity

    def until(day: date) -> object:
        moved = replace(validity, last_day_earliest=day, last_day_latest=day)
        return replace(text, id=str(day), validity=moved)

    days = [date(2026, 11, 20), date(2027, 1, 10), date(2026, 12, 1)]
    told = endings([until(day) for day in days], date(2026, 11, 28))  # type: ignore[misc]
    assert [one.last for one in told] == [days[2], days[1], days[0]]
