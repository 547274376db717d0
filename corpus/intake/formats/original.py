"""What reading an original gives: its plain text, its pages, and what was left out or decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an original is, told from its bytes."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    HTML = "html"
    TEXT = "text"
    OFD = "ofd"
    SCAN = "scan"

    @property
    def chinese(self) -> str:
        """The name a person calls it by."""
        return _CHINESE[self]


_CHINESE = {
    Kind.DOCX: "Word 文档（.docx）",
    Kind.DOC: "旧版 Word 文档（.doc）",
    Kind.PDF: "PDF",
    Kind.HTML: "网页",
    Kind.TEXT: "纯文本",
    Kind.OFD: "OFD",
    Kind.SCAN: "扫描件",
}

Progress = Callable[[int, int], None]
"""Told after each page that took long: pages done, pages in all."""


def silent(done: int, total: int) -> None:
    """The `Progress` of whoever does not wait in front of a screen."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original: ``number`` from 1, and the stretch of the text printed on it."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Original:
    """An original as it was read.

    ``text`` holds one paragraph a line and a row of a table a line, ready to be saved. ``pages``
    tile it; what has no pages of its own (Word, a web page, plain text) is one. ``notes`` are
    Chinese lines for whoever checks it. ``sha256`` is that of the file's bytes.
    """

    kind: Kind
    text: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reader of one format hands on: paragraphs by page, before they are one text.

    A page is a tuple of lines. ``joined`` holds the indexes of the pages whose first line goes on
    with the last line of the page before.
    """

    pages: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    joined: frozenset[int] = frozenset()
    kind: Kind | None = None  # where reading told more than the first bytes: a scan in a PDF
