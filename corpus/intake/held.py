"""Which documents a folder holds, in use or switched off, and what file each was taken from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from corpus.folder import META

OFF: Final = ".off"  # below the documents; hidden, so that the collection does not look there
_SHA: Final = re.compile(r"^source_sha256: *['\"]?([0-9a-f]{64})", re.MULTILINE)
_TITLE: Final = re.compile(r"^title: *(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Held:
    """A folder among the documents.

    ``sha256`` is that of the file it was taken from, as noted or of the file itself; empty where
    neither is there.
    """

    id: str
    title: str
    on: bool
    sha256: str


class Shelves:
    """The folders of a folder of documents; each is read again only where it was written since."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._known: dict[Path, tuple[int, Held]] = {}

    def held(self) -> tuple[Held, ...]:
        """Every document, in the order of their ids."""
        found = [self._look(path, on=True) for path in _folders(self._documents)]
        found += [self._look(path, on=False) for path in _folders(self._documents / OFF)]
        return tuple(sorted(found, key=lambda one: one.id))

    def _look(self, folder: Path, *, on: bool) -> Held:
        try:
            written = (folder / META).stat().st_mtime_ns
        except OSError:
            written = 0
        known = self._known.get(folder)
        if known is None or known[0] != written:
            known = self._known[folder] = written, _read(folder, on=on)
        return known[1]


def _folders(root: Path) -> Iterator[Path]:
    if root.is_dir():
        yield from (p for p in root.iterdir() if p.is_dir() and not p.name.startswith("."))


def _read(folder: Path, *, on: bool) -> Held:
    try:
        meta = (folder / META).read_text("utf-8", errors="replace")
    except OSError:
        meta = ""
    title, noted = _TITLE.search(meta), _SHA.search(meta)
    sha256 = noted[1] if noted else _source_hash(folder)
    return Held(folder.name, title[1].strip("'\"") if title else "", on, sha256)


def _source_hash(folder: Path) -> str:
    source = next((path for path in sorted(folder.glob("source.*")) if path.is_file()), None)
    return sha256_of(source) if source else ""


def sha256_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
