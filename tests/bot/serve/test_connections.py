"""Connections that stay silent, and requests that are never finished, keep nobody out."""

from __future__ import annotations

import re
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.running import Running, running_app

IDLE = 1100
FEW = 1024  # open files that the service begins with: fewer than there are silent connections


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start the app under a soft limit, which it raises."""
    under = ("prlimit", f"--nofile={FEW}:")
    with running_app(tmp_path_factory.mktemp("few"), under=under) as running:
        yield running


@pytest.fixture(autouse=True)
def many_files() -> Iterator[None]:
    """Let the test itself open as many connections as it needs."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], 2 * IDLE), before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def port_of(app: Running) -> int:
    return int(app.address.rpartition(":")[2])


def test_the_page_answers_beside_more_silent_connections_than_open_files(app: Running) -> None:
    crowd(app)


def test_it_answers_even_where_the_limit_cannot_be_raised(tmp_path: Path) -> None:
    with running_app(tmp_path, under=("prlimit", f"--nofile={FEW}:{FEW}")) as app:
        crowd(app)


def crowd(app: Running) -> None:
    """Hold more silent and half-said connections than there are files; the pages answer."""
    with ExitStack() as open_ones:
        for number in range(IDLE):
            silent = socket.create_connection(("127.0.0.1", port_of(app)), timeout=20)
            open_ones.callback(silent.close)
            if number % 3 == 1:
                silent.sendall(b"GET / HT")
            elif number % 3 == 2:
                silent.sendall(b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Len")
        for path in ("/", "/healthz", "/calc"):
            with urllib.request.urlopen(app.address + path, timeout=20) as page:
                assert page.status == 200


def test_what_is_begun_and_never_finished_is_hung_up_on_or_refused_in_words(app: Running) -> None:
    begun = {
        "head": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "second": b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /healthz HT",
        "body": b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90\r\n\r\n{",
    }
    with ExitStack() as open_ones:
        waiting = {}
        for name, sent in begun.items():
            waiting[name] = socket.create_connection(("127.0.0.1", port_of(app)), timeout=40)
            open_ones.enter_context(waiting[name])
            waiting[name].sendall(sent)
        said = {name: read_to_its_end(connection) for name, connection in waiting.items()}
    assert said["head"] == ""
    assert said["second"].count("HTTP/1.1 200") == 1
    assert said["body"].startswith("HTTP/1.1 408")
    assert "秒内发完" in said["body"]


def read_to_its_end(connection: socket.socket) -> str:
    said = b""
    while part := connection.recv(4000):
        said += part
    return said.decode()


def test_a_head_without_end_is_cut_off_early(app: Running) -> None:
    for flood in (b"X: " + b"a" * 60_000 + b"\r\n", b"a:b\r\n" * 4000):
        with socket.create_connection(("127.0.0.1", port_of(app)), timeout=20) as endless:
            endless.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            sent = 0
            with suppress(OSError):
                for _ in range(2000):
                    endless.sendall(flood)
                    sent += len(flood)
        assert sent < 20_000_000


def test_requests_piled_on_one_connection_are_cut_off(app: Running) -> None:
    with socket.create_connection(("127.0.0.1", port_of(app)), timeout=20) as piled:
        with suppress(OSError):
            piled.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2000)
        with suppress(OSError):
            assert read_to_its_end(piled).count("HTTP/1.1 200") < 10


def test_what_is_malformed_is_said_so_in_our_words(app: Running) -> None:
    with socket.create_connection(("127.0.0.1", port_of(app)), timeout=20) as wrong:
        wrong.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        said = read_to_its_end(wrong)
    assert said.startswith("HTTP/1.1 400")
    assert "请求无法识别" in said
    assert "Invalid HTTP" not in app.log.read_text("utf-8")


def test_a_client_that_does_not_take_its_answer_is_hung_up_on(app: Running) -> None:
    page = urllib.request.urlopen(f"{app.address}/", timeout=20).read().decode()
    big = max(
        re.findall(r"assets/[\w.-]+\.js", page),
        key=lambda name: len(urllib.request.urlopen(f"{app.address}/{name}", timeout=20).read()),
    )
    deaf = socket.socket()
    deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    deaf.connect(("127.0.0.1", port_of(app)))
    with deaf:
        asked = f"GET /{big} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: identity\r\n\r\n"
        deaf.sendall(asked.encode())
        deadline = time.monotonic() + 50
        while time.monotonic() < deadline and _established(deaf, app):
            time.sleep(0.5)
        assert not _established(deaf, app)


def _established(connection: socket.socket, app: Running) -> bool:
    """Whether the app still holds its end of a connection."""
    port = connection.getsockname()[1]
    ends = Path(f"/proc/{app.process.pid}/net/tcp").read_text("ascii").splitlines()
    mine = f":{port_of(app):04X} 0100007F:{port:04X} 01"
    return any(mine in end for end in ends)


def test_open_files_are_raised_to_what_the_system_allows() -> None:
    program = (
        "import resource\n"
        "from bot.serve.connections import raise_open_files\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (200, 900))\n"
        "print(raise_open_files(), resource.getrlimit(resource.RLIMIT_NOFILE))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert shown.stdout == "900 (900, 900)\n"
