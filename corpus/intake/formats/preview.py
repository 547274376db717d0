"""A document as harmless HTML: everything escaped, pictures only as data of a few known kinds."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from corpus.intake.formats.folding import tidy
from corpus.intake.formats.table import Cell

_PICTURE_BYTES: Final = 2_000_000
_PICTURES: Final = 40
_TYPES: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, its lines divided by line breaks; ``heading`` 1 to 6, 0 for running text."""

    text: str
    heading: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture held in the document."""

    content: bytes


def write_html(blocks: Iterable[Block | Picture | Sequence[Cell]]) -> str:
    """The blocks as HTML; no element refers to anything, pictures carry themselves."""
    html: list[Markup] = []
    pictures = 0
    for block in blocks:
        if isinstance(block, Block):
            name = f"h{block.heading}" if block.heading else "p"
            lines = [escape(line) for line in map(tidy, block.text.split("\n")) if line]
            html.append(Markup("<{0}>{1}</{0}>\n").format(name, Markup("<br>").join(lines)))
        elif isinstance(block, Picture):
            pictures += 1
            if pictures <= _PICTURES:
                html.append(_picture(block.content))
        else:
            html.append(_table(block))
    return "".join(html)


def _picture(content: bytes) -> Markup:
    for head, name in _TYPES:
        if content.startswith(head) and len(content) <= _PICTURE_BYTES:
            data = base64.b64encode(content).decode("ascii")
            return Markup('<p><img alt="" src="data:image/{};base64,{}"></p>\n').format(name, data)
    return Markup("<p>（图片，未显示）</p>\n")


def _table(cells: Sequence[Cell]) -> Markup:
    rows: dict[int, Markup] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        text = Markup("<br>").join(escape(line) for line in map(tidy, cell.paragraphs) if line)
        rows[cell.row] = rows.get(cell.row, Markup("")) + Markup(
            '<td colspan="{}" rowspan="{}">{}</td>'
        ).format(cell.across, cell.down, text)
    body = Markup("").join(Markup("<tr>{}</tr>").format(row) for row in rows.values())
    return Markup("<table>{}</table>\n").format(body)
