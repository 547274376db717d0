"""How large an original may be. Everything that comes in from outside is measured first."""

from __future__ import annotations

import time
from typing import Final

from corpus.problem import DataError

FILE_BYTES: Final = 100_000_000
PAGES: Final = 600  # the longest collection of policies met so far has 331
SCANNED_PAGES: Final = 80  # half a minute each
ENTRIES: Final = 5_000  # files in a .docx or .ofd
UNPACKED_BYTES: Final = 300_000_000
PART_BYTES: Final = 60_000_000  # one file in it
RATIO: Final = 200  # unpacked to packed, of what is larger than RATIO_FROM; XML packs 10 to 40
RATIO_FROM: Final = 2_000_000
DEPTH: Final = 200  # elements inside one another; Word writes some 30
RULES: Final = 4_000  # lines drawn on a page: a table of 40 × 30 cells drawn cell by cell
CROSSINGS: Final = 3_000  # of them, where cells can meet: more take seconds
GLYPHS: Final = 60_000  # characters on a page
CHARACTERS: Final = 1_500_000  # in all pages, heads and tables included
SECONDS: Final = 180  # for the pages of one original, recognition of scans apart
IMAGE_PIXELS: Final = 80_000_000  # A3 at 600 dpi has 70 million


def check_time(begun: float) -> None:
    """Refuse an original whose pages, one by one within bounds, together take too long.

    ``begun`` is what `time.monotonic` said at its beginning.

    Raises:
        DataError: it took longer than is allowed.
    """
    if time.monotonic() - begun > SECONDS:
        raise DataError(f"读了 {SECONDS} 秒还没有读完，页面异常复杂", "请核实来源，或按文件拆开")


def check_pages(count: int, most: int = PAGES) -> None:
    """Refuse an original of more pages than are read.

    Raises:
        DataError: there are more.
    """
    if count > most:
        raise DataError(f"有 {count} 页，超过了 {most} 页的上限", "请按文件拆开，一份政策一个文件")
