"""PDF with Chinese: headings, paragraphs, tables and drawings, in the viewer's own Chinese font.

The font is the CID font STSong-Light that reportlab names without embedding: no font file is
needed, and every character can be searched and copied. Text is text: markup in it is printed as it
stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT: Final = "STSong-Light"
MARGIN: Final = 18 * mm
WIDTH: Final = A4[0] - 2 * MARGIN  # points that a drawing or a table may take
INK: Final = colors.HexColor("#1c2733")
SOFT: Final = colors.HexColor("#55636f")
BRAND: Final = colors.HexColor("#17497f")
LINE: Final = colors.HexColor("#c3cfdb")
WASH: Final = colors.HexColor("#eaf1f9")
AMOUNT: Final = colors.HexColor("#b3372a")

registerFont(UnicodeCIDFont(FONT))


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:  # noqa: ANN401 -- of reportlab
    return ParagraphStyle(
        name, fontName=FONT, fontSize=size, leading=size * 1.6, textColor=INK, wordWrap="CJK",
        splitLongWords=1, **more,
    )  # fmt: skip


TITLE: Final = _style("title", 18, spaceAfter=6)
HEADING: Final = _style("heading", 13, spaceBefore=10, spaceAfter=4)
BODY: Final = _style("body", 10.5, spaceAfter=3)
SMALL: Final = _style("small", 9)


class Pages:
    """A PDF in the making: blocks are added from top to bottom, then written."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._blocks: list[Flowable] = [_words(title, TITLE)]

    def heading(self, words: str) -> None:
        """A heading within the document."""
        self._blocks.append(_words(words, HEADING))

    def paragraph(self, words: str) -> None:
        """A paragraph of plain text."""
        self._blocks.append(_words(words, BODY))

    def table(self, rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """A table of text; ``shares`` of the width that each column takes, the first row heads."""
        if not rows:
            return
        cells = [[_words(cell, SMALL) for cell in row] for row in rows]
        table = Table(cells, [share * WIDTH / sum(shares) for share in shares], repeatRows=1)
        table.setStyle(
            TableStyle(
                [
                    ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                    ("BACKGROUND", (0, 0), (-1, 0), WASH),
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ]
            )
        )
        self._blocks += [table, Spacer(1, 6)]

    def drawing(self, drawn: Drawing) -> None:
        """A drawing of `reportlab.graphics`, at most `WIDTH` points wide."""
        self._blocks += [drawn, Spacer(1, 6)]

    def written(self) -> bytes:
        """The PDF; every page carries its number."""
        out = BytesIO()
        document = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN,
            bottomMargin=MARGIN, title=self._title, lang="zh-CN",
        )  # fmt: skip
        document.build(self._blocks, onFirstPage=_numbered, onLaterPages=_numbered)
        return out.getvalue()


def _words(words: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(words).replace("\n", "<br/>"), style)


def _numbered(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.saveState()
    canvas.setFont(FONT, 8)
    canvas.setFillColor(SOFT)
    canvas.drawCentredString(A4[0] / 2, 9 * mm, f"第{document.page}页")
    canvas.restoreState()
