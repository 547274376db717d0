"""What ``meta.yaml`` says that a document says about itself, each fact read from quoted words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, Strict

from corpus.document import Document, DocumentKind, Span, Validity, Wording
from corpus.files import Content
from corpus.outline.ordinal import read_ordinal
from corpus.problem import DataError, shown
from corpus.shape import Several, Shape, Words
from corpus.sheet import Sheet

_DATE = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_DAY = re.compile(_DATE)
_EFFECTIVE = re.compile(rf"自?{_DATE}起(?:正式)?(?:施行|实施|执行|生效)")
_YEARS = re.compile(r"有效期(?:为|限为|限)?\s?([0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?年")
_UNTIL = re.compile(rf"(?:有效期|执行期限|实施期限)?至{_DATE}")
_INTERPRETER = re.compile(r"由(.+?)负责解释")
_STATED = ("issuer", "number", "dated", "issued")  # not written without words that state them


class SpansEntry(Shape):
    """The words of the text that state a fact, copied character for character."""

    title: Words | None = None
    issuer: Words | None = None
    number: Words | None = None
    dated: Words | None = None
    issued: Words | None = None
    validity: Words | None = None
    interpreter: Words | None = None
    explains: Words | None = None
    year: Words | None = None


class MetaEntry(Shape):
    """What ``meta.yaml`` holds. What the text does not state is left empty."""

    id: Words
    title: Words
    short_title: Words
    kind: Annotated[DocumentKind, Strict(False)]
    aliases: Several | None = None
    issuer: Words | None = None
    number: Words | None = None
    dated: Words | None = None
    issued: Words | None = None
    year: Annotated[int, Field(ge=1949, le=2100)] | None = None
    region: Several | None = None
    places: Several | None = None
    explains_aliases: Several | None = None
    spans: SpansEntry | None = None


def read_document(
    meta: MetaEntry, sheet: Sheet, content: Content, vocabulary: tuple[Wording, ...]
) -> Document:
    """The document of a folder; a fact on which meta.yaml and text.txt disagree is reported."""
    if meta.id != sheet.folder:
        found = f"id 是{shown(meta.id)}，应与文件夹名{shown(sheet.folder)}一致"
        sheet.report(DataError(found, "请改 id，或改文件夹名"), ("id",))
    spans = _spans(meta, sheet, content.text)
    for field in _STATED:
        value = getattr(meta, field)
        if value is not None and field not in spans:
            found = f"{field} 写了{shown(value)}，但 spans 里没有载明它的原文"
            sheet.report(DataError(found, "请补上，或留空"), (field,))
    days: dict[str, date | None] = {}
    validity, interpreter = Validity(), None
    for field in ("dated", "issued"):
        with sheet.collecting("spans", field):
            days[field] = _day(spans.get(field))
    with sheet.collecting("spans", "validity"):
        validity = read_validity(spans.get("validity"))
    with sheet.collecting("spans", "interpreter"):
        interpreter = _interpreter(spans.get("interpreter"))
    explains = spans.get("explains")
    return Document(
        id=sheet.folder,
        title=meta.title,
        kind=meta.kind,
        text=content.text,
        sha256=content.sha256,
        short_title=meta.short_title,
        aliases=meta.aliases or (),
        issuer=meta.issuer,
        number=meta.number,
        dated=days.get("dated"),
        issued=days.get("issued"),
        year=meta.year,
        validity=validity,
        explains=explains.text.strip("《》") if explains else None,
        explains_aliases=meta.explains_aliases or (),
        interpreter=interpreter,
        region=meta.region or (),
        places=meta.places or (),
        vocabulary=vocabulary,
        spans=tuple(spans.items()),
    )


def read_validity(span: Span | None) -> Validity:
    """When a document applies, read from the words that say so.

    "有效期3年" from 2024-01-05 ends on 2027-01-04 or 2027-01-05, depending on how years are
    counted; "至2025年12月31日" ends on that day. Raises DataError if the words hold neither a
    beginning nor an end, or a day that does not exist.
    """
    if span is None:
        return Validity()
    start, years, until = (p.search(span.text) for p in (_EFFECTIVE, _YEARS, _UNTIL))
    if not (start or years or until):
        raise DataError(
            f"{shown(span.text)}中既没有施行日期也没有有效期",
            "应形如“自2024年1月5日起施行，有效期3年”；没有载明的请留空",
        )
    effective = _match_day(start) if start else None
    count = read_ordinal(years.group(1)) if years else None
    earliest = latest = _match_day(until) if until else None
    if latest is None and effective and count:
        latest = _anniversary(effective, count)
        earliest = latest - timedelta(days=1)
    return Validity(effective, count, earliest, latest, span)


def _spans(meta: MetaEntry, sheet: Sheet, text: str) -> Mapping[str, Span]:
    """The first place of each fact's words in the text; words that stand nowhere are reported."""
    spans = {}
    for field, words in (meta.spans or SpansEntry()).model_dump(exclude_none=True).items():
        start = text.find(words)
        if start < 0:
            found = f"spans.{field} 写的是{shown(words)}，text.txt 中没有这段文字"
            mend = "应为原文的逐字摘录（标点、空格、换行都要一致），请对照 text.txt 改正，或留空"
            sheet.report(DataError(found, mend), ("spans", field))
        else:
            spans[field] = Span(start, start + len(words), words)
    return spans


def _day(span: Span | None) -> date | None:
    if span is None:
        return None
    match = _DAY.search(span.text)
    if match is None:
        raise DataError(f"{shown(span.text)}中没有日期", "应形如“2024年1月5日”")
    return _match_day(match)


def _match_day(match: re.Match[str]) -> date:
    year, month, day = (int(part) for part in match.groups()[-3:])
    try:
        return date(year, month, day)
    except ValueError:
        found = f"“{year}年{month}月{day}日”这一天不存在"
        raise DataError(found, "请对照原件改正；原件有误的，请把这一项留空") from None


def _anniversary(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)


def _interpreter(span: Span | None) -> str | None:
    if span is None:
        return None
    match = _INTERPRETER.search(span.text)
    if match is None:
        found = f"{shown(span.text)}没有说由谁解释"
        raise DataError(found, "应形如“由区工业和信息化局负责解释”")
    return match.group(1)
