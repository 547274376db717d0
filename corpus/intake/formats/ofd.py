"""OFD (GB/T 33190): the one door to ofdkit, which places the words; the drawn lines are read here.

ofdkit, not easyofd: it is made for text out of untrusted files (sizes bounded, document types
refused, odd paths and encodings mended), needs nothing but the standard library, and gives each
run of words with its place. easyofd draws pages, through PyMuPDF and eight packages more.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.intake.formats import bounds
from corpus.intake.formats.archive import open_archive, read_entry
from corpus.intake.formats.folding import fold
from corpus.intake.formats.layout import lay_out
from corpus.intake.formats.original import Draft
from corpus.intake.formats.sheet import Box, Edge, Piece, Sheet
from corpus.intake.formats.transform import Matrix, Point, moved, straight
from corpus.intake.formats.xml import read_xml
from corpus.problem import DataError

if TYPE_CHECKING:
    from ofdkit.document import Page

_POINTS: Final = 72 / 25.4  # in a millimetre: pages of all formats are measured in points
_ASCENT: Final = 0.86  # of a character's height above the line it stands on
_NESTED_UNITS: Final = 50  # drawings made of drawings; seals have a few
_STRAIGHT: Final = 0.35  # millimetres by which a stroke that runs across may rise
_STEPS: Final = re.compile(r"([SMLQBAC])((?:\s+-?[0-9.eE+-]+)*)")


def read_ofd(path: Path) -> Draft:
    """The text of an OFD document.

    Raises:
        DataError: it is damaged, encrypted, too large, or its pages are pictures.
    """
    with open_archive(path) as archive:
        parts = [name for name in archive.namelist() if name.lower().endswith(".xml")]
        _check_drawings([read_entry(archive, name) for name in parts])
        sheets = _sheets(path, archive)
    if not any(sheet.pieces for sheet in sheets):
        raise DataError("这个 OFD 的页面是图片，没有文字", "请转成 PDF 后放入，按扫描件识别")
    return lay_out(sheets)


def _sheets(path: Path, archive: zipfile.ZipFile) -> list[Sheet]:
    import ofdkit

    try:
        with ofdkit.open(str(path)) as document:
            bounds.check_pages(len(document.pages))
            return [_sheet(archive, page) for page in document.pages]
    except ofdkit.OFDError as error:
        raise DataError(
            "这个 OFD 损坏或不合标准，读不出来", "请用原来的软件打开后另存一份，或转成 PDF"
        ) from error


def _check_drawings(parts: list[bytes]) -> None:
    """Refuse drawings that refer to drawings without end: two in each of thirty make 2³⁰."""
    nested = 0
    for raw in parts:
        if b"CompositeGraphicUnit" in raw:
            nested += raw.count(b"CompositeObject")
    if nested > _NESTED_UNITS:
        raise DataError(f"有 {nested} 个图形套图形，不像一份公文", "请核实来源")


def _sheet(archive: zipfile.ZipFile, page: Page) -> Sheet:
    x, y, width, height = page.box
    runs = page.runs
    if sum(len(run.text) for run in runs) > bounds.GLYPHS:
        raise DataError(f"第 {page.index + 1} 页的字多得不像一页文字", "请核实来源")
    pieces = []
    for run in runs:
        left, base, size = run.x - x, run.y - y, run.size or 4.0
        if -2 <= left <= width + 2 and -2 <= base <= height + 2:  # what stands beside it is unseen
            box = Box(left, base - _ASCENT * size, left + run.width, base + (1 - _ASCENT) * size)
            pieces.append(Piece(fold(run.text), _in_points(box)))
    edges = tuple(Edge(_in_points(_moved(box, -x, -y))) for box in _edges(archive, page))
    return Sheet(width * _POINTS, height * _POINTS, tuple(pieces), edges)


def _in_points(box: Box) -> Box:
    return Box(*(value * _POINTS for value in (box.x0, box.top, box.x1, box.bottom)))


def _moved(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x0 + dx, box.top + dy, box.x1 + dx, box.bottom + dy)


def _edges(archive: zipfile.ZipFile, page: Page) -> Iterator[Box]:
    """Straight lines of a page, in millimetres: what PathObjects draw inside their boundary."""
    if page.location not in archive.namelist():
        return
    root = read_xml(read_entry(archive, page.location), page.location)
    for path in root.iter("{*}PathObject"):
        boundary = _numbers(path.get("Boundary"))
        if len(boundary) != 4:
            continue
        drawn = path.find("{*}AbbreviatedData")
        own = _numbers(path.get("CTM"))
        matrix: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0) if len(own) != 6 else own
        for one, two in _strokes("" if drawn is None else drawn.text or ""):
            stroke = straight(moved(matrix, one), moved(matrix, two), _STRAIGHT)
            if stroke is not None:
                yield _moved(Box(*stroke), boundary[0], boundary[1])


def _strokes(drawn: str) -> Iterator[tuple[Point, Point]]:
    """The straight strokes of a path: S and M move, L draws, C closes."""
    start = here = (0.0, 0.0)
    for step, rest in _STEPS.findall(drawn[:200_000]):
        numbers = _numbers(rest)
        if step == "C":
            yield here, start
            here = start
        elif len(numbers) >= 2:
            there = (numbers[-2], numbers[-1])
            if step == "L":
                yield here, there
            elif step in "SM":
                start = there
            here = there


def _numbers(text: str | None) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in (text or "").split())
    except ValueError:
        return ()
