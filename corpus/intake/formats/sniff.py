"""Tells what a file is from its bytes: a name can say anything."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.files import refused
from corpus.intake.formats import bounds
from corpus.intake.formats.archive import open_archive
from corpus.intake.formats.original import Kind
from corpus.problem import DataError

_HEAD = 4_096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office before 2007
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_HTML = re.compile(
    rb"(?is)^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta)\b"
)
_SAVE_AS_DOCX = "请在 Word 或 WPS 里另存为 .docx"
_IN_ZIP = (  # a name inside → what the file is, None where it is read
    ("word/document.xml", Kind.DOCX),
    ("OFD.xml", Kind.OFD),
    ("xl/workbook.xml", "Excel 表格"),
    ("ppt/presentation.xml", "PowerPoint 演示文稿"),
    ("content.xml", "OpenDocument 文档"),
)
_IN_OLE = (  # names of streams, in UTF-16 as the container stores them
    ("EncryptedPackage", None),
    ("WordDocument", Kind.DOC),
    ("Workbook", "Excel 表格"),
    ("PowerPoint Document", "PowerPoint 演示文稿"),
)
_READABLE = "能读的是 .docx、.doc、PDF、网页、纯文本、OFD 和扫描图片"


def sniff(path: Path) -> Kind:
    """The kind of the file at ``path``.

    Raises:
        DataError: it cannot be read, is too large, is empty, or is of a kind that is not read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise refused(error) from error
    if not size:
        raise DataError("是空的", "请换成有内容的文件")
    if size > bounds.FILE_BYTES:
        raise DataError(
            f"有 {size / 1_000_000:.0f} MB，超过了 {bounds.FILE_BYTES / 1_000_000:.0f} MB 的上限",
            "请压缩里面的图片，或按文件拆开",
        )
    return _kind(path, head)


def _kind(path: Path, head: bytes) -> Kind:
    if b"%PDF-" in head[:1_024]:
        return Kind.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _of_zip(path)
    if head.startswith(_OLE):
        return _of_ole(path)
    if head.startswith(b"{\\rtf"):
        return Kind.DOC  # what calls itself .doc and is RTF goes the same way
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Kind.SCAN
    return _of_text(head)


def _of_zip(path: Path) -> Kind:
    with open_archive(path) as archive:
        names = set(archive.namelist())
    for name, found in _IN_ZIP:
        if name in names:
            if isinstance(found, Kind):
                return found
            raise DataError(f"内容是{found}", f"{_READABLE}；{_SAVE_AS_DOCX}")
    raise DataError("内容是压缩包，不是一份文件", "请解开，逐个放入")


def _of_ole(path: Path) -> Kind:
    raw = path.read_bytes()
    for name, found in _IN_OLE:
        if name.encode("utf-16-le") in raw:
            if isinstance(found, Kind):
                return found
            if found is None:
                raise DataError("有打开密码", "请取消密码后另存一份")
            raise DataError(f"内容是{found}", f"{_READABLE}；{_SAVE_AS_DOCX}")
    raise DataError("是一种旧版 Office 文件，里面没有 Word 正文", _SAVE_AS_DOCX)


def _of_text(head: bytes) -> Kind:
    if head[:200].lstrip().lower().startswith(b"mime-version:") or b"multipart/related" in head:
        raise DataError("是网页存档（.mht）", "请用浏览器打开后另存为网页（.html）或打印成 PDF")
    if _HTML.match(head.removeprefix(b"\xef\xbb\xbf")):
        return Kind.HTML
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Kind.TEXT
    if b"\0" in head:
        raise DataError("不是能读的文件", _READABLE)
    return Kind.TEXT
