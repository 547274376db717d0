"""The running app: it serves, says where, calls nobody, and ends when told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Page

from tests.running import Running, running_app, watched


def test_the_page_loads_while_the_app_calls_no_other_machine(server: str, page: Page) -> None:
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto(server)
    page.wait_for_selector("textarea")  # never idle: the page keeps one connection open
    assert page.title()
    assert failed == []


def test_the_app_has_called_no_other_machine(running: Running) -> None:
    with urllib.request.urlopen(running.address, timeout=60) as page:
        assert page.status == 200
    assert running.outside_calls() == []


def test_the_address_is_printed_once_it_serves(running: Running) -> None:
    assert f"政策问答已启动：{running.address}" in running.log.read_text("utf-8")


def test_the_index_is_built_with_its_progress_shown_before_the_address_is(
    running: Running,
) -> None:
    before, address, _ = running.log.read_text("utf-8").partition("政策问答已启动")
    assert address
    assert "字词索引: 100%" in before


def test_a_call_outside_would_be_noticed(tmp_path: Path) -> None:
    program = (
        "import socket\n"
        "try: socket.create_connection(('192.0.2.1', 9), timeout=0.1)\n"
        "except OSError: pass\n"
    )
    calls = tmp_path / "calls"
    subprocess.run([sys.executable, "-c", program], env=watched(os.environ, calls), check=True)
    assert "socket.connect 192.0.2.1" in calls.read_text("utf-8").splitlines()


def test_interrupting_the_app_ends_it_quietly(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        app.process.send_signal(signal.SIGINT)
        assert app.process.wait(timeout=20) == 0
    assert "Traceback" not in app.log.read_text("utf-8")
