"""No file of the machine, no address elsewhere: what an attacker sends to Gradio gets nowhere."""

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
from starlette.routing import Mount

from bot.serve.services import Services
from bot.serve.web.pages import mount_pages
from environment.settings import Settings
from tests.running import Running

JOIN = "/gradio_api/queue/join"
SESSION = "attacker1"
FUNCTIONS = range(40)  # more than there are


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
    path.with_name("link.txt").symlink_to(path)
    return path


def files(marker: Path, trap: Trap) -> list[Any]:
    """Objects that Gradio takes for a file."""
    path, meta = str(marker), {"_type": "gradio.FileData"}
    places = [
        path,
        str(marker.with_name("link.txt")),
        os.path.relpath(path),
        f"../../../../../../../..{path}",
        f"file://{path}",
        "/proc/self/environ",
        "/dev/zero",
        "/etc/passwd",
        f"http://127.0.0.1:{trap.port}/x",
        f"http://2130706433:{trap.port}/x",
        f"http://[::ffff:127.0.0.1]:{trap.port}/x",
        f"http://localhost:{trap.port}/x",
        "https://outside.example/x",
        "http://[::1]/x",
    ]
    found: list[Any] = [{"path": place, "meta": meta} for place in places]
    found += [{"meta": meta, "path": place} for place in places[:6]]
    found += [{"url": place, "meta": meta} for place in places[8:]]
    found += [
        {"path": path},
        {"_type": "gradio.FileData", "name": path},
        {"meta": meta, "orig_name": "x", "size": 1, "mime_type": "text/plain", "path": path},
        {"path": path, "url": None, "is_stream": True, "meta": meta},
        {"value": {"path": path, "meta": meta}, "__type__": "update"},
        {"video": {"path": path, "meta": meta}, "subtitles": None},
        {"files": [{"path": path, "meta": meta}], "text": "x"},
    ]
    return found


def bodies(marker: Path, trap: Trap) -> Iterator[bytes]:
    """Calls that carry such an object, in every place and dress."""

    def call(**fields: Any) -> bytes:  # noqa: ANN401
        ask = {"data": ["x", "", None], "fn_index": 0, "session_hash": SESSION}
        return json.dumps({**ask, **fields}).encode()

    one = files(marker, trap)[0]
    for file in files(marker, trap):
        yield call(data=[file, "", None])
        yield call(data=["x", "", {"a": [[{"b": file}]]}])
        yield call(event_data={"key": file})
    for place in range(4):
        yield call(data=[*([None] * place), one])
    for function in FUNCTIONS:
        yield call(data=[one] * 14, fn_index=function)
    for name in ("ask", "update", "arrive", "choose", "predict", "/ask", ""):
        yield call(data=[one], api_name=name, fn_index=None)
    inner = json.dumps(one)
    yield f'{{"data":[{inner}],"data":["x","",null],"fn_index":0,"session_hash":"x"}}'.encode()
    yield f'{{"data":["x","",null],"data":[{inner}],"fn_index":0,"session_hash":"x"}}'.encode()
    yield call(data=[one]).replace(b'"path"', b'"\\u0070ath"')
    yield call(data=[one]).decode().encode("utf-16")
    yield call(data=[one]).decode().encode("utf-32")
    yield b"\xef\xbb\xbf" + call(data=[one])
    yield call(data=[one]) + b" "
    yield b'{"data":' + b"[" * 50_000 + inner.encode() + b"]" * 50_000 + b',"fn_index":0}'
    yield call(data=[json.dumps(one), "", None], extra=one)
    yield call(data=one)
    yield call(fn_index=True, data=[one])
    yield call(fn_index="0", data=[one])
    yield call(session_hash=one)
    yield inner.encode()
    yield json.dumps([one]).encode()


ADDRESSES = (
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
    "/site/..%2f..%2f..{path}",
    "/site/%2e%2e/%2e%2e/guard.py",
    "/svelte/..%2f{path}",
    "/gradio_api/file/{path}",
    "/gradio_api/proxy=http://127.0.0.1:{port}/x",
    "/gradio_api/proxy=https://outside.example/x",
    "/gradio_api/stream/a/b/1/{coded}",
    "/gradio_api/custom_component/x/client/component/{coded}",
    "/gradio_api/deep_link?session_hash=x",
    "/?deep_link=..%2f..{coded}",
    "/calc?deep_link=x",
    "/?deep%5Flink=abcdefabcdef1234",
    "/?page=calc",
    "/dev/reload",
    "/gradio_api/dev/reload",
    "/gradio_api/info",
    "/gradio_api/openapi.json",
    "/gradio_api/startup-events",
    "/gradio_api/runs",
    "/gradio_api/call/ask/1",
    "/gradio_api/token",
    "/gradio_api/upload_progress?upload_id=x",
    "/gradio_api/vibe-code",
    "/monitoring",
    "/monitoring/summary",
    "/config",
    "/login_check",
    "/logout",
    "/pwa_icon/1",
    "/docs",
    "/redoc",
)
POSTS = (
    "/gradio_api/upload",
    "/gradio_api/call/ask",
    "/gradio_api/call/v2/ask",
    "/gradio_api/run/ask",
    "/gradio_api/run/predict",
    "/gradio_api/api/predict",
    "/gradio_api/component_server",
    "/gradio_api/process_recording",
    "/gradio_api/stream/1",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/vibe-edit",
    "/gradio_api/run-history/connect",
    "/login",
    "/gradio_api/queue/join/",
    "/gradio_api/queue//join",
    "/gradio_api/queue/data",
)


class Attacker:
    """Speaks HTTP to the app, one request a connection, and keeps all that comes back."""

    def __init__(self, address: str) -> None:
        self._host, _, port = address.removeprefix("http://").partition(":")
        self._port = int(port)
        self.said = b""

    def __call__(self, method: str, path: str, body: bytes = b"", *, chunked: bool = False) -> int:
        """Send one request; the status that came back."""
        connection = HTTPConnection(self._host, self._port, timeout=20)
        headers = {"Content-Type": "application/json"}
        sent: Any = iter([body[:9], body[9:]]) if chunked else body
        connection.request(method, path, sent, headers, encode_chunked=chunked)
        response = connection.getresponse()
        self.said += response.read(1_000_000)
        connection.close()
        return response.status

    def healthy(self) -> bool:
        """Whether /healthz answers within a second."""
        began = time.monotonic()
        return self("GET", "/healthz") == 200 and time.monotonic() - began < 1


def test_no_payload_reads_a_file_or_reaches_an_address(
    running: Running, marker: Path, trap: Trap
) -> None:
    attack = Attacker(running.address)
    payloads = list(bodies(marker, trap))
    assert len(payloads) > 150
    for number, body in enumerate(payloads):
        assert attack("POST", JOIN, body, chunked=number % 2 == 0) == 400, body[:200]
        assert number % 20 or attack.healthy()
    paths = {"path": str(marker), "coded": quote(str(marker), safe=""), "port": trap.port}
    for address in ADDRESSES:
        for method in ("GET", "POST", "HEAD"):
            assert attack(method, address.format(**paths), payloads[0]) in (404, 405), address
    for address in POSTS:
        assert attack("POST", address, payloads[0]) in (404, 405), address
    assert attack("POST", "/api/ask", payloads[0]) == 422
    assert attack.healthy()
    assert marker.read_bytes() not in attack.said
    assert b"root:" not in attack.said
    assert str(marker).encode() not in attack.said
    assert trap.caught == 0
    assert running.outside_calls() == []


def test_what_attackers_are_told_names_no_path_and_no_library(running: Running) -> None:
    attack = Attacker(running.address)
    for body in (b"{", b"[]", b'"x"', b'{"data":[],"fn_index":999,"session_hash":"abcdef"}'):
        attack("POST", JOIN, body)
        attack("POST", "/api/ask", body)
        attack("POST", "/api/compute", body)
    for address in ("/api/x", "/api/sheet.pdf", "/assets/x.js", "/api/clauses?offset=x", "/nope"):
        attack("GET", address)
    told = attack.said.decode()
    assert not re.search(r"Traceback|site-packages|\.py\b|Not Found|Error|/[a-z]+/[a-z]+/", told)


@pytest.fixture
def a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page of Gradio with a field and a function, which ours has none of (yet)."""

    def build(_: Services) -> None:
        field = gr.File()
        field.change(lambda value: value, field, field)

    monkeypatch.setattr("bot.serve.web.chat.build", build)


@pytest.mark.usefixtures("a_field")
def test_gradios_own_check_refuses_a_file_that_was_not_uploaded(
    tmp_path: Path, marker: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "cache"))
    settings = Settings(policy_var=tmp_path / "var")
    app = mount_pages(FastAPI(), Services(settings))  # without the guard
    call = {
        "data": [{"path": str(marker), "meta": {"_type": "gradio.FileData"}}],
        "fn_index": 0,
        "session_hash": SESSION,
    }
    with TestClient(app) as client:
        assert client.post(JOIN, json=call).status_code == 200
        stream = client.get(f"/gradio_api/queue/data?session_hash={SESSION}").text
    assert '"success":false' in stream
    copies = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert [path for path in copies if path.read_bytes() == marker.read_bytes()] == []


@pytest.mark.usefixtures("a_field")
def test_gradio_lets_go_of_a_page_that_is_dropped(tmp_path: Path) -> None:
    services = Services(Settings(policy_var=tmp_path / "var"))
    app = mount_pages(FastAPI(), services)
    gradio: Any = next(route.app for route in app.routes if isinstance(route, Mount))
    with TestClient(app) as client:
        for session in ("kept", "dropped"):
            call = {"data": [None], "fn_index": 0, "session_hash": session}
            client.post(JOIN, json=call)
            client.get(f"/gradio_api/queue/data?session_hash={session}")
    held = gradio.state_holder.session_data
    assert {"kept", "dropped"} <= held.keys()
    services.limits.visits.forget("dropped")
    assert "dropped" not in held
    assert "kept" in held
