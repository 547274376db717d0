"""How fast the service answers many visitors at once, beside a route that does nothing."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from evals.visitors import visited

CLIENTS = (1, 8, 32, 128)
QUESTION = "我们厂上一年度技改投了350万，能补多少？"
TRIVIAL = "evals.load:trivial"
KEPT, UNKEPT = "bot.serve.app:factory", "evals.load:unkept"
VISITORS = 50  # on the pages at once
WALKS = 5  # they go round for so many times as long as another measurement takes
PAIRS = 4  # times that the service with records and the one without take turns
TOGETHER = 8  # visitors that ask meanwhile
IDLE = 1100  # connections that say nothing
LAST_CHUNK = b"\r\n0\r\n\r\n"  # ends an answer that is sent as it comes
ASKED = 60  # visitors that ask while the model hangs


def trivial() -> object:
    """The least that the same server can do: a route that returns a constant."""
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/healthz")
    async def nothing() -> dict[str, str]:
        return {"status": "ok"}

    return app


def unkept() -> object:
    """The service, but that no turn is kept: what keeping them costs is held against it."""
    from bot.serve.app import create_app
    from bot.serve.services import Services
    from environment import launch
    from environment.settings import Settings

    class Nothing:
        """Keeps nothing, and says that it did."""

        def begin(self, *_: object) -> int:
            return 1

        add = begin

    launch.work_offline()
    settings = Settings()
    services = Services(settings)
    services.records.conversations = Nothing()  # type: ignore[assignment]
    return create_app(settings, services)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--seconds", type=float, default=4.0, help="每一项测量的秒数，默认 4")


def run(args: argparse.Namespace) -> int:
    """Measure and print a table; times in milliseconds."""
    _print("什么", "同时", "次/秒", "p50 毫秒", "p99 毫秒", "未答")
    with ExitStack() as servers, tempfile.TemporaryDirectory() as home:
        plain = servers.enter_context(_serving("-m", "uvicorn", "--factory", TRIVIAL, home=home))
        app = servers.enter_context(_serving("-m", "bot", "serve", home=home))
        ask = _post("/api/ask", {"question": QUESTION})
        turn = _post("/ask", {"question": QUESTION, "number": 1})
        for clients in CLIENTS:
            for name, port, request in (
                ("不做事的路由", plain, _get("/healthz")),
                ("/healthz", app, _get("/healthz")),
                ("/api/ask", app, ask),
                ("/ask，咨询页的一问", app, turn),
            ):
                _row(name, clients, asyncio.run(_load(port, request, clients, args.seconds)))
        _row("/healthz，另有32人提问", 1, asyncio.run(_beside(app, ask, args.seconds)))
        with _idle(app):
            _row(f"/healthz，另有{IDLE}个不说话的连接", 8,
                 asyncio.run(_load(app, _get("/healthz"), 8, args.seconds)))  # fmt: skip
    _on_the_pages(args.seconds)
    _compare_records(args.seconds)
    with tempfile.TemporaryDirectory() as home, socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/v1"  # takes connections, says nothing
        model = {"LLM_BASE_URL": url, "LLM_MODEL": "silent", "LLM_TIMEOUT": "10"}
        with _serving("-m", "bot", "serve", home=home, **model) as app:
            health, questions = asyncio.run(_hanging(app, ask))
        _row(f"/healthz，模型不应答而有{ASKED}人提问", 1, health)
        _row(f"/api/ask，模型不应答，{ASKED}人各问一次", ASKED, questions)
    return 0


def _on_the_pages(seconds: float) -> None:
    """What many visitors wait for, who use the pages as people do."""
    with tempfile.TemporaryDirectory() as home, _serving("-m", "bot", "serve", home=home) as app:
        asyncio.run(visited(app, 1, 0))  # all is loaded then
        took = WALKS * seconds
        for name, times in asyncio.run(visited(app, VISITORS, took)).items():
            _row(name, VISITORS, times, len(times) / took)  # they think between


def _compare_records(seconds: float) -> None:
    """What is left of the answers a second where every turn is kept: both in turns, in one run."""
    ask = _post("/api/ask", {"question": QUESTION})
    with ExitStack() as servers:
        ports = {}
        for factory in (KEPT, UNKEPT):
            home = servers.enter_context(tempfile.TemporaryDirectory())
            serving = _serving("-m", "uvicorn", "--factory", factory, home=home)
            ports[factory] = servers.enter_context(serving)
            asyncio.run(_load(ports[factory], ask, TOGETHER, seconds / 2))  # all is loaded then
        took: dict[str, list[float]] = {factory: [] for factory in ports}
        for _ in range(PAIRS):
            for factory, port in ports.items():
                took[factory] += asyncio.run(_load(port, ask, TOGETHER, seconds))
    _row("/api/ask，有记录", TOGETHER, took[KEPT])
    _row("/api/ask，没有记录", TOGETHER, took[UNKEPT])
    share = _rate(took[KEPT], TOGETHER) / _rate(took[UNKEPT], TOGETHER)
    _print("有记录时的次/秒，相当于没有记录时的", str(TOGETHER), f"{share:.0%}", "", "", "")


@contextmanager
def _serving(*command: str, home: str, **variables: str) -> Iterator[int]:
    """A server of ours in a process of its own; the port it listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    many = {"QUESTIONS_PER_MINUTE": "100000", "REQUESTS_AT_ONCE": "1000"}
    environment = {**os.environ, **many, **variables, "POLICY_VAR": str(Path(home) / "var")}
    process = subprocess.Popen(
        [sys.executable, *command, "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _post(path: str, body: object) -> bytes:
    sent = json.dumps(body).encode()
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent


async def _load(port: int, request: bytes, clients: int, seconds: float) -> list[float]:
    """Send ``request`` over and over from ``clients`` connections; seconds each answer took.

    An answer other than 200 counts as infinite.
    """
    until = time.monotonic() + seconds
    took = await asyncio.gather(*(_client(port, request, until) for _ in range(clients)))
    return [one for times in took for one in times]


async def _client(port: int, request: bytes, until: float) -> list[float]:
    """One connection: the request at least once, and until the time is over."""
    times: list[float] = []
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while not times or time.monotonic() < until:
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await (reader.readexactly(int(length)) if length else reader.readuntil(LAST_CHUNK))
        answered = head.startswith(b"HTTP/1.1 200")
        times.append(time.perf_counter() - began if answered else float("inf"))
    writer.close()
    return times


async def _beside(port: int, ask: bytes, seconds: float) -> list[float]:
    health, _ = await asyncio.gather(
        _load(port, _get("/healthz"), 1, seconds), _load(port, ask, 32, seconds)
    )
    return health


async def _hanging(port: int, ask: bytes) -> tuple[list[float], list[float]]:
    """/healthz again and again until ``ASKED`` visitors have their one answer each."""
    asked = asyncio.gather(*(_client(port, ask, 0) for _ in range(ASKED)))
    health: list[float] = []
    while not asked.done():
        health += await _client(port, _get("/healthz"), 0)
        await asyncio.sleep(0.02)
    return health, [one for times in await asked for one in times]


@contextmanager
def _idle(port: int) -> Iterator[None]:
    """Hold connections that say nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2 * IDLE), hard))
    with ExitStack() as silent:
        for _ in range(IDLE):
            silent.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
        yield


def _row(name: str, clients: int, times: Sequence[float], rate: float | None = None) -> None:
    good = sorted(one for one in times if one != float("inf"))
    each = f"{_rate(times, clients) if rate is None else rate:.0f}"
    last = len(good) - 1
    at = [f"{1000 * good[min(int(len(good) * share), last)]:.1f}" for share in (0.5, 0.99) if good]
    _print(name, str(clients), each, *(at or ["—", "—"]), str(len(times) - len(good)))


def _rate(times: Sequence[float], clients: int) -> float:
    """Answers a second."""
    good = [one for one in times if one != float("inf")]
    return len(good) * clients / sum(good) if good else 0.0


def _print(*cells: str) -> None:
    sys.stdout.write("| " + " | ".join(cells) + " |\n")
    sys.stdout.flush()
