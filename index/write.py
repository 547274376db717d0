"""One version of the index, written file by file into a folder of its own, its manifest last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import arrays
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.lexical import build_lexical
from index.manifest import STORE, Identity, Manifest, describe_files
from index.passage import Passage
from index.progress import Progress
from index.static_model import StaticModel, Vectors
from index.store import BATCH, reach, write_store
from index.version import (
    EMBEDDED,
    EXACT,
    LENGTHS,
    LEXICAL,
    PASSAGES,
    TOKEN_STARTS,
    TOKENS,
    VECTORS,
    IndexVersion,
    Table,
)

ENCODED_AT_ONCE = 2000


def write_version(
    passages: Sequence[Passage],
    identity: Identity,
    before: IndexVersion | None,
    encoder: Encoder,
    folder: Path,
    progress: Progress,
) -> None:
    """A complete version in a new folder; vectors of passages that ``before`` holds are copied.

    Raises OSError where a file can't be written, StoreError where the vector store fails,
    IndexUnavailableError for repeated keys.
    """
    if len({passage.key for passage in passages}) != len(passages):
        raise IndexUnavailableError("条款编号重复，无法建立索引。")
    url = None if identity.store in (EMBEDDED, EXACT) else identity.store
    if url is not None:
        reach(url)  # before all that is slow
    folder.mkdir(parents=True)
    Table.of(passages).write(folder / PASSAGES)
    build_lexical(
        passages,
        folder / LEXICAL,
        lambda done: progress("字词索引", 2 * len(passages), done),
    )
    arrays.save(folder / LENGTHS, np.array([len(passage.text) for passage in passages], np.int32))
    fresh = _write_vectors(passages, folder, before, encoder, progress)
    if isinstance(encoder, StaticModel):
        _write_tokens(passages, folder, encoder, progress)
    collection = "" if identity.store == EXACT else f"clauses-{folder.name}"
    if collection:
        write_store(folder / STORE, collection, url, _batches(passages, folder, progress))
    Manifest(identity, len(passages), fresh, collection, describe_files(folder)).write(folder)


def _write_vectors(
    passages: Sequence[Passage],
    folder: Path,
    before: IndexVersion | None,
    encoder: Encoder,
    progress: Progress,
) -> int:
    """Vectors of all passages; those of unchanged passages are copied. How many were made."""
    known = {digest: i for i, digest in enumerate(before.table.digests)} if before else {}
    fresh = sum(passage.digest not in known for passage in passages)
    dims = encoder.encode(["维"]).shape[1]

    def parts() -> Iterator[Vectors]:
        for start in range(0, len(passages), ENCODED_AT_ONCE):
            part = passages[start : start + ENCODED_AT_ONCE]
            found = np.empty((len(part), dims), dtype=np.float32)
            places = [known.get(passage.digest) for passage in part]
            old = [i for i, place in enumerate(places) if place is not None]
            new = [i for i, place in enumerate(places) if place is None]
            if before is not None and old:
                found[old] = before.vectors[[place for place in places if place is not None]]
            if new:
                found[new] = encoder.encode([part[i].embedded for i in new])
                progress("向量", fresh, len(new))
            yield found

    arrays.save_parts(folder / VECTORS, np.float32, (len(passages), dims), parts())
    return fresh


def _write_tokens(
    passages: Sequence[Passage], folder: Path, model: StaticModel, progress: Progress
) -> None:
    """Token ids of all passages, for the token-by-token comparison of a static model."""
    counts = [0]
    parts: list[NDArray[np.int32]] = []
    for start in range(0, len(passages), ENCODED_AT_ONCE):
        part = passages[start : start + ENCODED_AT_ONCE]
        found = model.tokens([passage.embedded for passage in part])
        counts += [len(ids) for ids in found]
        parts.append(np.concatenate(found))
        progress("词元", len(passages), len(part))
    arrays.save_parts(folder / TOKENS, np.int32, (sum(counts),), parts)
    arrays.save(folder / TOKEN_STARTS, np.cumsum(counts, dtype=np.int64))


def _batches(
    passages: Sequence[Passage], folder: Path, progress: Progress
) -> Iterator[tuple[list[str], Vectors]]:
    vectors: Vectors = arrays.load(folder / VECTORS)
    for start in range(0, len(passages), BATCH):
        part = slice(start, start + BATCH)
        yield [passage.key for passage in passages[part]], vectors[part]
        progress("向量库", len(passages), len(passages[part]))
