"""No file of the machine, no address elsewhere, no function: of Gradio there is one page."""

from __future__ import annotations

import json
import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect
from starlette.routing import Mount

from bot.serve.door import OPEN
from bot.serve.services import Services
from bot.serve.web.pages import mount_pages
from environment.settings import Settings
from tests.running import QUESTION, Running


class Trap:
    """Listens on loopback; counts who connects."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.server.getsockname()[1])
        self.caught = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self.server.accept()
            except OSError:
                return
            self.caught += 1
            connection.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.server.close()


@pytest.fixture(scope="module")
def marker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file outside the project that nobody may read through the service."""
    path = tmp_path_factory.mktemp("outside") / "marker.txt"
    path.write_text(f"MARKER-{os.urandom(12).hex()}", encoding="utf-8")
    return path


def calls(marker: Path, trap: Trap) -> Iterator[bytes]:
    """Calls of functions, by index and by name, with what Gradio would take for a file."""
    meta = {"_type": "gradio.FileData"}
    for place in (str(marker), "/proc/self/environ", f"http://127.0.0.1:{trap.port}/x"):
        for file in ({"path": place, "meta": meta}, {"url": place, "meta": meta}):
            asked = {"data": [file, "", None], "session_hash": "attacker1"}
            yield json.dumps({**asked, "fn_index": 0}).encode()
            yield json.dumps({**asked, "fn_index": 7, "event_data": file}).encode()
            yield json.dumps({**asked, "api_name": "ask"}).encode()


# What Gradio has beside its page, and other ways of writing that; with GET, with POST, with HEAD.
CLOSED = (
    "/gradio_api/queue/join",
    "/gradio_api/queue/join/",
    "/gradio_api/queue//join",
    "/gradio_api/queue/data",
    "/gradio_api/queue/data?session_hash=attacker1",
    "/gradio_api/queue/status",
    "/gradio_api/heartbeat/attacker1",
    "/gradio_api/app_id",
    "/gradio_api/upload",
    "/gradio_api/upload_progress?upload_id=x",
    "/gradio_api/call/ask",
    "/gradio_api/call/ask/1",
    "/gradio_api/call/v2/ask",
    "/gradio_api/run/ask",
    "/gradio_api/run/0",
    "/gradio_api/run/predict",
    "/gradio_api/api/predict",
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/stream/1",
    "/gradio_api/stream/a/b/1/{coded}",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/vibe-edit",
    "/gradio_api/vibe-code",
    "/gradio_api/run-history/connect",
    "/gradio_api/runs",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/startup-events",
    "/gradio_api/token",
    "/gradio_api/deep_link?session_hash=x",
    "/gradio_api/dev/reload",
    "/gradio_api/custom_component/x/client/component/{coded}",
    "/gradio_api/proxy=http://127.0.0.1:{port}/x",
    "/gradio_api/proxy=https://outside.example/x",
    "/gradio_api/file={path}",
    "/file={path}",
    "/gradio_api/file={coded}",
    "/gradio_api/file%3D{coded}",
    "/gradio_api%2Ffile={coded}",
    "/gradio_api/%66ile={path}",
    "//gradio_api/file={path}",
    "/gradio_api/./file={path}",
    "/gradio_api/queue/../file={path}",
    "/gradio_api/queue/%2e%2e/file={path}",
    "/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2f..{path}",
    "/assets/....//....//{path}",
    "/static/..%2f..{path}",
    "/static/img/logo.svg",
    "/site/..%2f..%2f..{path}",
    "/site/%2e%2e/%2e%2e/guard.py",
    "/svelte/..%2f{path}",
    "/dev/reload",
    "/monitoring",
    "/monitoring/summary",
    "/config",
    "/config/",
    "/login",
    "/login/",
    "/login_check",
    "/logout",
    "/manifest.json",
    "/robots.txt",
    "/pwa_icon",
    "/pwa_icon/1",
    "/docs",
    "/redoc",
)
QUERIES = (
    "deep_link=abcdefabcdef1234",
    "deep_link=..%2f..{coded}",
    "deep%5Flink=x",
    "page=calc",
    "page={coded}",
    "session_hash=attacker1",
    "view=api",
    "x=%ff%00",
    "x" * 4000,
)


class Attacker:
    """Speaks HTTP to the app, one request a connection, and keeps all that comes back."""

    def __init__(self, address: str) -> None:
        self._host, _, port = address.removeprefix("http://").partition(":")
        self._port = int(port)
        self.said = b""

    def __call__(self, method: str, path: str, body: bytes = b"") -> int:
        """Send one request; the status that came back."""
        connection = HTTPConnection(self._host, self._port, timeout=20)
        connection.request(method, path, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        self.last = response.read(1_000_000)
        self.said += self.last
        connection.close()
        return response.status

    def healthy(self) -> bool:
        """Whether /healthz answers within a second."""
        began = time.monotonic()
        return self("GET", "/healthz") == 200 and time.monotonic() - began < 1


def test_what_gradio_has_beside_its_page_is_nowhere_and_no_call_reads_or_fetches(
    running: Running, marker: Path, trap: Trap
) -> None:
    attack = Attacker(running.address)
    payloads = list(calls(marker, trap))
    named = {"path": str(marker), "coded": quote(str(marker), safe=""), "port": trap.port}
    for address in CLOSED:
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
            sent = attack(method, address.format(**named), payloads[0])
            assert sent == 404, (method, address)
    for payload in payloads:
        for address in ("queue/join", "call/ask", "run/0", "component_server", "upload"):
            assert attack("POST", f"/gradio_api/{address}", payload) == 404
        assert attack("POST", "/ask", payload) == 422
        assert attack("POST", "/api/ask", payload) == 422
    assert attack.healthy()
    assert marker.read_bytes() not in attack.said
    assert b"root:" not in attack.said
    assert str(marker).encode() not in attack.said
    assert trap.caught == 0
    assert running.outside_calls() == []


def test_whatever_is_asked_of_the_page_it_is_the_same(running: Running, marker: Path) -> None:
    attack = Attacker(running.address)

    def page(address: str) -> str:
        assert attack("GET", address) == 200, address
        return re.sub(r'nonce="[\w-]+"', "", attack.last.decode())

    wanted = page("/")
    for query in QUERIES:
        assert page("/?" + query.format(coded=quote(str(marker), safe=""))) == wanted, query


def test_what_attackers_are_told_names_no_path_and_no_library(running: Running) -> None:
    attack = Attacker(running.address)
    for body in (b"{", b"[]", b'"x"', b'{"data":[],"fn_index":999,"session_hash":"abcdef"}'):
        for address in ("/gradio_api/queue/join", "/ask", "/api/ask", "/api/compute"):
            attack("POST", address, body)
    for address in ("/api/x", "/api/sheet.pdf", "/assets/x.js", "/api/clauses?offset=x", "/nope"):
        attack("GET", address)
    told = attack.said.decode()
    assert not re.search(r"Traceback|site-packages|\.py\b|Not Found|Error|/[a-z]+/[a-z]+/", told)


@pytest.fixture(scope="module")
def unguarded(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The page of Gradio as it is mounted, without the guard in front."""
    settings = Settings(policy_var=tmp_path_factory.mktemp("var"))
    return mount_pages(FastAPI(openapi_url=None, docs_url=None, redoc_url=None), Services(settings))


def test_gradio_has_no_functions(unguarded: FastAPI) -> None:
    """Whoever adds one opens addresses, and answers what may be sent there, by whom, how often."""
    gradio: Any = next(route.app for route in unguarded.routes if isinstance(route, Mount))
    pages: gr.Blocks = gradio.blocks
    assert pages.fns == {}
    assert pages.config["dependencies"] == []
    assert [type(block) for block in pages.blocks.values() if block is not pages] == [gr.HTML]


def test_even_without_the_guard_gradio_answers_at_no_other_address(
    unguarded: FastAPI, marker: Path, trap: Trap
) -> None:
    named = {"path": str(marker), "coded": quote(str(marker), safe=""), "port": trap.port}
    with TestClient(unguarded) as client:
        assert client.get("/").status_code == 200
        for address in CLOSED:
            if address == "/static/img/logo.svg":
                continue  # a file of Gradio's own, like those that the page asks for
            for method in ("GET", "POST"):
                answer = client.request(method, address.format(**named))
                assert answer.status_code in (400, 403, 404, 405), address
                assert marker.read_text("utf-8") not in answer.text


def test_the_page_asks_gradio_for_itself_and_its_files_alone(page: Page, server: str) -> None:
    asked: set[tuple[str, str]] = set()
    page.on("request", lambda one: asked.add((one.method, one.url.removeprefix(server))))
    page.goto(server)
    box = page.get_by_label("您的问题")
    box.fill(QUESTION)
    box.press("Enter")
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("70万元")
    page.reload()
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("70万元")
    page.goto(f"{server}/library")
    page.go_back()
    expect(page.get_by_label("您的问题")).to_be_visible()
    assert ("POST", "/ask") in asked
    assert [path for _, path in asked if "gradio_api" in path] == []
    for method, path in asked:
        address = path.partition("?")[0]
        assert any(method in ways and open_.fullmatch(address) for ways, open_ in OPEN), path
