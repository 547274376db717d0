"""The vector store, and the one door to chromadb: embedded by default, a server by CHROMA_URL.

Whatever chromadb raises leaves here as a `StoreError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import urlopen

import numpy as np
from numpy.typing import NDArray

from environment import loopback
from index.errors import IndexUnavailableError
from index.static_model import Vectors

BATCH: Final = 2000  # vectors sent at once
DATABASE: Final = "chroma.sqlite3"  # of an embedded store: it takes a row at every opening
_PATIENCE: Final = 3.0  # seconds that a server has for a sign of life or for a search
_TENANT: Final = "/api/v2/tenants/default_tenant"
# What chromadb asks as it connects, when no time limit of ours holds yet.
_FIRST: Final = {
    "/api/v2/heartbeat": b"heartbeat",
    _TENANT: b"default_tenant",
    f"{_TENANT}/databases/default_database": b"default_database",
}
_WRITING: Final = 120.0  # seconds that a server has to take a batch
_METRIC: Final = {
    "hnsw": {"space": "ip", "ef_construction": 128, "max_neighbors": 24, "ef_search": 256}
}


class StoreError(IndexUnavailableError):
    """The vector store failed: damaged, gone, or unable to write."""


class StoreUnreachableError(StoreError):
    """A server that gives no answer: building the index anew would not help."""


class VectorStore:
    """Vectors of one index version by the key of their passage, opened for reading."""

    def __init__(self, client: Any, collection: Any, size: int) -> None:  # noqa: ANN401
        self._client = client  # chromadb's types stay here
        self._collection = collection
        self._size = size  # counting 141k takes Chroma 20 ms: once, not a query

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[str]:
        """Keys of the k nearest by inner product, best first. Raises StoreError."""
        wanted = min(k, self._size)
        if wanted == 0:
            return []
        with _vendor("向量库（Chroma）查询出错。"):
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=[])
            keys = list(found["ids"][0])
        if len(keys) < wanted:  # Chroma says nothing where its graph is damaged
            raise StoreError(f"向量库（Chroma）应给出 {wanted} 条，只给出 {len(keys)} 条。")
        return keys

    def vectors(self, keys: Sequence[str]) -> Vectors:
        """The vectors held under keys, shape (len(keys), dims). Raises StoreError."""
        with _vendor("向量库（Chroma）读取出错。"):
            found = self._collection.get(ids=list(keys), include=["embeddings"])
            by_key = dict(zip(found["ids"], found["embeddings"], strict=True))
            return np.array([by_key[key] for key in keys], dtype=np.float32)

    def close(self) -> None:
        """Let go of the files: an embedded store that is opened again reads them afresh."""
        with suppress(StoreError), _vendor("向量库（Chroma）无法关闭。"):
            self._client.close()


@contextmanager
def _vendor(said: str) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit, StoreError):
        raise
    except BaseException as error:  # a panic of chromadb's core is no Exception
        raise StoreError(said) from error


def reach(url: str) -> None:
    """Raises StoreUnreachableError where the server shows no sign of life within seconds."""
    parts = _parts(url)
    scheme = "https" if parts.scheme == "https" else "http"
    try:
        for asked, sign in _FIRST.items():
            address = f"{scheme}://{parts.hostname}:{_port(parts)}{asked}"
            with urlopen(address, timeout=_PATIENCE) as answer:
                if sign not in answer.read(4096):
                    raise ValueError(asked)
    except (OSError, ValueError) as error:
        raise StoreUnreachableError(
            "CHROMA_URL 所指的地址没有 Chroma 服务应答，请检查该服务和地址。"
        ) from error


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if not parts.hostname:
        raise ValueError(f"CHROMA_URL 不是网址：{url}")
    return parts


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 8000)


def _client(folder: Path, url: str | None, patience: float) -> Any:  # noqa: ANN401
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if url is None:
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = _parts(url)
    if loopback.is_loopback(parts.hostname or ""):
        loopback.exempt_from_proxies(parts.hostname or "")
    reach(url)
    client = chromadb.HttpClient(
        host=parts.hostname or "",
        port=_port(parts),
        ssl=parts.scheme == "https",
        settings=quiet,
    )
    client._server._session.timeout = patience  # type: ignore[attr-defined]  # chromadb waits for ever
    return client


def write_store(
    folder: Path, name: str, url: str | None, batches: Iterable[tuple[Sequence[str], Vectors]]
) -> None:
    """A collection of that name, filled and closed. Raises StoreError."""
    with _vendor("向量库（Chroma）无法写入，请检查磁盘空间。"):
        client = _client(folder, url, _WRITING)
        try:
            collection = client.create_collection(
                name, configuration=_METRIC, embedding_function=None
            )
            for keys, vectors in batches:
                collection.add(ids=list(keys), embeddings=np.asarray(vectors))
        finally:
            client.close()


def open_store(folder: Path, name: str, url: str | None, size: int) -> VectorStore:
    """The collection of a version. Raises StoreError where it does not open or has another size."""
    if url is None and not (folder / DATABASE).is_file():  # Chroma would make an empty one
        raise StoreError("向量库（Chroma）的文件不见了。")
    with _vendor("向量库（Chroma）打不开：文件损坏，或磁盘不可写。"):
        client = _client(folder, url, _PATIENCE)
        try:
            collection = client.get_collection(name, embedding_function=None)
            count = int(collection.count())
            if count != size:
                raise StoreError(f"向量库（Chroma）有 {count} 条，应有 {size} 条。")
        except BaseException:
            client.close()
            raise
    return VectorStore(client, collection, size)


def drop(names: Iterable[str], url: str) -> None:
    """Remove collections of old versions from a server. Raises StoreError."""
    with _vendor("向量库（Chroma）无法清理。"):
        client = _client(Path(), url, _PATIENCE)
        try:
            held = {collection.name for collection in client.list_collections()}
            for name in held.intersection(names):
                client.delete_collection(name)
        finally:
            client.close()
