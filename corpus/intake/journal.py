"""What was published and undone, a line each, so that the last publishing can be taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path


class Deed(StrEnum):
    """What was done to a document."""

    PUBLISHED = "published"
    UNDONE = "undone"


class Journal:
    """The lines about one folder of documents, in a file that may hold those of others too."""

    def __init__(self, path: Path, documents: Path) -> None:
        self._path = path
        self._documents = str(documents)

    def note(self, deed: Deed, document_id: str, batch: str) -> None:
        """Add a line."""
        entry = {"deed": deed, "id": document_id, "batch": batch, "documents": self._documents}
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")

    def last_published(self) -> tuple[str, ...]:
        """The ids of the last batch that is not undone."""
        live: dict[str, str] = {}  # id → batch, the last published at the end
        for entry in self._entries():
            live.pop(entry["id"], None)
            if entry["deed"] == Deed.PUBLISHED:
                live[entry["id"]] = entry["batch"]
        last = next(reversed(live.values()), None)
        return tuple(document_id for document_id, batch in live.items() if batch == last)

    def _entries(self) -> Iterator[dict[str, str]]:
        """The lines, those left out that a full disk cut short."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return
        for line in lines:
            try:
                entry: dict[str, str] = json.loads(line)
            except json.JSONDecodeError:
                continue
            if entry.get("documents") == self._documents:
                yield entry
