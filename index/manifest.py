"""What an index version says about itself, and whether its files are still those it wrote."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

FAMILY = "policy-index/"
FORMAT = FAMILY + "3"  # counts up when the files of a version change their meaning
MEND = "请重建索引：python -m index build --rebuild"
_HASHED_BELOW = 8_000_000  # bytes; of larger files opening checks the size, `index check` the hash
_FILE = "manifest.json"


class IndexDamagedError(RuntimeError):
    """The index cannot be trusted; the message names the command that mends it."""


class NoIndexError(LookupError):
    """No index was built yet, or only by another release of this program."""


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


@dataclass(frozen=True, slots=True)
class Manifest:
    """The identity, the sizes and hashes of the files, and the counts of one version."""

    identity: Identity
    passages: int
    embedded: int  # how many passages this build had to embed
    collection: str  # in the vector store; empty where vectors are compared exactly
    files: dict[str, tuple[int, str]]  # name: bytes, sha256

    def write(self, folder: Path) -> None:
        """Last step of a version: from here on it is complete."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1)
        path = folder / _FILE
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
            row = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            written = str(row.pop("format"))
            if written != FORMAT and written.startswith(FAMILY):
                raise NoIndexError(
                    f"{folder} 是另一版本的程序建立的。请重建：python -m index build"
                )
            if written != FORMAT:
                raise IndexDamagedError(f"{folder} 不是本程序建立的索引。{MEND}")
            row["identity"] = Identity(**row["identity"])
            row["files"] = {
                name: (int(size), str(sha)) for name, (size, sha) in row["files"].items()
            }
            return cls(**row)
        except NoIndexError:
            raise
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamagedError(f"索引说明文件损坏：{folder / _FILE}。{MEND}") from error

    def verify(self, folder: Path, *, whole: bool = False) -> None:
        """Compare files with the manifest; small ones, or with ``whole`` all, byte by byte."""
        for name, (size, sha) in self.files.items():
            path = folder / name
            if not path.is_file() or path.stat().st_size != size:
                raise IndexDamagedError(f"索引文件缺失或大小不符：{path}。{MEND}")
            if (whole or size < _HASHED_BELOW) and _sha256(path) != sha:
                raise IndexDamagedError(f"索引文件内容被改动：{path}。{MEND}")


def describe_files(folder: Path, names: list[str]) -> dict[str, tuple[int, str]]:
    """Size and hash of files below a version's folder."""
    return {name: ((folder / name).stat().st_size, _sha256(folder / name)) for name in names}


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
