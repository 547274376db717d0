"""Small collections for index tests: real parser, real model, real Chroma."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.collection import Collection
from corpus.library import Library
from environment.settings import BUNDLED_MODEL
from index.passage import Passage, passages_of
from index.settings import IndexSettings


@pytest.fixture(scope="session")
def library() -> Library:
    return Collection.load().library


@pytest.fixture(scope="session")
def passages(library: Library) -> list[Passage]:
    return passages_of(library)


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(tmp_path / "index", str(BUNDLED_MODEL))


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, of three megabytes; left out where nothing may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
    if subprocess.run(made, capture_output=True).returncode:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def passage() -> Callable[..., Passage]:
    def make(key: str, text: str, document: str = "d", title: str = "办法") -> Passage:
        return Passage(f"{document}#{key}", document, title, ("总则",), text)

    return make
