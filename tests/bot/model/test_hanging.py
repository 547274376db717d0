"""A model that hangs takes nothing down: all are answered alike, and few wait for it."""

from __future__ import annotations

import signal
import threading
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from evals.model.acts import Hang
from evals.model.endpoint import Endpoint, serve
from tests.running import Running, running_app

AT_ONCE = 3
TIMEOUT = 6  # seconds


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Endpoint]:
    with serve(lambda _: [Hang(60)]) as running:
        yield running


@pytest.fixture(scope="module")
def app(endpoint: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_app(
        tmp_path_factory.mktemp("hanging"),
        LLM_BASE_URL=endpoint.base_url,
        LLM_MODEL="scripted",
        LLM_TIMEOUT=str(TIMEOUT),
        LLM_AT_ONCE=str(AT_ONCE),
        LLM_WORDING="True",
    ) as running:
        yield running


def test_sixty_questions_are_answered_while_the_model_hangs_and_few_wait_for_it(
    app: Running, endpoint: Endpoint
) -> None:
    over = threading.Event()
    statuses: Counter[int] = Counter()

    def watch() -> None:
        while not over.wait(0.05):
            for path in ("/healthz", "/"):
                with urllib.request.urlopen(app.address + path, timeout=5) as page:
                    statuses[page.status] += 1

    watcher = threading.Thread(target=watch)
    watcher.start()
    with ThreadPoolExecutor(40) as crowd:  # a visitor's share of the places is 50
        took = list(crowd.map(_seconds, [app] * 60))
    over.set()
    watcher.join()
    assert sum(seconds > TIMEOUT - 1 for seconds in took) <= AT_ONCE
    assert len(endpoint.requests) <= AT_ONCE
    assert set(statuses) == {200}
    assert statuses[200] > 10


def test_after_three_failures_nobody_waits_for_it(app: Running, endpoint: Endpoint) -> None:
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        list(crowd.map(Running.ask, [app] * AT_ONCE))
    asked = len(endpoint.requests)
    assert "70万元" in app.ask()["conclusion"]
    assert len(endpoint.requests) == asked


def test_the_app_ends_while_a_question_waits(tmp_path: Path, endpoint: Endpoint) -> None:
    with running_app(
        tmp_path,
        LLM_BASE_URL=endpoint.base_url,
        LLM_MODEL="scripted",
        LLM_TIMEOUT="30",
        LLM_WORDING="True",
    ) as running:
        asked = len(endpoint.requests)
        threading.Thread(target=_ask_in_vain, args=(running,)).start()
        while len(endpoint.requests) == asked:
            threading.Event().wait(0.05)
        running.process.terminate()
        assert running.process.wait(timeout=15) == -signal.SIGTERM


def _seconds(app: Running) -> float:
    began = time.monotonic()
    assert "70万元" in app.ask()["conclusion"]
    return time.monotonic() - began


def _ask_in_vain(app: Running) -> None:
    with suppress(OSError):  # the app goes away
        app.ask()
