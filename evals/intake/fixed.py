"""A text as an OFD document: each character placed, a ruled table, heads and page numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup, escape

from evals.intake.source import Source

_SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
_WIDTH, _HEIGHT = 210.0, 297.0  # millimetres
_LEFT, _TOP, _BOTTOM = 28.0, 37.0, 262.0
_SIZE = 5.5
_STEP = 9.8  # from line to line
_PER_LINE = 28
_UNBROKEN = re.compile(r"[（“《]*(?:[0-9A-Za-z.%]+|.)[，。、；：）”》]*")
_HEAD = "某某市人民政府规范性文件"


@dataclass
class _Page:
    words: list[tuple[float, float, str]] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


def make_ofd(source: Source, path: Path) -> int:
    """Write the text as OFD; how many pages it has."""
    pages = list(_lay(source))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "OFD.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {_SPACE} Version="1.0" DocType="OFD">'
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>"
            "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
        listed = "".join(
            f'<ofd:Page ID="{i + 10}" BaseLoc="Pages/Page_{i}/Content.xml"/>'
            for i in range(len(pages))
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {_SPACE}><ofd:CommonData>'
            f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_WIDTH} {_HEIGHT}</ofd:PhysicalBox>"
            f"</ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        )
        for i, page in enumerate(pages):
            archive.writestr(f"Doc_0/Pages/Page_{i}/Content.xml", _content(page, i + 1))
    return len(pages)


def _lay(source: Source) -> Iterator[_Page]:
    page, y = _Page(), _TOP
    for i, line in enumerate(source.paragraphs):
        if i == source.place:
            if y + _STEP * (len(source.table) + 1) > _BOTTOM:
                yield page
                page, y = _Page(), _TOP
            y = _rule(page, source, y)
        for j, printed in enumerate(_broken(line)):
            if y > _BOTTOM:
                yield page
                page, y = _Page(), _TOP
            page.words.append((_LEFT + (0 if j else 2 * _SIZE), y, printed))
            y += _STEP
    yield page


def _broken(line: str) -> list[str]:
    """The printed lines of a paragraph: two characters of indent, no stop at a line's start."""
    lines, printed, width = [], "", 2 * _SIZE
    for part in _UNBROKEN.findall(line):
        wide = sum(map(_advance, part))
        if printed and width + wide > _PER_LINE * _SIZE:
            lines.append(printed)
            printed, width = "", 0.0
        printed, width = printed + part, width + wide
    return [*lines, printed]


def _rule(page: _Page, source: Source, top: float) -> float:
    rows = source.table
    columns = [_LEFT, _LEFT + 24, _LEFT + 124, _LEFT + _PER_LINE * _SIZE]
    for i, row in enumerate(rows):
        y = top + i * _STEP - 6
        for j, words in enumerate(row):
            if words:
                page.words.append((columns[j] + 1, y + 6, words))
                page.rules.append((columns[j], y, columns[j + 1], y))
        page.rules += [(x, y, x, y + _STEP) for x in columns]
    end = top + len(rows) * _STEP - 6
    page.rules.append((columns[0], end, columns[-1], end))
    return end + _STEP


def _content(page: _Page, number: int) -> str:
    words = [(75.0, 20.0, _HEAD), *page.words, (98.0, 280.0, f"— {number} —")]
    drawn = [_text(i, x, y, words) for i, (x, y, words) in enumerate(words, 100)]
    drawn += [_line(i, rule) for i, rule in enumerate(page.rules, 10_000)]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {_SPACE}><ofd:Content>'
        f'<ofd:Layer ID="1">{Markup("").join(drawn)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def _text(name: int, x: float, y: float, words: str) -> Markup:
    steps = " ".join(str(_advance(char)) for char in words[:-1])
    return Markup(
        '<ofd:TextObject ID="{}" Boundary="{} {} {} {}" Font="1" Size="{}">'
        '<ofd:TextCode X="0" Y="{}" DeltaX="{}">{}</ofd:TextCode></ofd:TextObject>'
    ).format(name, x, y - _SIZE, 160, _SIZE * 1.3, _SIZE, _SIZE, steps, escape(words))


def _advance(char: str) -> float:
    return _SIZE / 2 if char.isascii() else _SIZE


def _line(name: int, rule: Sequence[float]) -> Markup:
    x0, y0, x1, y1 = rule
    return Markup(
        '<ofd:PathObject ID="{}" Boundary="{} {} {} {}" LineWidth="0.25">'
        "<ofd:AbbreviatedData>M 0 0 L {} {}</ofd:AbbreviatedData></ofd:PathObject>"
    ).format(name, x0, y0, x1 - x0 + 0.3, y1 - y0 + 0.3, x1 - x0, y1 - y0)
