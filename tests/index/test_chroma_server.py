"""A Chroma server in place of the embedded store."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.library import Library
from index.build import build, open_current
from index.passage import Passage
from index.settings import IndexSettings
from index.store import create


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).parent / "chroma"
    folder = tmp_path_factory.mktemp("server")
    command = [
        str(chroma),
        "run",
        "--path",
        str(folder),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/api/v2/heartbeat")
        yield url
    finally:
        process.terminate()
        process.wait()


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
    assert create(Path(), "direct", server).count() == 0
    assert os.environ["NO_PROXY"] == "intranet.example,127.0.0.1"


def test_an_index_built_for_the_embedded_store_moves_to_a_server_without_embedding_again(
    settings: IndexSettings, passages: list[Passage], server: str
) -> None:
    before = build(passages, settings)
    moved = build(passages, replace(settings, chroma_url=server))
    assert moved.manifest.embedded == 0
    assert moved.store.count() == len(passages)
    assert (moved.vectors == before.vectors).all()
