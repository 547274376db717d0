"""A text as a PDF that a browser prints, with heads and page numbers; and as a scan of that."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from markupsafe import Markup, escape
from PIL import Image, ImageFilter

from corpus.intake.formats.pdf import page_png
from evals.intake.source import Rows, Source

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_STYLE = """
@page { size: A4; margin: 32mm 26mm 30mm 28mm;
  @top-center { content: "某某市人民政府规范性文件"; font-size: 9pt }
  @bottom-center { content: "— " counter(page) " —"; font-size: 10.5pt } }
body { font-size: 15pt; line-height: 28pt; text-align: justify; margin: 0 }
p { text-indent: 2em; margin: 0 }
h1 { text-align: center; font-size: 20pt; font-weight: normal; line-height: 32pt; margin: 0 0 28pt }
table { border-collapse: collapse; width: 100%; font-size: 12pt; line-height: 20pt }
td { border: 1px solid black; padding: 2pt 4pt; text-align: center }
"""
_PLAIN = """
@page { size: A4; margin: 20mm 22mm }
body { font-size: 12pt; line-height: 1.7; margin: 0 }
p { margin: 0 0 8pt }
h1 { font-size: 18pt; line-height: 1.5 }
table { border-collapse: collapse } td { border: 1px solid #999; padding: 2pt 6pt }
"""
_DPI = 200
_SKEW = 0.4  # degrees that a sheet lies askew on the glass
_QUALITY = 80  # of the JPEG a scanner makes


class NoBrowserError(RuntimeError):
    """No browser is installed that could print."""


def make_pdf(source: Source, path: Path, *, plain: bool = False) -> None:
    """Print the text as an office does; ``plain``: as a browser prints a web page.

    First lines indented, both margins straight, a running head and page numbers; or paragraphs
    with space between them, the right margin ragged, and the heads that browsers print.

    Raises:
        NoBrowserError: there is none.
    """
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        raise NoBrowserError("没有浏览器，做不出 PDF：apt-get install chromium")
    with TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(_page(source, plain=plain), encoding="utf-8")
        heads = [] if plain else ["--no-pdf-header-footer"]
        subprocess.run(
            [program, "--headless", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={folder}/profile", *heads, f"--print-to-pdf={path}", page.as_uri()],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip


def _page(source: Source, *, plain: bool) -> str:
    body = [Markup("<h1>{}</h1>").format(source.title)]
    for i, line in enumerate(source.paragraphs):
        if i == source.place:
            body.append(table_html(source.table))
        if i:
            body.append(Markup("<p>{}</p>").format(line))
    if source.place >= len(source.paragraphs):
        body.append(table_html(source.table))
    head = Markup("<meta charset=utf-8><title>{}</title><style>{}</style>")
    return str(
        head.format(source.title, Markup(_PLAIN if plain else _STYLE)) + Markup("\n").join(body)
    )


def table_html(rows: Rows) -> Markup:
    """The table as HTML; an empty cell belongs to the one above."""
    lines = Markup("")
    for i, row in enumerate(rows):
        cells = Markup("")
        for j, words in enumerate(row):
            if words:
                down = 1
                while i + down < len(rows) and not rows[i + down][j]:
                    down += 1
                cells += Markup('<td rowspan="{}">{}</td>').format(down, escape(words))
        lines += Markup("<tr>{}</tr>").format(cells)
    return Markup("<table>{}</table>").format(lines)


def make_scan(printed: Path, pages: int, path: Path) -> None:
    """Scan a printed PDF: each page askew, a little blurred and packed as JPEG, in one PDF."""
    chance = random.Random(7)
    sheets = []
    for number in range(1, pages + 1):
        sheet = Image.open(io.BytesIO(page_png(printed, number, _DPI))).convert("L")
        skew = chance.uniform(-_SKEW, _SKEW)
        sheet = sheet.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
        sheets.append(sheet.filter(ImageFilter.GaussianBlur(0.6)))
    sheets[0].save(
        path, "PDF", save_all=True, append_images=sheets[1:], resolution=_DPI, quality=_QUALITY
    )
