"""Building versions of the index: each in a folder of its own, swapped in by one rename.

A build that dies at any point leaves the pointer where it was, so the last good version goes
on serving. One process builds at a time; readers are never locked out.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from corpus.library import Library
from index import store as vector_store
from index.core import Core
from index.embed import Encoder, load_encoder, model_id
from index.fusion import Fusion
from index.lexical import build_lexical
from index.manifest import (
    Identity,
    Manifest,
    NoIndexError,
    describe_files,
    parser_version,
)
from index.passage import Passage, corpus_hash, passages_of
from index.progress import Progress, silent
from index.search import Searcher
from index.settings import IndexSettings
from index.static_model import StaticModel, Vectors
from index.version import (
    LENGTHS,
    LEXICAL,
    PASSAGES,
    POINTER,
    STORE,
    TOKEN_STARTS,
    TOKENS,
    VECTORS,
    VERSIONS,
    IndexVersion,
    Table,
    current_folder,
)
from index.vocabulary import Vocabulary
from settings import Settings

ENCODED_AT_ONCE = 2000
EXACT = "exact"
_KEPT = 2  # versions on disk: the current one and the one that a reader may still have open


class BuildInProgressError(RuntimeError):
    """Another process is building this index."""


def identity_of(passages: Sequence[Passage], settings: IndexSettings, store: str = "") -> Identity:
    """What an index of these passages would be made of."""
    kept = store or settings.chroma_url or "embedded"
    return Identity(corpus_hash(passages), model_id(settings.model), parser_version(), kept)


def build(
    passages: Sequence[Passage],
    settings: IndexSettings,
    *,
    rebuild: bool = False,
    exact: bool = False,
    progress: Progress = silent,
) -> IndexVersion:
    """Bring the index up to date and open it. An unchanged corpus builds nothing.

    ``exact`` leaves the vector store out and compares with every vector: for measurements.
    Raises BuildInProgressError where another process is at it; IndexDamagedError where the
    current version is damaged and ``rebuild`` does not say to replace it.
    """
    identity = identity_of(passages, settings, EXACT if exact else "")
    with _locked(settings.root):
        before = None if rebuild else _current(settings)
        if before is not None and before.manifest.identity == identity:
            return before
        folder = _write(list(passages), identity, before, settings, progress)
        _point(settings.root, folder.name)
        _tidy(settings, folder.name)
        return IndexVersion.open(folder, settings.chroma_url)


def open_current(
    library: Library, settings: IndexSettings | None = None, *, progress: Progress = silent
) -> Searcher:
    """A searcher over the current version, brought up to date first where it is not.

    naming the command that mends it, and BuildInProgressError where no version is there yet.
    """
    settings = settings or IndexSettings.of(Settings())
    passages = passages_of(library)
    version = _current(settings)
    if version is None or version.manifest.identity != identity_of(passages, settings):
        try:
            version = build(passages, settings, progress=progress)
        except BuildInProgressError:
            if version is None:
                raise
    own = (wording for document in library.documents for wording in document.vocabulary)
    core = Core(version, load_encoder(settings.model), Vocabulary.load(own), Fusion())
    return Searcher(library, core)


def _current(settings: IndexSettings) -> IndexVersion | None:
    try:
        return IndexVersion.open(current_folder(settings.root), settings.chroma_url)
    except NoIndexError:
        return None


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    root.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(root / "lock", timeout=0):
            yield
    except Timeout:
        raise BuildInProgressError(
            f"另一个进程正在建立这个索引（锁文件 {root / 'lock'}），请等它完成后再试。"
        ) from None


def _write(
    passages: list[Passage],
    identity: Identity,
    before: IndexVersion | None,
    settings: IndexSettings,
    progress: Progress,
) -> Path:
    """A complete new version, its manifest last."""
    if len({passage.key for passage in passages}) != len(passages):
        raise ValueError("条款编号重复，无法建立索引")
    folder = settings.root / VERSIONS / f"{identity.short}-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    Table.of(passages).write(folder / PASSAGES)
    build_lexical(
        passages,
        folder / LEXICAL,
        lambda done: progress("字词索引", 2 * len(passages), done),
    )
    np.save(folder / LENGTHS, np.array([len(passage.text) for passage in passages], np.int32))
    encoder = load_encoder(settings.model)
    fresh = _write_vectors(passages, folder, _reusable(before, identity), encoder, progress)
    if isinstance(encoder, StaticModel):
        _write_tokens(passages, folder, encoder, progress)
    collection = "" if identity.store == EXACT else f"clauses-{folder.name}"
    if collection:
        _write_store(passages, folder, collection, settings, progress)
    written = [*folder.glob("*.*"), *(folder / LEXICAL).iterdir()]
    names = [path.relative_to(folder).as_posix() for path in written if path.is_file()]
    files = describe_files(folder, sorted(names))
    Manifest(identity, len(passages), fresh, collection, files).write(folder)
    return folder


def _reusable(before: IndexVersion | None, identity: Identity) -> IndexVersion | None:
    same = before is not None and before.manifest.identity.model == identity.model
    return before if same else None


def _write_vectors(
    passages: list[Passage],
    folder: Path,
    before: IndexVersion | None,
    encoder: Encoder,
    progress: Progress,
) -> int:
    """Vectors of all passages; those of unchanged passages are copied. How many were made."""
    known = {digest: i for i, digest in enumerate(before.table.digests)} if before else {}
    digests = [passage.digest for passage in passages]
    dims = encoder.encode(["维"]).shape[1]
    vectors = np.lib.format.open_memmap(
        folder / VECTORS, mode="w+", dtype=np.float32, shape=(len(passages), dims)
    )
    old = [i for i, digest in enumerate(digests) if digest in known]
    if before is not None and old:
        vectors[old] = before.vectors[[known[digests[i]] for i in old]]
    new = [i for i, digest in enumerate(digests) if digest not in known]
    for start in range(0, len(new), ENCODED_AT_ONCE):
        part = new[start : start + ENCODED_AT_ONCE]
        vectors[part] = encoder.encode([passages[i].embedded for i in part])
        progress("向量", len(new), len(part))
    vectors.flush()
    return len(new)


def _write_tokens(
    passages: list[Passage], folder: Path, model: StaticModel, progress: Progress
) -> None:
    """Token ids of all passages, for the token-by-token comparison of a static model."""
    counts = [0]
    with (folder / "tokens.bin").open("wb") as stream:
        for start in range(0, len(passages), ENCODED_AT_ONCE):
            part = passages[start : start + ENCODED_AT_ONCE]
            for ids in model.tokens([passage.embedded for passage in part]):
                stream.write(ids.tobytes())
                counts.append(len(ids))
            progress("词元", len(passages), len(part))
    flat = np.fromfile(folder / "tokens.bin", dtype=np.int32)
    np.save(folder / TOKENS, flat)
    np.save(folder / TOKEN_STARTS, np.cumsum(counts, dtype=np.int64))
    (folder / "tokens.bin").unlink()


def _write_store(
    passages: list[Passage],
    folder: Path,
    collection: str,
    settings: IndexSettings,
    progress: Progress,
) -> None:
    vectors: Vectors = np.load(folder / VECTORS, mmap_mode="r")
    store = vector_store.create(folder / STORE, collection, settings.chroma_url)
    for start in range(0, len(passages), vector_store.BATCH):
        part = slice(start, start + vector_store.BATCH)
        store.add([passage.key for passage in passages[part]], vectors[part])
        progress("向量库", len(passages), len(passages[part]))


def _point(root: Path, name: str) -> None:
    """Swap the pointer: readers see the old version or the new one, never something between."""
    draft = root / f"{POINTER}.new"
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(name + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(root / POINTER)


def _tidy(settings: IndexSettings, current: str) -> None:
    """Remove what killed builds left and versions older than the one before."""
    folders = [path for path in (settings.root / VERSIONS).iterdir() if path.is_dir()]
    whole = [path for path in folders if (path / "manifest.json").is_file()]
    kept = sorted(whole, key=lambda path: (path.name == current, path.stat().st_mtime))[-_KEPT:]
    gone = [path for path in folders if path not in kept]
    if settings.chroma_url is not None and gone:
        names = [f"clauses-{path.name}" for path in gone]
        vector_store.drop(settings.root, names, settings.chroma_url)
    for path in gone:
        shutil.rmtree(path, ignore_errors=True)
