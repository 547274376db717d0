"""Originals made for tests: Word files from bare XML, PDFs from bare objects, scans from words.

Whole texts in every format are made by `evals.intake`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.intake.formats.sheet import Box, Piece

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{_WORD}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_FONTS = (Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),)


def paragraph(words: str, properties: str = "") -> str:
    """A paragraph as Word stores it; ``words`` may hold runs of its own."""
    runs = words if words.startswith("<") else f"<w:r><w:t>{words}</w:t></w:r>"
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(words: str, level: int, number: int = 1) -> str:
    """A paragraph that Word numbers."""
    reference = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(words, reference)


def make_docx(path: Path, body: str, parts: Mapping[str, str | bytes] | None = None) -> Path:
    """A Word file with this body; ``parts`` by name: numbering, styles, footnotes, …"""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, content in (parts or {}).items():
            archive.writestr(f"word/{name}", content)
    return path


def part(name: str, content: str) -> str:
    """A part of a Word file: its root element with ``content`` inside."""
    return f"<w:{name} {_SPACES}>{content}</w:{name}>"


def levels(*shapes: tuple[str, str]) -> str:
    """The levels of a list: (format, text) each."""
    return "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(shapes)
    )


def make_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip file with these entries."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def make_encrypted_pdf(path: Path) -> Path:
    """A PDF that asks for a password nobody knows."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <"
        + b"41" * 32
        + b"> /U <"
        + b"42" * 32
        + b"> >>",
    ]
    raw, places = b"%PDF-1.4\n", []
    for i, content in enumerate(objects, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (i, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>"
    raw += b"xref\n0 5\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (
        table, trailer, len(raw),
    )  # fmt: skip
    path.write_bytes(raw)
    return path


def make_picture(path: Path, lines: Sequence[str], *, pages: int = 1, size: int = 44) -> Path:
    """A scan: lines of Chinese as a picture, of the kind that the name of ``path`` ends in."""
    font = next((name for name in _FONTS if name.exists()), None)
    if font is None:
        pytest.skip("没有中文字体：apt-get install fonts-wqy-microhei")
    image = Image.new("RGB", (1240, 300 + 2 * size * len(lines)), "white")
    draw = ImageDraw.Draw(image)
    written = ImageFont.truetype(str(font), size)
    for i, line in enumerate(lines):
        draw.text((150, 150 + 2 * size * i), line, "black", written)
    if pages == 1 and path.suffix != ".pdf":
        image.save(path)
    else:
        image.save(path, save_all=True, append_images=[image] * (pages - 1), resolution=150)
    return path


def printed(words: str, x: float, y: float, size: float = 10.0) -> list[Piece]:
    """Characters of one printed line, each as wide as it is high, Latin ones half as wide."""
    pieces = []
    for char in words:
        width = size / 2 if char.isascii() else size
        if char != " ":
            pieces.append(Piece(char, Box(x, y, x + width, y + size)))
        x += width
    return pieces
