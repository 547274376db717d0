"""A visitor's pages push out only their own, and what nobody fetches does not pile up."""

from __future__ import annotations

import pytest

from bot.serve import visits
from bot.serve.refusal import Refused
from bot.serve.visits import EACH, HELD, UNREAD, Visits


@pytest.fixture
def gone() -> list[str]:
    return []


@pytest.fixture
def open_pages(gone: list[str]) -> Visits:
    made = Visits()
    made.forget = gone.append
    return made


def test_a_visitor_with_too_many_pages_loses_their_own_oldest(
    open_pages: Visits, gone: list[str]
) -> None:
    open_pages.call("other", "others")
    for number in range(EACH + 10):
        open_pages.call("flood", f"s{number}")
    assert gone == [f"s{number}" for number in range(10)]
    assert open_pages.knows("others")
    assert not open_pages.knows("s0")


def test_pages_in_use_stay(open_pages: Visits, gone: list[str]) -> None:
    for number in range(EACH):
        open_pages.call("one", f"s{number}")
    with open_pages.listening("s0"):
        open_pages.call("one", "s0")
    open_pages.call("one", "new")
    assert gone == ["s1"]


def test_all_pages_together_are_bounded(open_pages: Visits, gone: list[str]) -> None:
    for number in range(HELD + 5):
        open_pages.call(f"client{number}", f"s{number}")
    assert gone == [f"s{number}" for number in range(5)]


def test_a_page_that_fetches_nothing_is_refused_until_it_listens(open_pages: Visits) -> None:
    for _ in range(UNREAD):
        open_pages.call("one", "deaf")
    with pytest.raises(Refused) as refused:
        open_pages.call("one", "deaf")
    assert refused.value.status == 429
    with open_pages.listening("deaf"):
        for _ in range(3 * UNREAD):
            open_pages.call("one", "deaf")
    open_pages.call("one", "deaf")


def test_nobody_listens_for_a_page_that_is_not_open(open_pages: Visits) -> None:
    with pytest.raises(Refused) as refused, open_pages.listening("nobody"):
        pass
    assert (refused.value.status, refused.value.words) == (404, visits.GONE)
