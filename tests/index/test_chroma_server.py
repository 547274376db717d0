"""A Chroma server in place of the embedded store."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from corpus.library import Library
from index.build import build, open_current
from index.check import faults
from index.passage import Passage
from index.search import Searcher
from index.settings import IndexSettings
from index.store import open_store, write_store


@dataclass(frozen=True)
class Server:
    """A `chroma run` of its own."""

    url: str
    process: subprocess.Popen[bytes]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = str(Path(sys.executable).parent / "chroma")
    command = [chroma, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/api/v2/heartbeat")
        yield Server(url, process)
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("server")) as one:
        yield one.url


@pytest.fixture
def silent() -> Iterator[str]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def closed() -> str:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def _wait(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("chroma run did not come up")


def test_a_server_gives_the_same_results_as_the_embedded_store(
    settings: IndexSettings, library: Library, server: str, tmp_path: Path
) -> None:
    embedded = open_current(library, settings)
    remote = open_current(library, replace(settings, root=tmp_path / "remote", chroma_url=server))
    for question in ("技改补多少", "摊位费", "注册在外地", "有效期到哪天"):
        ours = [(hit.clause.key, hit.score) for hit in embedded.search(question, 40)]
        assert ours == [(hit.clause.key, hit.score) for hit in remote.search(question, 40)]


def test_a_server_on_this_machine_is_never_reached_through_a_proxy(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "intranet.example")
    for name in ("ALL_PROXY", "HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    write_store(Path(), "direct", server, [])
    open_store(Path(), "direct", server, size=0).close()
    assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1"


def test_an_index_built_for_the_embedded_store_moves_to_a_server_without_embedding_again(
    settings: IndexSettings, passages: list[Passage], server: str
) -> None:
    before = build(passages, settings)
    moved = build(passages, replace(settings, chroma_url=server))
    assert moved.manifest.embedded == 0
    found = moved.nearest(moved.vectors[0], 3).tolist()
    assert found == before.nearest(before.vectors[0], 3).tolist()
    assert moved.nearest.error is None
    assert (moved.vectors == before.vectors).all()


def found(searcher: Searcher) -> list[tuple[str, float]]:
    return [(hit.clause.key, hit.score) for hit in searcher.search("技改补多少", 40)]


@pytest.mark.parametrize("kind", ["closed", "silent"])
def test_a_server_out_of_reach_at_the_start_costs_seconds_and_no_answer(
    settings: IndexSettings, library: Library, request: pytest.FixtureRequest, kind: str
) -> None:
    url = request.getfixturevalue(kind)
    embedded = open_current(library, settings)
    began = time.monotonic()
    searcher = open_current(library, replace(settings, chroma_url=url))
    assert time.monotonic() - began < 10
    assert found(searcher) == found(embedded)
    assert ["CHROMA_URL" in line for line in searcher.problems] == [True]


def test_a_server_out_of_reach_and_no_index_yet_is_an_index_for_the_time_being(
    settings: IndexSettings, library: Library, closed: str
) -> None:
    searcher = open_current(library, replace(settings, chroma_url=closed))
    assert found(searcher)
    assert ["CHROMA_URL" in line and "临时建立" in line for line in searcher.problems] == [True]


@pytest.mark.parametrize("harm", [signal.SIGKILL, signal.SIGSTOP])
def test_a_server_that_dies_or_hangs_while_it_serves_is_done_without_and_said(
    settings: IndexSettings, library: Library, tmp_path: Path, harm: signal.Signals
) -> None:
    with serving(tmp_path / "store") as server:
        settings = replace(settings, chroma_url=server.url)
        searcher = open_current(library, settings)
        before, problems = found(searcher), [*searcher.problems]
        server.process.send_signal(harm)
        began = time.monotonic()
        assert found(searcher) == before
        assert time.monotonic() - began < 10
        assert (problems, ["逐条比较" in line for line in searcher.problems]) == ([], [True])
        version = searcher.core.version.folder
        again = open_current(library, settings)
        assert (again.core.version.folder, found(again)) == (version, before)
        assert ["CHROMA_URL" in line for line in again.problems] == [True]


def test_check_compares_what_the_server_holds(
    settings: IndexSettings, passages: list[Passage], tmp_path: Path
) -> None:
    with serving(tmp_path / "store") as server:
        build(passages, replace(settings, chroma_url=server.url))
        assert faults(settings.root) == []
    assert ["CHROMA_URL" in fault for fault in faults(settings.root)] == [True]
