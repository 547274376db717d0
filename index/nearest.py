"""The passages nearest to a vector: by the vector store while it works, else by comparing.

Both give the same passages; comparing takes longer where there are very many.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from index.static_model import Vectors
from index.store import StoreError, VectorStore

logger = logging.getLogger(__name__)

REST: Final = 60.0  # seconds before a store that failed is tried again
_INSTEAD: Final = (
    "检索暂改为逐条比较向量，结果相同，条款很多时较慢；每分钟重试一次，久不恢复请重启程序。"
)

Positions = NDArray[np.int32]


class Nearest:
    """Call it with a vector and k. Safe to share between threads, and never raises StoreError."""

    def __init__(
        self,
        vectors: Vectors,
        position: Mapping[str, int],
        open_store: Callable[[], VectorStore] | None = None,
    ) -> None:
        """``open_store`` is called when the store is first needed; None leaves it out."""
        self._vectors = vectors
        self._position = position
        self._open = open_store
        self._store: VectorStore | None = None
        self._again = 0.0
        self._opening = Lock()
        self.error: StoreError | None = None  # why the store isn't used; None while all is well

    @property
    def problem(self) -> str | None:
        """A line for the operator while the store is out of use."""
        return None if self.error is None else f"{self.error}{_INSTEAD}"

    def __call__(self, vector: NDArray[np.float32], k: int) -> Positions:
        """Positions of the k nearest passages, best first."""
        known = self.error
        store = self._opened()
        if store is not None:
            try:
                return np.array([self._position[key] for key in store.nearest(vector, k)], np.int32)
            except StoreError as error:
                self._give_up(store, error)
            except KeyError:
                self._give_up(store, StoreError("向量库（Chroma）里有别的索引的条款。"))
        if known is None and self.problem is not None:
            logger.warning(self.problem)
        return self._compare(vector, k)

    def wake(self) -> StoreError | None:
        """Open the store now, and say what is wrong with it."""
        self._opened()
        return self.error

    def _opened(self) -> VectorStore | None:
        """The store; None where there is none, while it rests and while another thread opens it."""
        if self._store is not None or self._open is None:
            return self._store
        if not self._opening.acquire(blocking=False):
            return None
        try:
            if self._store is None and time.monotonic() >= self._again:
                self._store, self.error = self._open(), None
        except StoreError as error:
            self._rest(error)
        finally:
            self._opening.release()
        return self._store

    def _give_up(self, store: VectorStore, error: StoreError) -> None:
        with self._opening:
            if self._store is store:
                self._store = None
                self._rest(error)
                store.close()

    def _rest(self, error: StoreError) -> None:
        self.error = error
        self._again = time.monotonic() + REST
        logger.info("vector store out of use", exc_info=error)

    def _compare(self, vector: NDArray[np.float32], k: int) -> Positions:
        scores = self._vectors @ vector
        best = np.argpartition(-scores, k - 1)[:k] if len(scores) > k else np.arange(len(scores))
        return best[np.lexsort((best, -scores[best]))].astype(np.int32)
