"""A copy of the documents in which numbers of the text, and of all data that quotes it, differ.

The data beside a text holds verbatim excerpts of it, so nothing has to know what a rule or a card
is: every string of a YAML file that stands in the old text is replaced by what stands in its
place in the new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from environment.settings import DOCUMENTS


class AmendmentError(ValueError):
    """Words to be changed do not stand exactly once in the text."""


@dataclass(frozen=True, slots=True)
class Edit:
    """In ``words``, which stand once in the document's text, ``old`` becomes ``new``."""

    document: str
    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Change:
    """Characters ``start`` to ``end`` of the old text read ``new`` in the new one."""

    start: int
    end: int
    new: str


class _Amended:
    """One text with its changes: what an excerpt of the old text reads in the new one."""

    def __init__(self, text: str, edits: Sequence[Edit]) -> None:
        self.text = text
        self.changes = sorted((_locate(text, e) for e in edits), key=lambda change: change.start)

    def whole(self) -> str:
        """The whole text, changed."""
        return self._read(0, len(self.text))

    def excerpt(self, words: str) -> str | None:
        """The excerpt as the new text has it; None where no change touches it."""
        at = self.text.find(words)
        while at >= 0:
            read = self._read(at, at + len(words))
            if read != words:
                return read
            at = self.text.find(words, at + 1)
        return None

    def _read(self, start: int, end: int) -> str:
        parts, place = [], start
        for change in self.changes:
            if place <= change.start and change.end <= end:
                parts += [self.text[place : change.start], change.new]
                place = change.end
        return "".join([*parts, self.text[place:end]])


def amended_copy(edits: Sequence[Edit], target: Path, source: Path = DOCUMENTS) -> Path:
    """Copy the documents to ``target`` and change numbers in texts and data together.

    Raises:
        AmendmentError: the words of an edit do not stand exactly once in its document.

    """
    shutil.copytree(source, target)
    texts = {
        folder.name: _Amended(
            (folder / "text.txt").read_text(encoding="utf-8"),
            [edit for edit in edits if edit.document == folder.name],
        )
        for folder in sorted(target.iterdir())
        if (folder / "text.txt").is_file()
    }
    for name, amended in texts.items():
        (target / name / "text.txt").write_text(amended.whole(), encoding="utf-8")
        others = [text for other, text in texts.items() if other != name]
        for file in sorted((target / name).glob("*.yaml")):
            data = _rewrite(yaml.safe_load(file.read_text(encoding="utf-8")), [amended, *others])
            file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return target


def _locate(text: str, edit: Edit) -> _Change:
    if text.count(edit.words) != 1 or edit.words.count(edit.old) != 1:
        raise AmendmentError(f"“{edit.words}”中的“{edit.old}”在{edit.document}里不是恰好一处")
    start = text.index(edit.words) + edit.words.index(edit.old)
    return _Change(start, start + len(edit.old), edit.new)


def _rewrite(value: Any, texts: Sequence[_Amended]) -> Any:  # noqa: ANN401 - YAML in, YAML out
    """Rewrite every excerpt in a YAML value; the document's own text is looked through first."""
    if isinstance(value, Mapping):
        return {key: _rewrite(item, texts) for key, item in value.items()}
    if isinstance(value, list):
        return [_rewrite(item, texts) for item in value]
    if not isinstance(value, str):
        return value
    return next((read for text in texts if (read := text.excerpt(value))), value)
