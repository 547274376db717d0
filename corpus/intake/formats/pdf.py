"""PDF: the one door to pypdfium2. Words with their places, drawn lines, pictures of pages."""

from __future__ import annotations

import ctypes
import io
import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from corpus.intake.formats import bounds
from corpus.intake.formats.folding import count_private, fold
from corpus.intake.formats.layout import lay_out
from corpus.intake.formats.original import Draft, Kind, Progress
from corpus.intake.formats.sheet import Edge, Piece, Sheet
from corpus.intake.formats.transform import Matrix, Place, compose, moved, straight, upright
from corpus.problem import DataError, shown

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfPage

_FEW: Final = 10  # characters of a page that may be a stamp or a page number on a picture
_UNREADABLE: Final = 0.1  # of the characters: the font keeps back what they are
_POINTS: Final = 72  # in an inch
_PREVIEW_DPI: Final = 110
_OCR_DPI: Final = 200
_NESTED: Final = 6  # forms inside forms
_LINE_END_HYPHEN: Final = 2  # what pdfium makes of a hyphen that ends a line
_PATHS: Final = 20_000  # drawn shapes of a page that are looked at


@contextmanager
def open_pdf(path: Path) -> Iterator[PdfDocument]:
    """The PDF, its pages counted.

    Raises:
        DataError: it is damaged, encrypted or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DataError("有打开密码", "请取消密码后另存一份") from error
        raise DataError("这个 PDF 损坏，打不开", "请重新下载，或用阅读器打开后另存一份") from error
    try:
        bounds.check_pages(len(document))
        yield document
    finally:
        document.close()


def read_pdf(path: Path, progress: Progress) -> Draft:
    """The text of a PDF; pages that are pictures are read by OCR where that is installed.

    Raises:
        DataError: it is damaged, encrypted, too long, or holds pictures and OCR is missing.
    """
    with open_pdf(path) as document:
        sheets, pictures = _sheets(document)
        total = len(sheets)
        notes: tuple[str, ...] = ()
        if pictures:
            notes = _read_pictures(document, sheets, pictures, progress)
        draft = lay_out(sheets)
    kind = Kind.SCAN if len(pictures) == total else Kind.PDF
    return Draft(draft.pages, (*notes, *draft.notes), draft.joined, kind)


def _sheets(document: PdfDocument) -> tuple[list[Sheet], list[int]]:
    """The pages, and the indexes of those that are pictures."""
    sheets: list[Sheet] = []
    pictures: list[int] = []
    begun, characters = time.monotonic(), 0
    for number in range(len(document)):
        bounds.check_time(begun)
        page = _page(document, number)
        sheets.append(_sheet(page, number + 1))
        if _is_picture(page, sheets[-1]):
            pictures.append(number)
        page.close()
        characters += len(sheets[-1].pieces)
        if characters > bounds.CHARACTERS:
            raise DataError("字数太多，一份政策放不下", "请按文件拆开")
    return sheets, pictures


def _read_pictures(
    document: PdfDocument, sheets: list[Sheet], pictures: list[int], progress: Progress
) -> tuple[str, ...]:
    from corpus.intake.formats import scan

    which = (
        f"第 {'、'.join(str(n + 1) for n in pictures[:8])} 页"
        if len(pictures) < len(sheets)
        else "全部页"
    )
    scan.require(f"{which}{'等' if 8 < len(pictures) < len(sheets) else ''}是图片，没有文字")
    bounds.check_pages(len(pictures), bounds.SCANNED_PAGES)
    for done, number in enumerate(pictures, 1):
        page = _page(document, number)
        sheets[number] = scan.recognise(_render(page, _OCR_DPI), number + 1)
        page.close()
        progress(done, len(pictures))
    return (f"{which}是图片，文字由程序识别，请逐页核对数字和日期",)


def page_png(path: Path, number: int, dpi: int = _PREVIEW_DPI) -> bytes:
    """Page ``number``, from 1, as a PNG.

    Raises:
        DataError: the PDF cannot be opened or has no such page.
    """
    with open_pdf(path) as document:
        if not 1 <= number <= len(document):
            raise DataError(f"没有第 {number} 页", f"共 {len(document)} 页")
        page = _page(document, number - 1)
        buffer = io.BytesIO()
        _render(page, dpi).save(buffer, "PNG")
        page.close()
    return buffer.getvalue()


def _page(document: PdfDocument, number: int) -> PdfPage:
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise DataError(f"第 {number + 1} 页损坏，读不出来", "请用阅读器打开后另存一份") from error


def _render(page: PdfPage, dpi: int) -> Image:
    width, height = page.get_size()
    scale = dpi / _POINTS
    pixels = width * height * scale * scale
    if pixels > bounds.IMAGE_PIXELS / 4:  # a page of metres: drawn smaller
        scale *= math.sqrt(bounds.IMAGE_PIXELS / 4 / pixels)
    picture: Image = page.render(scale=scale).to_pil()
    return picture.convert("RGB")


# -- words -------------------------------------------------------------------------------------


def _sheet(page: PdfPage, number: int) -> Sheet:
    """The characters of a page, set upright, and the lines drawn on it."""
    box = page.get_bbox()
    characters = list(_characters(page, number))
    turned = Counter(round(angle / (math.pi / 2)) % 4 for _, _, angle in characters)
    quarter = turned.most_common(1)[0][0] if turned else 0
    pieces, slanted = [], []
    for text, place, angle in characters:
        if abs((angle - quarter * math.pi / 2 + math.pi) % (2 * math.pi) - math.pi) < 0.1:
            pieces.append(Piece(fold(text), upright(place, box, quarter)))
        else:
            slanted.append(text)
    width, height = box[2] - box[0], box[3] - box[1]
    if quarter % 2:
        width, height = height, width
    edges = tuple(Edge(upright(place, box, quarter)) for place in _edges(page))
    words = "".join(slanted).strip()
    notes = (f"第 {number} 页去掉斜排的文字（水印）：{shown(words)}",) if words else ()
    return Sheet(width, height, tuple(pieces), edges, notes)


def _characters(page: PdfPage, number: int) -> Iterator[tuple[str, Place, float]]:
    """Each character that stands in the file, its place and how it is turned."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    count = text.count_chars()
    if count > bounds.GLYPHS:
        raise DataError(f"第 {number} 页有 {count} 个字符，不像一页文字", "请核实来源")
    rectangle = pdfium.FS_RECTF()
    at = ctypes.byref(rectangle)
    for i in range(count):
        code = pdfium.FPDFText_GetUnicode(text, i)
        code = ord("-") if code == _LINE_END_HYPHEN else code
        if pdfium.FPDFText_IsGenerated(text, i) or 0xD800 <= code < 0xE000 or code in (0, 10, 13):
            continue
        if pdfium.FPDFText_GetLooseCharBox(text, i, at):
            place = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            yield chr(code), place, pdfium.FPDFText_GetCharAngle(text, i)
    text.close()


def _is_picture(page: PdfPage, sheet: Sheet) -> bool:
    """Whether what the page says can only be seen: no text, or a font that hides what it draws."""
    text = "".join(piece.text for piece in sheet.pieces).replace(" ", "")
    hidden = count_private(text) + text.count("\ufffd")
    if len(text) > _FEW:
        return hidden > _UNREADABLE * len(text)
    import pypdfium2.raw as pdfium

    return any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_NESTED))


# -- drawn lines -------------------------------------------------------------------------------


def _edges(page: PdfPage) -> Iterator[Place]:
    """Straight lines across and down that are drawn on a page."""
    import pypdfium2.raw as pdfium

    seen = 0
    objects: list[tuple[object, Matrix, int]] = [
        (pdfium.FPDFPage_GetObject(page, i), (1, 0, 0, 1, 0, 0), 0)
        for i in range(pdfium.FPDFPage_CountObjects(page))
    ]
    while objects and seen < _PATHS:
        item, outer, depth = objects.pop()
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            seen += 1
            yield from _sides(item, compose(outer, _matrix(item)))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _NESTED:
            inner = compose(outer, _matrix(item))
            inside = min(pdfium.FPDFFormObj_CountObjects(item), _PATHS)
            objects += [
                (pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1) for i in range(inside)
            ]


def _matrix(item: object) -> Matrix:
    import pypdfium2.raw as pdfium

    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _sides(path: object, matrix: Matrix) -> Iterator[Place]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    start = before = None
    for i in range(min(pdfium.FPDFPath_CountSegments(path), bounds.RULES)):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = moved(matrix, (x.value, y.value))
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO and before is not None:
            yield from filter(None, [straight(before, point)])
        if pdfium.FPDFPathSegment_GetClose(segment) and start is not None:
            yield from filter(None, [straight(point, start)])
        before = point
