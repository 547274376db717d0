"""Scans: the one door to rapidocr, an extra that carries its models; nothing is fetched."""

from __future__ import annotations

import functools
import importlib.util
import io
import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from corpus.intake.formats import bounds
from corpus.intake.formats.folding import fold
from corpus.intake.formats.layout import lay_out
from corpus.intake.formats.original import Draft, Progress
from corpus.intake.formats.sheet import Box, Edge, Piece, Sheet
from corpus.problem import DataError

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray
    from PIL.Image import Image

_LONGEST: Final = 2_400  # pixels of a side that is recognised: A4 at 200 dpi
_UNSURE: Final = 0.8  # score of a line below which a person should look
_ASKEW: Final = 0.6  # degrees from which on a sheet is turned upright
_TURNED: Final = 20.0  # beyond it lies on its side, or holds no lines of text
_WIDE: Final = 5  # a line so much wider than high shows how the sheet lay
_LINE: Final = 40  # pixels of a drawn line that can be a table's
_PREVIEW: Final = 1_400  # pixels of a preview's longer side


def require(found: str) -> None:
    """Say that OCR is missing, where it is; ``found`` names what needs it.

    Raises:
        DataError: rapidocr is not installed.
    """
    if importlib.util.find_spec("rapidocr") is None:
        raise DataError(found, "请安装扫描识别（见 docs/deploy.md），或放入有文字的原件")


def read_scan(path: Path, progress: Progress) -> Draft:
    """The text of an image file; a TIFF may hold several pages.

    Raises:
        DataError: OCR is missing, the image is damaged or too large.
    """
    require("是图片，没有文字")
    sheets = []
    with _open(path) as image:
        total = getattr(image, "n_frames", 1)
        bounds.check_pages(total, bounds.SCANNED_PAGES)
        for number in range(total):
            sheets.append(recognise(_frame(image, number), number + 1))
            progress(number + 1, total)
    draft = lay_out(sheets)
    return Draft(draft.pages, ("文字由程序识别，请逐页核对数字和日期", *draft.notes), draft.joined)


def page_png(path: Path, number: int) -> bytes:
    """Frame ``number``, from 1, of an image file as a PNG.

    Raises:
        DataError: the image is damaged or has no such frame.
    """
    with _open(path) as image:
        total = getattr(image, "n_frames", 1)
        if not 1 <= number <= total:
            raise DataError(f"没有第 {number} 页", f"共 {total} 页")
        frame = _frame(image, number - 1)
    frame.thumbnail((_PREVIEW, _PREVIEW))
    buffer = io.BytesIO()
    frame.save(buffer, "PNG")
    return buffer.getvalue()


def _open(path: Path) -> Image:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(path)
    except (UnidentifiedImageError, OSError) as error:
        raise DataError("这张图片损坏，打不开", "请重新扫描或另存一份") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DataError("图片的像素太多", "请用 200–300 dpi 扫描") from error
    if image.width * image.height > bounds.IMAGE_PIXELS:
        raise DataError(f"图片有 {image.width}×{image.height} 像素，太大", "请用 200–300 dpi 扫描")
    return image


def _frame(image: Image, number: int) -> Image:
    from PIL import ImageOps

    try:
        image.seek(number)
        return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, EOFError, ValueError) as error:
        raise DataError(f"第 {number + 1} 页损坏，打不开", "请重新扫描或另存一份") from error


def recognise(image: Image, number: int) -> Sheet:
    """The picture of page ``number`` → its words with their places, and the lines of its tables.

    A sheet that lay askew is turned upright and read again.
    """
    from PIL.Image import Resampling

    scale = min(1.0, _LONGEST / max(image.size))
    if scale < 1:
        image = image.resize((round(image.width * scale), round(image.height * scale)))
    words = _words(image)
    skew = _skew(words)
    if _ASKEW < abs(skew) < _TURNED:
        image = image.rotate(skew, Resampling.BICUBIC, expand=True, fillcolor="white")
        words = _words(image)
    pieces = tuple(Piece(fold(text), _box(corners)) for corners, text, _ in words)
    unsure = sum(score < _UNSURE for _, _, score in words)
    notes = (f"第 {number} 页有 {unsure} 行识别把握不大，请核对",) if unsure else ()
    drawn = (edge for edge in _edges(_pixels(image)) if not _is_stroke(edge, pieces))
    return Sheet(image.width, image.height, pieces, tuple(drawn), notes)


_Word = tuple[list[tuple[float, float]], str, float]
"""A recognised line: its four corners from the upper left one clockwise, its text, its score."""


def _words(image: Image) -> list[_Word]:
    found = _engine()(_pixels(image))
    if found.boxes is None:
        return []
    lines = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    return [(corners, text, score) for corners, text, score in lines if text.strip()]


def _skew(words: Sequence[_Word]) -> float:
    """By how many degrees the long lines sink to the right."""
    slopes = []
    for (left, right, _, below), _, _ in words:
        wide, down = right[0] - left[0], right[1] - left[1]
        if wide > _WIDE * abs(below[1] - left[1]):
            slopes.append(math.degrees(math.atan2(down, wide)))
    return median(slopes) if slopes else 0.0


def _is_stroke(edge: Edge, pieces: Sequence[Piece]) -> bool:
    """Whether a line belongs to a character: it lies inside the words that were recognised."""
    return any(piece.box.holds(edge.box) for piece in pieces)


def _box(corners: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _pixels(image: Image) -> NDArray[uint8]:
    """The colours of a picture in the order of OpenCV."""
    import numpy

    return numpy.asarray(image)[:, :, ::-1]


@functools.cache
def _engine() -> Callable[..., Any]:
    from rapidocr import RapidOCR

    engine: Callable[..., Any] = RapidOCR(params={"Global.log_level": "error"})
    return engine


def _edges(pixels: NDArray[uint8]) -> Iterator[Edge]:
    """Long straight lines in a picture: what is left of it when only such strokes are kept."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(
        255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 15, -10
    )
    for shape in ((_LINE, 1), (1, _LINE)):
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, shape)
        lines = cv2.dilate(cv2.erode(ink, kernel), kernel)
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, width, height, _ in stats[1 : min(count, bounds.RULES)]:
            if max(width, height) > 8 * min(width, height):
                yield Edge(Box(float(x), float(y), float(x + width), float(y + height)))
