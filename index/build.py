"""Versions of the index: each in a folder of its own, swapped in by one rename.

A build that fails or dies at any point leaves the pointer where it was, so the last good version
goes on serving. One process builds at a time; readers are never locked out. What serves when an
index is broken and can't be built anew: `index.degraded`, docs/decisions/0009-degraded.md.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from corpus.library import Library
from environment.settings import Settings
from index.core import Core
from index.degraded import stand_in
from index.embed import Encoder, load_encoder, model_id
from index.errors import (
    BuildInProgressError,
    IndexDamagedError,
    IndexUnavailableError,
    IndexUnwritableError,
    NoIndexError,
)
from index.fusion import Fusion
from index.manifest import Identity, parser_version
from index.passage import Passage, corpus_hash, passages_of
from index.progress import Progress, silent
from index.search import Searcher
from index.settings import IndexSettings
from index.store import StoreError, StoreUnreachableError, drop
from index.version import EMBEDDED, EXACT, POINTER, VERSIONS, IndexVersion, current_folder
from index.vocabulary import Vocabulary
from index.write import write_version

logger = logging.getLogger(__name__)


def identity_of(passages: Sequence[Passage], settings: IndexSettings) -> Identity:
    """What an index of these passages would be made of."""
    store = settings.chroma_url or EMBEDDED
    return Identity(corpus_hash(passages), model_id(settings.model), parser_version(), store)


def build(
    passages: Sequence[Passage],
    settings: IndexSettings,
    *,
    rebuild: bool = False,
    exact: bool = False,
    progress: Progress = silent,
) -> IndexVersion:
    """Bring the index up to date and open it. Where it is so already and sound, nothing is built.

    ``exact`` leaves the vector store out and compares with every vector: for measurements.
    Raises BuildInProgressError where another process is at it, IndexUnwritableError where its
    folder takes no files, StoreError where the vector store can't be filled.
    """
    identity = identity_of(passages, settings)
    if exact:
        identity = replace(identity, store=EXACT)
    with _locked(settings.root):
        before, damage = (None, None) if rebuild else _current(settings.root)
        if before is not None and damage is None and before.manifest.identity == identity:
            return before
        encoder = load_encoder(settings.model)
        encoder.encode(["维"])  # a model that isn't there fails here, not as a disk does
        version = _swap_in(passages, identity, before, encoder, settings.root, progress)
    if damage is not None:
        logger.warning("索引损坏，已自动重建。")
        logger.info("what was damaged", exc_info=damage)
    return version


def open_current(
    library: Library, settings: IndexSettings | None = None, *, progress: Progress = silent
) -> Searcher:
    """A searcher over the current version, brought up to date first where it is not.

    Where that fails it searches what is sound, and `Searcher.problems` says so. Raises
    IndexUnavailableError where nothing is sound and nowhere can be written.
    """
    settings = settings or IndexSettings.of(Settings())
    version, note = _serving(passages_of(library), settings, progress)
    version.nearest.wake()  # what is wrong with it is said now, not at the first question
    own = (wording for document in library.documents for wording in document.vocabulary)
    core = Core(version, load_encoder(settings.model), Vocabulary.load(own), Fusion())
    return Searcher(library, core, note)


def _serving(
    passages: Sequence[Passage], settings: IndexSettings, progress: Progress
) -> tuple[IndexVersion, str]:
    """The version that answers, and why it is another than it should be: "" where it is not."""
    wanted = identity_of(passages, settings)
    version, damage = _current(settings.root)
    if version is not None and damage is None and version.manifest.identity == wanted:
        return version, ""
    try:
        return build(passages, settings, progress=progress), ""
    except IndexUnavailableError as reason:
        return stand_in(passages, settings.root, wanted, settings.model, reason, progress)


def _current(root: Path) -> tuple[IndexVersion | None, IndexUnavailableError | None]:
    """The version that the pointer names, if it opens, and the damage that a build would mend."""
    try:
        version = IndexVersion.open(current_folder(root))
    except NoIndexError:
        return None, None
    except IndexDamagedError as error:
        return None, error
    fault = version.nearest.wake()
    return version, None if isinstance(fault, StoreUnreachableError) else fault


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    lock = FileLock(root / "lock", timeout=0)
    try:
        root.mkdir(parents=True, exist_ok=True)
        held = lock.acquire()
    except Timeout:
        raise BuildInProgressError("另一个进程正在建立索引，请等它完成后再试。") from None
    except OSError as error:
        raise IndexUnwritableError(error) from error
    with held:
        yield


def _swap_in(
    passages: Sequence[Passage],
    identity: Identity,
    before: IndexVersion | None,
    encoder: Encoder,
    root: Path,
    progress: Progress,
) -> IndexVersion:
    """A new version, opened before the pointer names it. What fails leaves no trace."""
    folder = root / VERSIONS / f"{identity.short}-{secrets.token_hex(4)}"
    same = before is not None and before.manifest.identity.model == identity.model
    try:
        write_version(passages, identity, before if same else None, encoder, folder, progress)
        version = IndexVersion.open(folder)
        if (fault := version.nearest.wake()) is not None:
            raise fault
        last = _point(root, folder.name)
    except BaseException as error:
        _remove([folder], identity.store)
        if isinstance(error, OSError):
            raise IndexUnwritableError(error) from error
        raise
    with suppress(OSError):
        kept = {folder.name, last}  # a reader may have the last one open
        _remove([p for p in (root / VERSIONS).iterdir() if p.name not in kept], identity.store)
    return version


def _point(root: Path, name: str) -> str:
    """Swap the pointer, whole at every moment. What it named until now, "" for nothing readable."""
    try:
        last = current_folder(root).name
    except IndexUnavailableError:
        last = ""
    draft = root / f"{POINTER}.new"
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.write(name + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(root / POINTER)
    finally:
        draft.unlink(missing_ok=True)
    return last


def _remove(folders: Iterable[Path], store: str) -> None:
    """Versions that no one needs, and what a Chroma server holds of them."""
    gone = list(folders)
    if gone and store not in (EMBEDDED, EXACT):
        with suppress(StoreError):
            drop([f"clauses-{folder.name}" for folder in gone], store)
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
