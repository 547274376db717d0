"""The vector store, and the one door to chromadb: embedded by default, a server by CHROMA_URL."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import numpy as np
from numpy.typing import NDArray

import loopback
from index.static_model import Vectors

BATCH = 2000  # vectors sent at once
_METRIC = {"hnsw": {"space": "ip", "ef_construction": 128, "max_neighbors": 24, "ef_search": 256}}


class VectorStore:
    """Vectors of one index version by the key of their passage."""

    def __init__(self, collection: Any) -> None:  # noqa: ANN401 - chromadb's type stays here
        self._collection = collection
        self._size: int | None = None  # counting 141k takes Chroma 20 ms: once, not a query

    def add(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Store up to a few thousand vectors, replacing those of the same keys."""
        self._size = None
        self._collection.upsert(ids=list(keys), embeddings=np.asarray(vectors))

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[str]:
        """Keys of the k nearest by inner product, best first."""
        if self._size is None:
            self.count()
        wanted = min(k, self._size or 0)
        if wanted == 0:
            return []
        found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=[])
        return list(found["ids"][0])

    def count(self) -> int:
        """Number of vectors held."""
        self._size = int(self._collection.count())
        return self._size


class ExactStore(VectorStore):
    """The same answers by comparing with every vector: for measurements, without Chroma."""

    def __init__(self, keys: Sequence[str], vectors: Vectors) -> None:
        self._keys = keys
        self._vectors = vectors

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[str]:
        """Keys of the k nearest by inner product, best first."""
        scores = self._vectors @ vector
        best = np.argpartition(-scores, k - 1)[:k] if len(scores) > k else np.arange(len(scores))
        return [self._keys[i] for i in best[np.lexsort((best, -scores[best]))]]

    def count(self) -> int:
        """Number of vectors held."""
        return len(self._keys)


def _client(folder: Path, url: str | None) -> Any:  # noqa: ANN401
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = urlparse(url)
    if not parts.hostname:
        raise ValueError(f"CHROMA_URL 不是网址：{url}")
    if loopback.is_loopback(parts.hostname):
        loopback.exempt_from_proxies(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 8000)
    return chromadb.HttpClient(
        host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=quiet
    )


def create(folder: Path, name: str, url: str | None) -> VectorStore:
    """An empty collection; one of that name left by a killed build is dropped."""
    client = _client(folder, url)
    if name in [collection.name for collection in client.list_collections()]:
        client.delete_collection(name)
    return VectorStore(
        client.create_collection(name, configuration=_METRIC, embedding_function=None)
    )


def open_store(folder: Path, name: str, url: str | None) -> VectorStore:
    """The collection of a version. Raises LookupError where it is missing or unreadable."""
    try:
        return VectorStore(_client(folder, url).get_collection(name, embedding_function=None))
    except ValueError:
        raise
    except Exception as error:  # chromadb raises its own kinds, panics of its core included
        raise LookupError(f"向量库无法打开（{name}）：{error}") from error


def drop(folder: Path, names: Iterable[str], url: str) -> None:
    """Remove collections of old versions from a server."""
    client = _client(folder, url)
    held = {collection.name for collection in client.list_collections()}
    for name in names:
        if name in held:
            client.delete_collection(name)
