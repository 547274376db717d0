"""A conversation to take along: every question with its answer as it was shown, Word or PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Final

TITLE: Final = "政策问答记录"
DISCLAIMER: Final = "答复按所引条款原文作出，供查阅参考；最终以主管部门核定为准。"


@dataclass(frozen=True, slots=True)
class Said:
    """A question, and the lines of its answer: conclusion, steps, sources, validity, contact."""

    question: str
    answer: str  # `bot.render.render_text`, a line each
    day: date  # whose policy was asked about
    at: datetime


def transcript_docx(turns: Sequence[Said]) -> bytes:
    """Return the conversation as .docx."""
    from docx import Document as WordDocument  # heavy, and only needed for a download

    word = WordDocument()
    word.add_heading(TITLE, level=1)
    for heading, lines in _blocks(turns):
        word.add_heading(heading, level=2)
        for line in lines:
            word.add_paragraph(line)
    word.add_paragraph(DISCLAIMER)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def transcript_pdf(turns: Sequence[Said]) -> bytes:
    """Return the conversation as PDF."""
    from bot.serve.documents.pdf import Pages  # loads reportlab

    pages = Pages(TITLE)
    for heading, lines in _blocks(turns):
        pages.heading(heading)
        for line in lines:
            pages.paragraph(line)
    pages.paragraph(DISCLAIMER)
    return pages.written()


def _blocks(turns: Sequence[Said]) -> Iterator[tuple[str, list[str]]]:
    for number, said in enumerate(turns, start=1):
        when = f"（按{said.day:%Y-%m-%d}的政策，{said.at:%Y-%m-%d %H:%M}答）"
        yield f"{number}. {said.question}", [when, *said.answer.split("\n")]
