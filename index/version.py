"""One built version of the index, opened for reading: lexical, vectors, store, addresses."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical import LexicalIndex
from index.manifest import MEND, IndexDamagedError, Manifest, NoIndexError
from index.passage import Passage
from index.static_model import Vectors
from index.store import ExactStore, VectorStore, open_store

POINTER = "CURRENT"
VERSIONS = "versions"
VECTORS = "vectors.npy"
PASSAGES = "passages.json"
LEXICAL = "lexical"
TOKENS = "tokens.npy"
TOKEN_STARTS = "token_starts.npy"
LENGTHS = "lengths.npy"
STORE = "chroma"


@dataclass(frozen=True, slots=True)
class Table:
    """Which passages a version holds, by position."""

    keys: tuple[str, ...]
    documents: tuple[str, ...]
    digests: tuple[str, ...]

    @classmethod
    def of(cls, passages: list[Passage]) -> Table:
        """The table of passages in their order."""
        return cls(
            tuple(passage.key for passage in passages),
            tuple(passage.document for passage in passages),
            tuple(passage.digest for passage in passages),
        )

    def write(self, path: Path) -> None:
        """One JSON object of three lists."""
        rows = {"keys": self.keys, "documents": self.documents, "digests": self.digests}
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Table:
        """Raises OSError, ValueError or KeyError for a broken file."""
        rows = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(rows["keys"]), tuple(rows["documents"]), tuple(rows["digests"]))


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token ids of all passages: passage i holds ``ids[starts[i]:starts[i + 1]]``."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]


@dataclass(slots=True)
class IndexVersion:
    """All parts of a version. The vector store opens at the first search that needs it."""

    folder: Path
    manifest: Manifest
    table: Table
    lexical: LexicalIndex
    vectors: Vectors
    lengths: NDArray[np.int32]  # characters of each passage
    tokens: Tokens | None  # None for a model without token vectors
    chroma_url: str | None
    position: dict[str, int]
    documents: tuple[str, ...]  # ids, sorted
    document_of: NDArray[np.int32]  # for each passage its place in ``documents``
    _store: VectorStore | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def open(cls, folder: Path, chroma_url: str | None = None) -> IndexVersion:
        """Check and open. Raises IndexDamagedError, naming the command that mends it."""
        manifest = Manifest.read(folder)
        manifest.verify(folder)
        try:
            table = Table.read(folder / PASSAGES)
            lexical = LexicalIndex.open(folder / LEXICAL)
            vectors = np.load(folder / VECTORS, mmap_mode="r").view(np.ndarray)
            lengths = np.load(folder / LENGTHS)
            tokens = _open_tokens(folder)
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"索引无法打开：{folder}（{error}）。{MEND}") from error
        if not len(table.keys) == lexical.size == len(vectors) == manifest.passages:
            raise IndexDamagedError(f"索引各部分条数不一致：{folder}。{MEND}")
        position = {key: place for place, key in enumerate(table.keys)}
        names, document_of = np.unique(np.array(table.documents, dtype=str), return_inverse=True)
        return cls(
            folder,
            manifest,
            table,
            lexical,
            vectors,
            lengths,
            tokens,
            chroma_url,
            position,
            tuple(names.tolist()),
            document_of.astype(np.int32),
        )

    @property
    def store(self) -> VectorStore:
        """The vector store, opened once. Raises IndexDamagedError where it does not open."""
        with self._lock:
            if self._store is None:
                self._store = self._open_store()
            return self._store

    def _open_store(self) -> VectorStore:
        if not self.manifest.collection:
            return ExactStore(self.table.keys, self.vectors)
        try:
            store = open_store(self.folder / STORE, self.manifest.collection, self.chroma_url)
            count = store.count()
        except LookupError as error:
            raise IndexDamagedError(f"{error}。{MEND}") from error
        if count != self.manifest.passages:
            raise IndexDamagedError(
                f"向量库有 {count} 条，应有 {self.manifest.passages} 条。{MEND}"
            )
        return store

    def nearest(self, vector: NDArray[np.float32], k: int) -> NDArray[np.int32]:
        """Positions of the k nearest passages, best first."""
        keys = self.store.nearest(vector, k)
        return np.array([self.position[key] for key in keys], dtype=np.int32)


def _open_tokens(folder: Path) -> Tokens | None:
    if not (folder / TOKENS).is_file():
        return None
    ids = np.load(folder / TOKENS, mmap_mode="r").view(np.ndarray)  # a view slices faster
    return Tokens(ids, np.load(folder / TOKEN_STARTS))


def current_folder(root: Path) -> Path:
    """The folder that the pointer names.

    Raises NoIndexError where there is no pointer, IndexDamagedError where it points nowhere.
    """
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoIndexError(f"{root} 还没有索引。请先建立：python -m index build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"索引指针无法读取：{root / POINTER}。{MEND}") from error
    folder = root / VERSIONS / name
    if not name or Path(name).name != name or not folder.is_dir():
        raise IndexDamagedError(f"索引指针指向不存在的版本：{name!r}。{MEND}")
    return folder


def open_version(root: Path, chroma_url: str | None = None) -> IndexVersion:
    """The current version, opened."""
    return IndexVersion.open(current_folder(root), chroma_url)
