"""The vector store may fail at any query; the answer may not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from index.nearest import REST, Nearest
from index.store import StoreError, VectorStore

VECTORS = np.eye(5, dtype=np.float32)
POSITION = {f"k{place}": place for place in range(5)}


class Collection:
    """What Chroma's collection does, until it is told to fail."""

    def __init__(self) -> None:
        self.asked = 0
        self.fails: BaseException | None = None
        self.keys = ["k3", "k1"]

    def query(self, query_embeddings: Any, n_results: int, include: Any) -> dict[str, Any]:  # noqa: ANN401
        """The same keys to every question."""
        self.asked += 1
        if self.fails is not None:
            raise self.fails
        return {"ids": [self.keys[:n_results]]}

    def close(self) -> None:
        """Nothing to let go of."""


class Panic(BaseException):
    """What a panic of Chroma's core arrives as: no Exception."""


@pytest.fixture
def collection() -> Collection:
    return Collection()


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def nearest(collection: Collection, opened: list[str]) -> Nearest:
    def open_store() -> VectorStore:
        opened.append("opened")
        return VectorStore(collection, collection, size=5)

    return Nearest(VECTORS, POSITION, open_store)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr("index.nearest.time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def test_the_store_is_asked_while_it_works(nearest: Nearest, collection: Collection) -> None:
    assert nearest(VECTORS[0], 2).tolist() == [3, 1]
    assert (collection.asked, nearest.problem) == (1, None)


@pytest.mark.parametrize("error", [RuntimeError("x"), OSError("x"), Panic("x"), KeyError("x")])
def test_whatever_the_store_raises_every_vector_is_compared_instead(
    nearest: Nearest, collection: Collection, error: BaseException
) -> None:
    collection.fails = error
    assert nearest(VECTORS[4], 1).tolist() == [4]
    assert nearest.problem is not None
    assert "x" not in nearest.problem


def test_an_interrupt_is_not_taken_for_a_fault(nearest: Nearest, collection: Collection) -> None:
    collection.fails = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        nearest(VECTORS[0], 1)
    assert nearest.problem is None


@pytest.mark.parametrize("keys", [["k3"], [], ["k3", "unknown"]])
def test_too_few_or_unknown_passages_are_a_fault(
    nearest: Nearest, collection: Collection, keys: list[str]
) -> None:
    collection.keys = keys
    assert nearest(VECTORS[4], 2).tolist() == [4, 0]
    assert nearest.problem is not None


def test_a_store_that_failed_rests_a_minute_and_is_then_tried_again(
    nearest: Nearest, collection: Collection, opened: list[str], clock: list[float]
) -> None:
    nearest(VECTORS[0], 1)
    collection.fails = RuntimeError("gone")
    for _ in range(10):
        assert nearest(VECTORS[4], 1).tolist() == [4]
    assert (collection.asked, len(opened)) == (2, 1)
    collection.fails = None
    clock[0] += REST
    assert nearest(VECTORS[4], 1).tolist() == [3]
    assert (len(opened), nearest.problem) == (2, None)


def test_a_store_that_does_not_open_is_tried_once_a_minute(clock: list[float]) -> None:
    tries = []

    def open_store() -> VectorStore:
        tries.append(clock[0])
        raise StoreError("向量库打不开。")

    nearest = Nearest(VECTORS, POSITION, open_store)
    assert nearest.wake() is not None
    for _ in range(5):
        nearest(VECTORS[0], 1)
    clock[0] += REST
    nearest(VECTORS[0], 1)
    assert tries == [1000.0, 1000.0 + REST]


def test_a_failure_is_logged_once_in_chinese(
    nearest: Nearest, collection: Collection, caplog: pytest.LogCaptureFixture
) -> None:
    collection.fails = RuntimeError("connection refused")
    for _ in range(3):
        nearest(VECTORS[0], 1)
    warned = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert warned == [nearest.problem]


def test_without_a_store_every_vector_is_compared_and_nothing_is_wrong() -> None:
    nearest = Nearest(VECTORS, POSITION)
    assert nearest(VECTORS[2], 9).tolist() == [2, 0, 1, 3, 4]
    assert (nearest.wake(), nearest.problem) == (None, None)
