"""The real app in a process of its own, on an empty data directory, with its calls watched."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bootstrap import ROOT
from bot.records.members import Role
from bot.records.records import Records
from bot.serve.accounts.passwords import hashed
from environment.settings import Settings

PASSWORD = "correct horse battery"  # of every account that tests add
QUESTION = "我们厂上一年度技改投了350万，能补多少？"  # 70万元
START_SECONDS = 180  # two cold starts at once, each importing Gradio and building its index


@dataclass(frozen=True, slots=True)
class Running:
    """An app that serves; tests/outside writes its attempts to leave this machine to ``calls``."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path
    calls: Path

    def ask(self, question: str = QUESTION) -> dict[str, Any]:
        """Return the reply to a question, asked through the API."""
        body = json.dumps({"question": question}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.address}/api/ask", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            reply: dict[str, Any] = json.load(answer)["reply"]
            return reply

    def outside_calls(self) -> list[str]:
        """Return what the app has looked up or connected to beyond this machine, a line each."""
        return self.calls.read_text("utf-8").splitlines() if self.calls.exists() else []


def account_of(settings: Settings, name: str, *roles: Role, person: str = "") -> None:
    """Add an account to the records that an app may be running on."""
    with closing(Records.open(settings)) as records:
        records.accounts.add("test", name, person or name, roles, hashed(PASSWORD, name))


@contextmanager
def running_app(home: Path, *, under: Sequence[str] = (), **variables: str) -> Iterator[Running]:
    """Start ``app.py`` as a user would, keeping all it writes under ``home``; end it afterwards.

    ``variables`` are set in its environment, where tests may ask more a minute than visitors;
    ``under`` is a command that starts it.
    """
    own = {"POLICY_VAR": str(home / "var"), "QUESTIONS_PER_MINUTE": "100000", **variables}
    command = [*under, sys.executable, "app.py"]
    with serving(command, home, cwd=ROOT, environment={**os.environ, **own}) as app:
        yield app


@contextmanager
def serving(
    command: Sequence[str],
    home: Path,
    *,
    cwd: Path,
    environment: Mapping[str, str],
    host: str = "127.0.0.1",
) -> Iterator[Running]:
    """Start a command that serves, on a free port, its log below ``home``; end it afterwards."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family) as free:
        port = int(free.getsockname()[1])
    with (home / "app.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--host", host, "--port", str(port)],
            cwd=cwd,
            env=watched(environment, home / "calls.log"),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that what a command in front has started ends with it
        )
    shown = "[::1]" if ":" in host else host
    app = Running(f"http://{shown}:{port}", process, home / "app.log", home / "calls.log")
    try:
        _wait_until_healthy(app)
        yield app
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def watched(environment: Mapping[str, str], calls: Path) -> dict[str, str]:
    """Return ``environment`` with a Python in it made to write its outside calls to ``calls``."""
    return {
        **environment,
        "PYTHONPATH": str(ROOT / "tests" / "outside"),
        "OUTSIDE_LOG": str(calls),
    }


def _wait_until_healthy(app: Running) -> None:
    """Return once /healthz answers. Raises RuntimeError with the app's last words otherwise."""
    deadline = time.monotonic() + START_SECONDS
    while app.process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{app.address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.3)
    raise RuntimeError(f"nothing serves {app.address}:\n{app.log.read_text('utf-8')[-4000:]}")
