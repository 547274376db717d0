"""What was read from texts before, kept in one file from start to start.

Nothing depends on the file: where it is missing, damaged, foreign or of other code everything is
read from the texts, and it is written anew.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

logger = logging.getLogger(__name__)

DAMAGED: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError)  # of a foreign row


def key_of(*parts: str) -> str:
    """The key of what is read from all these words together."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


class Kept:
    """Rows of JSON by key; what is not asked for again is forgotten. ``path`` None keeps none."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._held: dict[str, Any] = _read(path) if path else {}
        self._used: dict[str, Any] = {}

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._path is not None

    def row(self, key: str) -> Any:  # noqa: ANN401 - parsed JSON
        """What was kept under a key. Raises KeyError where nothing was."""
        return self._held[key]

    def use(self, key: str, row: Any) -> None:  # noqa: ANN401 - JSON
        """Keep a row for the next time."""
        self._used[key] = row

    def keep(self) -> None:
        """Write what was used, where that is not what the file holds; a full disk is no matter."""
        if self._path is None or self._used == self._held:
            return
        body = json.dumps(self._used, ensure_ascii=False, separators=(",", ":"))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, delete=False) as draft:
                pass
            try:
                Path(draft.name).write_text(f"{heading(body)}\n{body}", encoding="utf-8")
                os.replace(draft.name, self._path)  # noqa: PTH105 - a name, not a path
            except OSError:
                Path(draft.name).unlink(missing_ok=True)
                raise
        except OSError as error:
            logger.info("%s is not kept: %s", self._path.name, error)


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, *DAMAGED):
        first, _, body = path.read_text(encoding="utf-8").partition("\n")
        if first == heading(body):
            held = json.loads(body)
            return held if isinstance(held, dict) else {}
    return {}


def heading(body: str) -> str:
    """The first line of a file: whose code wrote it, and that it is whole."""
    return f"{_code()} {hashlib.sha256(body.encode()).hexdigest()}"


@cache
def _code() -> str:
    """A hash of all code that may have a say in what is read from a text."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    digest = hashlib.sha256(b"".join(source.read_bytes() for source in sources))
    digest.update(version("jieba").encode())  # what a drafted card is called are words of it
    return digest.hexdigest()
