"""The browser of the tests: it reaches this machine alone, and its absence is said aloud."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, expect

from bootstrap import ROOT


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without writing a line for every request."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep silent."""


@pytest.fixture
def folder_address(tmp_path: Path) -> Iterator[str]:
    """Serve ``tmp_path`` on this machine; yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=tmp_path)) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_address[1]}"
        httpd.shutdown()


def test_a_page_served_on_this_machine_is_shown_in_chinese(
    page: Page, folder_address: str, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text("<meta charset=utf-8><p>七十万元</p>", encoding="utf-8")
    page.goto(f"{folder_address}/a.html")
    expect(page.get_by_text("七十万元")).to_be_visible()
    assert page.evaluate("navigator.language") == "zh-CN"


@pytest.mark.parametrize("address", ["https://example.com/", "http://192.0.2.1/"])
def test_any_other_host_cannot_be_reached(page: Page, address: str) -> None:
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(address)


@pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["one-process", "two-workers"])
def test_without_chromium_each_test_left_out_is_named_and_the_others_run(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    (tmp_path / "no_chromium.py").write_text(
        "import pathlib, tests.programs\ntests.programs.CHROMIUM = pathlib.Path('/no/chromium')\n"
    )
    (tmp_path / "test_some.py").write_text(
        "def test_plain(): pass\ndef test_other(): pass\ndef test_with_page(page): pass\n"
    )
    plugins = (
        "xdist.plugin",
        "pytest_playwright.pytest_playwright",
        "no_chromium",
        "tests.conftest",
    )
    search_path = os.pathsep.join((str(ROOT), str(tmp_path)))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *(f"-p{plugin}" for plugin in plugins), *workers],
        cwd=tmp_path,
        # no other plugin: each takes its time to load, three times over
        env={**os.environ, "PYTHONPATH": search_path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "以下 1 个测试没有运行" in run.stdout
    assert "test_some.py::test_with_page[chromium]　缺 /no/chromium" in run.stdout
    assert "2 passed" in run.stdout.splitlines()[-1]
