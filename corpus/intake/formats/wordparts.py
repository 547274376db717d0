"""The parts that a Word file is packed from."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator

from lxml import etree

from corpus.intake.formats.archive import read_entry
from corpus.intake.formats.folding import tidy
from corpus.intake.formats.numbering import W
from corpus.intake.formats.xml import read_xml
from corpus.problem import DataError

_FOLDER = "word"


class Parts:
    """The parts of one Word file; nothing outside it is ever read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._targets = self._relations()
        self._footnotes = {
            note.get(f"{W}id", ""): note
            for name in ("footnote", "endnote")
            for note in self._children(f"{name}s.xml", f"{W}{name}")
        }

    def read(self, name: str) -> etree._Element | None:
        """The root of a part, None where there is none of that name."""
        path = posixpath.join(_FOLDER, name)
        return read_xml(read_entry(self._archive, path), path) if path in self._names else None

    @property
    def body(self) -> etree._Element:
        """The main text.

        Raises:
            DataError: there is none.
        """
        root = self.read("document.xml")
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise DataError("里面没有正文", "请用 Word 或 WPS 打开后另存一份")
        return body

    def footnote(self, name: str) -> etree._Element | None:
        """The footnote or endnote of this id."""
        return self._footnotes.get(name)

    def picture(self, relation: str) -> bytes | None:
        """The picture held in the file that a relation names; None for one outside."""
        name = self._targets.get(relation)
        return read_entry(self._archive, name) if name in self._names and name else None

    def heads(self) -> list[str]:
        """The words of page heads and feet, each once."""
        found = []
        for name in sorted(self._names):
            folder, file = posixpath.split(name)
            if folder == _FOLDER and file.startswith(("header", "footer")):
                root = self.read(file)
                words = "" if root is None else "".join(t.text or "" for t in root.iter(f"{W}t"))
                found.append(tidy(words))
        return list(dict.fromkeys(filter(None, found)))

    def _children(self, name: str, tag: str) -> Iterator[etree._Element]:
        root = self.read(name)
        return iter(()) if root is None else root.iterfind(tag)

    def _relations(self) -> dict[str, str]:
        root = self.read("_rels/document.xml.rels")
        return {
            item.get("Id", ""): posixpath.normpath(posixpath.join(_FOLDER, item.get("Target", "")))
            for item in (() if root is None else root)
            if isinstance(item.tag, str) and item.get("TargetMode") != "External"
        }
