"""Whether the current version is still what was built: every file, every vector."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from index.errors import IndexDamagedError
from index.manifest import STORE, Manifest, names_below
from index.store import BATCH, DATABASE, StoreError
from index.version import EMBEDDED, IndexVersion, current_folder, store_of


def faults(root: Path) -> list[str]:
    """A Chinese line for each fault of the current version; none where it is sound.

    The list of files is exact, and so are their bytes but for the database of an embedded store:
    Chroma adds a row to it at every opening, so its structure and its vectors are checked.
    Raises NoIndexError or IndexDamagedError where there is no version to check.
    """
    folder = current_folder(root)
    manifest = Manifest.read(folder)
    found = list(manifest.faults(folder, manifest.files, whole=True))
    found += [f"{name}：多出的文件" for name in names_below(folder) if name not in manifest.files]
    if manifest.collection and manifest.identity.store == EMBEDDED:
        found += _database(folder / STORE / DATABASE)
    if not found:
        try:
            version = IndexVersion.open(folder)
            found += _vectors(version) if manifest.collection else ()
        except (IndexDamagedError, StoreError) as error:
            found.append(str(error))
    return found


def _database(path: Path) -> Iterator[str]:
    name = f"{STORE}/{DATABASE}"
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True)) as database:
            said = [row[0] for row in database.execute("PRAGMA integrity_check(1)")]
    except sqlite3.Error:
        yield f"{name}：缺失，或不是完好的数据库"
        return
    if said != ["ok"]:
        yield f"{name}：数据库内部损坏"


def _vectors(version: IndexVersion) -> Iterator[str]:
    """Vectors of the store that are not those of the version. Raises StoreError."""
    different = 0
    with closing(store_of(version.folder, version.manifest)) as store:
        for start in range(0, len(version.table.keys), BATCH):
            part = slice(start, start + BATCH)
            held = store.vectors(version.table.keys[part])
            different += int((held != version.vectors[part]).any(axis=1).sum())
    if different:
        yield f"{STORE}：{different} 条向量与建立时不同"
