"""Two services on one data folder, or several workers: refused with a sentence."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bootstrap import ROOT
from environment.alone import TAKEN, TakenError, claim
from tests.process import free_port
from tests.running import START_SECONDS, running_app


def test_a_folder_is_held_once_and_free_again_afterwards(tmp_path: Path) -> None:
    held = claim(tmp_path / "var")
    assert held is not None
    with pytest.raises(TakenError):
        claim(tmp_path / "var")
    os.close(held)
    again = claim(tmp_path / "var")
    assert again is not None
    os.close(again)


def test_where_no_folder_can_be_made_there_is_nothing_to_hold(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert claim(tmp_path / "file" / "var") is None


def test_a_disk_without_locks_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "")

    monkeypatch.setattr("environment.alone.fcntl.flock", no_locks)
    assert claim(tmp_path / "var") is None


def test_a_second_service_on_the_same_folder_ends_with_a_sentence(tmp_path: Path) -> None:
    with running_app(tmp_path):
        second = subprocess.run(
            [sys.executable, "app.py", "--port", str(free_port())],
            cwd=ROOT,
            env={**os.environ, "POLICY_VAR": str(tmp_path / "var")},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert second.returncode == 1
    assert second.stderr == f"{TAKEN}\n"


def test_of_several_workers_one_serves_and_the_others_say_why_not(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = "-m uvicorn --factory bot.serve.app:factory --workers 2 --log-level error --port"
    port = free_port()
    with log.open("wb") as output:
        workers = subprocess.Popen(
            [sys.executable, *command.split(), str(port)],
            cwd=ROOT,
            env={**os.environ, "POLICY_VAR": str(tmp_path / "var")},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while TAKEN not in log.read_text("utf-8") and time.monotonic() < deadline:
            time.sleep(0.2)
        assert TAKEN in log.read_text("utf-8")
        assert _serves(f"http://127.0.0.1:{port}/healthz", deadline)
        assert "Traceback" not in log.read_text("utf-8")
    finally:
        workers.terminate()
        workers.wait(timeout=90)


def _serves(address: str, deadline: float) -> bool:
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return True
        except OSError:
            time.sleep(0.2)
    return False
