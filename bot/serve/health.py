"""What is out of order in a running service, for whoever watches over it and whoever asks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from statistics import median_low
from typing import Final

from bot.reply import Reply
from corpus.document import Document

AHEAD: Final = 30  # years after its texts in which a collection may still be asked
CLOCK: Final = (
    "本机日期是{day.year}年{day.month}月{day.day}日，{why}，时钟可能不准；请校准后重新启动。"
)
CLOCK_NOTE: Final = "本机日期可能不准，请核对上面的日期，或写明要按哪一天的政策回答"
INDEX_NOTE: Final = "检索索引有故障，本次用备用方式查找；引文与金额不受影响"


def clock_problem(documents: Iterable[Document], day: date) -> str:
    """Why the day of this machine cannot be right: held against the texts; "" where it can."""
    dated = [max(days) for document in documents if (days := _days(document))]
    if not dated:
        return ""
    middle = median_low(dated)  # a year mistyped in one text puts no clock in doubt
    if day < middle:
        return CLOCK.format(day=day, why=f"早于所收录文件的日期（{middle.year}年）")
    if day.year > middle.year + AHEAD:
        return CLOCK.format(day=day, why=f"比所收录的文件（{middle.year}年）晚了{AHEAD}年以上")
    return ""


def noted(reply: Reply, notes: Iterable[str]) -> Reply:
    """The reply with what a reader must know of the state of the service."""
    return replace(reply, notes=(*reply.notes, *notes))


def _days(document: Document) -> tuple[date, ...]:
    """Days by which a text existed; of a text that names only its year, the first of January."""
    year = date(document.year, 1, 1) if document.year else None
    return tuple(day for day in (document.dated, document.issued, year) if day)
