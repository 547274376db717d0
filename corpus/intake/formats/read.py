"""The door of this room: an original of any kind → `Original`, a page's picture, a preview."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from corpus.files import TEXT_LIMIT
from corpus.intake.formats.folding import count_private
from corpus.intake.formats.original import Draft, Kind, Original, Page, Progress, silent
from corpus.intake.formats.sniff import sniff
from corpus.problem import DataError

_T = TypeVar("_T")
_PACKAGE: Final = "corpus.intake.formats"
_READERS: Final = {  # imported when a file of the kind is read: some take a second
    Kind.DOCX: ("docx", "read_docx"),
    Kind.DOC: ("doc", "read_doc"),
    Kind.PDF: ("pdf", "read_pdf"),
    Kind.HTML: ("html", "read_html"),
    Kind.TEXT: ("text", "read_text"),
    Kind.OFD: ("ofd", "read_ofd"),
    Kind.SCAN: ("scan", "read_scan"),
}
_SLOW: Final = (Kind.PDF, Kind.SCAN)  # those that tell their progress
_PICTURES: Final = {Kind.PDF: ("pdf", "page_png"), Kind.SCAN: ("scan", "page_png")}
_PREVIEWS: Final = {Kind.DOCX: ("docx", "docx_html"), Kind.HTML: ("html", "html_preview")}


def read(path: Path, progress: Progress = silent) -> Original:
    """The text of an original, whatever its name says it is.

    ``progress`` is told of each page that is read by OCR.

    Raises:
        DataError: it cannot be read: damaged, encrypted, too large, of another kind, without text.
    """
    kind = sniff(path)
    reader = _load(*_READERS[kind])
    draft: Draft = _guarded(lambda: reader(path, progress) if kind in _SLOW else reader(path))
    text, pages = _assemble(draft)
    if not text.strip():
        raise DataError("里面没有文字", "请核对是否放错了文件")
    if len(text.encode()) > TEXT_LIMIT:
        raise DataError(f"有 {len(text)} 个字，一份政策放不下", "请按文件拆开")
    notes = draft.notes
    if private := count_private(text):
        notes += (f"有 {private} 个字是造字区的，别的电脑可能显示不出，请对照原件改正",)
    return Original(draft.kind or kind, text, pages, notes, _sha256(path))


def page_image(path: Path, number: int) -> bytes:
    """Page ``number`` (from 1) of a PDF or a scan, as a PNG.

    Raises:
        DataError: it cannot be read, has no such page, or is of a kind without pages.
    """
    kind = sniff(path)
    if kind not in _PICTURES:
        raise DataError(f"{kind.chinese}没有页面图片", "请用原来的软件打开查看")
    picture: bytes = _guarded(lambda: _load(*_PICTURES[kind])(path, number))
    return picture


def as_html(path: Path) -> str:
    """A .docx or a web page as harmless HTML for a preview.

    Headings, paragraphs, tables and pictures held inside; no script, no style, no reference to
    anything outside.

    Raises:
        DataError: it cannot be read or is of another kind.
    """
    kind = sniff(path)
    if kind not in _PREVIEWS:
        raise DataError(f"{kind.chinese}没有网页预览", "请看页面图片或正文")
    page: str = _guarded(lambda: _load(*_PREVIEWS[kind])(path))
    return page


def _load(module: str, name: str) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(importlib.import_module(f"{_PACKAGE}.{module}"), name)
    return function


def _guarded(work: Callable[[], _T]) -> _T:
    """What a crafted file does to a library is said of that file."""
    try:
        return work()
    except DataError:
        raise
    except (RecursionError, MemoryError) as error:
        raise DataError("结构异常，读取时超出了限度", "请核实来源") from error
    except Exception as error:
        found = f"没能读懂（{type(error).__name__}）"
        raise DataError(found, "请用原来的软件打开后另存一份；仍不行请交给维护人员") from error


def _assemble(draft: Draft) -> tuple[str, tuple[Page, ...]]:
    """One text of the pages' lines, and where in it each page stands."""
    text = ""
    pages = []
    for number, lines in enumerate(draft.pages):
        body = "".join(f"{line}\n" for line in lines)
        if number in draft.joined and text:
            text = _without_break(text, body)
        pages.append((len(text), body))
        text += body
    starts = [start for start, _ in pages]
    ends = [*starts[1:], len(text)]
    return text, tuple(Page(i, a, b) for i, (a, b) in enumerate(zip(starts, ends, strict=True), 1))


def _without_break(text: str, body: str) -> str:
    """``text`` without its last line break, where ``body`` goes on with its sentence."""
    before, after = text[-2:-1], body[:1]
    latin = before.isascii() and before.isalpha() and after.isascii() and after.isalpha()
    return text[:-1] + (" " if latin else "")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
