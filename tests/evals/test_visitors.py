"""Visitors on the pages of a real service."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from evals import visitors
from evals.visitors import ASKED, PAGES, QUESTIONS, REOPENED, Times, visited


def seen(server: str, visitors: int) -> Times:
    """What they waited for; in a thread, as a browser's test leaves a loop behind in its own."""
    port = urlsplit(server).port
    assert port
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, visited(port, visitors, 0)).result()


def test_each_opens_every_page_asks_and_comes_back(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "THINKING", 0.0)
    times = seen(server, 2)
    assert {name: len(took) for name, took in times.items()} == {
        **dict.fromkeys(PAGES, 2), ASKED: 2 * len(QUESTIONS), REOPENED: 2,
    }  # fmt: skip
    assert max(max(took) for took in times.values()) < float("inf")


def test_what_fails_counts_as_never_answered(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "THINKING", 0.0)
    monkeypatch.setattr(visitors, "PAGES", {"打开 别处": "/nowhere"})
    assert seen(server, 1)["打开 别处"] == [float("inf")]
