"""A Chroma server in place of the embedded store."""

from __future__ import annotations

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
