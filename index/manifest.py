"""What an index version says about itself, and whether its files are still those it wrote."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from index.arrays import WHOLE
from index.errors import MEND, IndexDamagedError, NoIndexError
from index.store import DATABASE

FAMILY = "policy-index/"
FORMAT = FAMILY + "4"  # counts up when the files of a version change their meaning
MANIFEST = "manifest.json"
STORE = "chroma"  # the folder of an embedded vector store, inside a version's
# Up to 1000 vectors lie in Chroma's database alone; the graph beside it, still without this file,
# is then a placeholder that every opening fills with whatever was in memory.
_GRAPH = "index_metadata.pickle"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an index is made of. Two equal identities need no build."""

    corpus: str  # hash of all passages
    model: str  # name and hash of the model
    parser: str  # hash of the code that cuts texts into clauses
    store: str  # where the vectors are searched: embedded, exact, or a server's address

    @property
    def short(self) -> str:
        """For the name of a version's folder."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:10]

    def finds_as(self, other: Identity) -> bool:
        """Whether both give the same answers: where the vectors are searched does not matter."""
        return replace(self, store="") == replace(other, store="")


@dataclass(frozen=True, slots=True)
class Manifest:
    """The identity, the sizes and hashes of the files, and the counts of one version."""

    identity: Identity
    passages: int
    embedded: int  # how many passages this build had to embed
    collection: str  # in the vector store; empty where vectors are compared exactly
    files: dict[str, tuple[int, str]]  # name: bytes, sha256 ("" where only the name is held to)

    def write(self, folder: Path) -> None:
        """Last step of a version: from here on it is complete."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        path = folder / MANIFEST
        with path.open("w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """What a version says about itself.

        Raises IndexDamagedError for a missing, broken or foreign manifest, NoIndexError for one
        of another release.
        """
        try:
            row = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            written = str(row.pop("format"))
            if written != FORMAT and written.startswith(FAMILY):
                raise NoIndexError("索引是另一版本的程序建立的。请重建：python -m index build")
            if written != FORMAT:
                raise IndexDamagedError(f"索引不是本程序建立的。{MEND}")
            row["identity"] = Identity(**row["identity"])
            row["files"] = {
                name: (int(size), str(sha)) for name, (size, sha) in row["files"].items()
            }
            return cls(**row)
        except NoIndexError:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"索引的说明文件 {MANIFEST} 损坏。{MEND}") from error

    @property
    def own(self) -> list[str]:
        """The files that are read without the vector store."""
        return [name for name in self.files if not name.startswith(f"{STORE}/")]

    @property
    def stored(self) -> list[str]:
        """The files of an embedded vector store that stay as they were written."""
        return [name for name in self.files if name.startswith(f"{STORE}/")]

    def faults(self, folder: Path, names: Iterable[str], *, whole: bool = False) -> Iterator[str]:
        """A line for each file that is not as it was written.

        All are compared by size; those up to `WHOLE` bytes, or with ``whole`` all, byte by byte.
        """
        for name in names:
            size, sha = self.files[name]
            try:
                found = (folder / name).stat().st_size
                if sha == "":
                    continue
                if found != size:
                    yield f"{name}：应有 {size} 字节，现有 {found} 字节"
                elif (whole or size <= WHOLE) and _sha256(folder / name) != sha:
                    yield f"{name}：内容被改动"
            except OSError:
                yield f"{name}：缺失或无法读取"


def names_below(folder: Path) -> list[str]:
    """The files of a version that stay as they are: all but manifest and the store's database."""
    names = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
    database = f"{STORE}/{DATABASE}"
    live = {MANIFEST, database, f"{database}-journal", f"{database}-wal", f"{database}-shm"}
    return sorted(set(names) - live)


def describe_files(folder: Path) -> dict[str, tuple[int, str]]:
    """Size and hash of every file below a version's folder that stays as it is."""
    return {name: _described(folder, name) for name in names_below(folder)}


def _described(folder: Path, name: str) -> tuple[int, str]:
    path = folder / name
    if name.startswith(f"{STORE}/") and not (path.parent / _GRAPH).is_file():
        return path.stat().st_size, ""
    return path.stat().st_size, _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@cache
def parser_version() -> str:
    """A hash of the code that cuts a text into clauses."""
    import corpus.parse

    folder = Path(corpus.parse.__file__).parent
    sources = [folder / "parse.py", *sorted((folder / "outline").rglob("*.py"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
