"""One built version of the index, opened for reading: lexical, vectors, store, addresses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import arrays
from index.errors import MEND, IndexDamagedError, NoIndexError
from index.lexical import LexicalIndex
from index.manifest import STORE, Manifest
from index.nearest import Nearest
from index.passage import Passage
from index.static_model import Vectors
from index.store import StoreError, VectorStore, open_store

POINTER = "CURRENT"
VERSIONS = "versions"
VECTORS = "vectors.npy"
PASSAGES = "passages.json"
LEXICAL = "lexical"
TOKENS = "tokens.npy"
TOKEN_STARTS = "token_starts.npy"
LENGTHS = "lengths.npy"

EMBEDDED = "embedded"  # where vectors are searched: beside the other files,
EXACT = "exact"  # or in no store at all; anything else is a server's address


@dataclass(frozen=True, slots=True)
class Table:
    """Which passages a version holds, by position."""

    keys: tuple[str, ...]
    documents: tuple[str, ...]
    digests: tuple[str, ...]

    @classmethod
    def of(cls, passages: Sequence[Passage]) -> Table:
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


@dataclass(frozen=True, slots=True)
class IndexVersion:
    """All parts of a version. The vector store opens at the first search that needs it."""

    folder: Path
    manifest: Manifest
    table: Table
    lexical: LexicalIndex
    vectors: Vectors
    lengths: NDArray[np.int32]  # characters of each passage
    tokens: Tokens | None  # None for a model without token vectors
    position: dict[str, int]
    documents: tuple[str, ...]  # ids, sorted
    document_of: NDArray[np.int32]  # for each passage its place in ``documents``
    nearest: Nearest  # called with a vector and k: positions, best first

    @classmethod
    def open(cls, folder: Path) -> IndexVersion:
        """Check and open. Raises IndexDamagedError, naming the command that mends it.

        A vector store that is damaged or out of reach raises nothing: see `Nearest.error`.
        """
        manifest = Manifest.read(folder)
        for fault in manifest.faults(folder, manifest.own):
            raise IndexDamagedError(f"索引文件损坏（{fault}）。{MEND}")
        try:
            table = Table.read(folder / PASSAGES)
            lexical = LexicalIndex.open(folder / LEXICAL)
            vectors = arrays.load(folder / VECTORS)
            lengths = arrays.load(folder / LENGTHS)
            tokens = _open_tokens(folder)
        except (OSError, ValueError, KeyError) as error:
            raise IndexDamagedError(f"索引文件无法打开。{MEND}") from error
        if not len(table.keys) == lexical.size == len(vectors) == manifest.passages:
            raise IndexDamagedError(f"索引各部分条数不一致。{MEND}")
        position = {key: place for place, key in enumerate(table.keys)}
        names, document_of = np.unique(np.array(table.documents, dtype=str), return_inverse=True)

        def stored() -> VectorStore:
            return store_of(folder, manifest)

        return cls(
            folder,
            manifest,
            table,
            lexical,
            vectors,
            lengths,
            tokens,
            position,
            tuple(names.tolist()),
            document_of.astype(np.int32),
            Nearest(vectors, position, stored if manifest.collection else None),
        )


def store_of(folder: Path, manifest: Manifest) -> VectorStore:
    """The vector store of a version that has one. Raises StoreError.

    Its files are checked first: from a truncated graph Chroma answers wrongly without a word.
    """
    for fault in manifest.faults(folder, manifest.stored):
        raise StoreError(f"向量库（Chroma）的文件损坏（{fault}）。")
    where = manifest.identity.store
    url = None if where == EMBEDDED else where
    return open_store(folder / STORE, manifest.collection, url, manifest.passages)


def _open_tokens(folder: Path) -> Tokens | None:
    if not (folder / TOKENS).is_file():
        return None
    return Tokens(arrays.load(folder / TOKENS), arrays.load(folder / TOKEN_STARTS))


def current_folder(root: Path) -> Path:
    """The folder that the pointer names.

    Raises NoIndexError where there is no pointer, IndexDamagedError where it points nowhere.
    """
    try:
        name = (root / POINTER).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        raise NoIndexError("还没有索引。请先建立：python -m index build") from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(f"索引的指针文件 {POINTER} 无法读取。{MEND}") from error
    folder = root / VERSIONS / name
    if not name or Path(name).name != name or not folder.is_dir():
        raise IndexDamagedError(f"索引的指针文件 {POINTER} 指向不存在的版本。{MEND}")
    return folder


def open_version(root: Path) -> IndexVersion:
    """The current version, opened. Raises NoIndexError or IndexDamagedError."""
    return IndexVersion.open(current_folder(root))
