"""Visitors on the pages of a real service."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import pytest

from evals import visitors
from evals.visitors import ASKED, PAGES, QUESTIONS, REOPENED, visited


def test_each_opens_every_page_asks_and_comes_back(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "THINKING", 0.0)
    port = urlsplit(server).port
    assert port
    times = asyncio.run(visited(port, 2, 0))
    assert {name: len(took) for name, took in times.items()} == {
        **dict.fromkeys(PAGES, 2), ASKED: 2 * len(QUESTIONS), REOPENED: 2,
    }  # fmt: skip
    assert max(max(took) for took in times.values()) < float("inf")


def test_what_fails_counts_as_never_answered(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "THINKING", 0.0)
    monkeypatch.setattr(visitors, "PAGES", {"打开 别处": "/nowhere"})
    port = urlsplit(server).port
    assert port
    assert asyncio.run(visited(port, 1, 0))["打开 别处"] == [float("inf")]
