"""Small collections for index tests: real parser, real model, real Chroma."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.collection import Collection
from corpus.library import Library
from index.passage import Passage, passages_of
from index.settings import BUNDLED_MODEL, IndexSettings


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
def passage() -> Callable[..., Passage]:
    def make(key: str, text: str, document: str = "d", title: str = "办法") -> Passage:
        return Passage(f"{document}#{key}", document, title, ("总则",), text)

    return make
