"""A service that is killed while it answers: no turn that it acknowledged is lost.

The service is forked from this process, which has all that is slow to load loaded already, so that
twenty kills take seconds each.
"""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import pytest
import uvicorn
from fastapi import FastAPI

from bot.records.records import Records
from bot.serve.api import install
from bot.serve.services import Services
from environment.settings import Settings
from tests.bot.another_district import write

KILLS: Final = 20
ASKING: Final = 4  # threads
AMOUNTS: Final = count(81)  # 万元 of investment: each message is said once
LENGTH: Final = 8  # turns of a conversation: what is to be read again after a kill
PATIENCE: Final = 60  # seconds for a round to get going on a busy machine


@dataclass
class Asker:
    """A visitor whose conversations go on after a kill; what was acknowledged, of which."""

    conversation: str | None = None
    acknowledged: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, port: int, stop: threading.Event) -> None:
        """Ask until the service is gone."""
        while not stop.is_set():
            message = f"技改投了{next(AMOUNTS)}万，能补多少？"
            body = json.dumps({"question": message, "conversation": self.conversation})
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as line:
                try:
                    line.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
                    answer = line.getresponse()
                    told = json.load(answer)
                except (OSError, http.client.HTTPException, ValueError):
                    time.sleep(0.01)
                    continue  # killed before it acknowledged
            assert answer.status == 200, told
            self.acknowledged.append((told["conversation"], message))
            ended = len(self.acknowledged) % LENGTH == 0
            self.conversation = None if ended else told["conversation"]


@pytest.fixture
def service(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Services, FastAPI]:
    """Return the API over a folder of one text, all loaded; its records are the child's to open."""
    monkeypatch.setattr(Services, "notes", ())  # for which a child would open the index
    (tmp_path / "documents").mkdir()
    write(tmp_path / "documents")
    held = Services(
        settings.but(policy_documents=tmp_path / "documents", questions_per_minute=100_000)
    )
    held.assistant.ask("技改投了80万，能补多少？")
    held.records.close()  # a child must not use a connection of its parent
    app = FastAPI()
    install(app, held)
    return held, app


def test_twenty_kills_lose_no_turn_that_was_acknowledged(
    service: tuple[Services, FastAPI],
) -> None:
    services, app = service
    askers = [Asker() for _ in range(ASKING)]
    for kill in range(KILLS):
        wanted = answered(askers) + ASKING + kill % 5
        listener = socket.create_server(("127.0.0.1", 0))
        child = multiprocessing.get_context("fork").Process(
            target=serve, args=(services, app, listener)
        )
        child.start()
        port = int(listener.getsockname()[1])
        listener.close()  # the child's alone: whoever waits for it learns that it is gone
        with asking(askers, port):
            wait_until_answered(askers, wanted)
            os.kill(child.pid or 0, signal.SIGKILL)
        child.join(PATIENCE)
        assert child.exitcode == -signal.SIGKILL
    assert_all_kept(services.settings, askers)


def answered(askers: list[Asker]) -> int:
    return sum(len(asker.acknowledged) for asker in askers)


def serve(services: Services, app: FastAPI, listener: socket.socket) -> None:
    """The API alone, until it is killed."""
    services.open_records()
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])


@contextmanager
def asking(askers: list[Asker], port: int) -> Iterator[None]:
    """Have every visitor ask in a thread of its own until the block ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=asker.ask, args=(port, stop)) for asker in askers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE)


def wait_until_answered(askers: list[Asker], wanted: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while answered(askers) < wanted:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def assert_all_kept(settings: Settings, askers: list[Asker]) -> None:
    acknowledged = [one for asker in askers for one in asker.acknowledged]
    with closing(Records.open(settings)) as records:
        for conversation in {key for key, _ in acknowledged}:
            turns = records.conversations.turns(conversation)
            assert [turn.number for turn in turns] == list(range(1, len(turns) + 1))
            said = {message for key, message in acknowledged if key == conversation}
            assert said <= {turn.message for turn in turns}
        if records.database.lite:
            with records.database.reading() as session:
                check = session.connection().exec_driver_sql("PRAGMA integrity_check")
                assert check.scalar() == "ok"
