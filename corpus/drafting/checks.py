"""Checks (核对): what somebody of the staff has looked at beside a text, one YAML file a kind.

A check is bound by a hash to the words it was made over. Where those have changed since, it no
longer holds, that is said, and what was drafted counts as unchecked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import Field, Strict

from corpus.files import DATA_LIMIT, read_file, replace_file
from corpus.problem import DataError, shown
from corpus.shape import Shape, Words
from corpus.yamlfile import read_yaml

CHANGED: Final = "正文在核对以后改动过"


class Check(Shape):
    """Who checked something and when, and the hash of its words then."""

    by: Words
    on: Annotated[date, Strict(False)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]

    @property
    def signed(self) -> str:
        """``王科 2026-11-27``."""
        return f"{self.by} {self.on.isoformat()}"

    def holds(self, words: str) -> bool:
        """Whether it was made over these words."""
        return self.sha256 == hash_of(words)

    def void(self, what: str, name: str, why: str = CHANGED) -> DataError:
        """That it does not hold any more, as a note says it."""
        return DataError(f"{self.by}核对的{what}{shown(name)}已失效：{why}", "请重新核对")


def hash_of(words: str) -> str:
    """SHA-256 of the words that a check is made over."""
    return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Checks:
    """The file of one kind of checks; ``key`` is where a check of it has what was checked."""

    file: str
    key: str
    head: str  # the comment that the file begins with

    def all(self, folder: Path) -> Sequence[Mapping[str, Any]]:
        """Every check beside a text, as it is kept.

        Raises:
            DataError: somebody has written into the file what can't be read.
        """
        path = folder / self.file
        if not path.exists():
            return []
        text = read_file(path, DATA_LIMIT).text
        read_yaml(text)  # refuses what expands
        try:
            held = yaml.safe_load(text)
        except ValueError:  # 2026-13-45
            held = None
        if not isinstance(held, list) or not all(self._is_check(one) for one in held):
            raise DataError(f"{self.file}不是核对页面写的样子", "请改正，或移走这个文件")
        return held

    def keep(self, folder: Path, entry: Mapping[str, Any], words: str, by: str, on: date) -> None:
        """Keep an entry as checked over these words; it takes the place of an earlier check.

        Raises:
            DataError: nobody is named, or as `all`.
        """
        if not by.strip():
            raise DataError("没有写核对人", "请写上核对人的姓名")
        said = {"by": by.strip(), "on": on.isoformat(), "sha256": hash_of(words), self.key: entry}
        self._write(folder, [*self._others(folder, entry["id"]), said])

    def withdraw(self, folder: Path, name: str) -> None:
        """Take a check back: what was drafted counts as unchecked again. Raises as `all`."""
        self._write(folder, self._others(folder, name))

    def _is_check(self, held: object) -> bool:
        entry = held.get(self.key) if isinstance(held, dict) else None
        named = ("id", "name", "clause")
        return isinstance(entry, dict) and all(isinstance(entry.get(k), str) for k in named)

    def _others(self, folder: Path, name: str) -> list[Mapping[str, Any]]:
        return [one for one in self.all(folder) if one[self.key]["id"] != name]

    def _write(self, folder: Path, checks: Sequence[Mapping[str, Any]]) -> None:
        """Whole or not at all: a reader never sees half of the file."""
        path = folder / self.file
        if not checks:
            path.unlink(missing_ok=True)
            return
        said = yaml.safe_dump([*checks], allow_unicode=True, sort_keys=False, width=1000)
        replace_file(path, f"# {self.head}由核对页面写入；正文改动后相应的核对自动失效。\n{said}")
