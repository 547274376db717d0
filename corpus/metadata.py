"""What ``meta.yaml`` says that a document says about itself, each fact read from quoted words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from pydantic import Field, Strict, StringConstraints

from corpus.dates import read_day
from corpus.document import Document, DocumentKind, Span, Validity, Wording
from corpus.files import Content
from corpus.problem import DataError, shown
from corpus.shape import Several, Shape, Words
from corpus.sheet import Sheet
from corpus.validity import read_validity

# The words that name who interprets a document.
INTERPRETER = re.compile(
    r"由(?P<who>[^由。；;\n]{2,60}?)(?:会同[^。；;，,\n]{2,40}?)?(?:按[^。；;，,\n]{1,12})?"
    r"(?:制定[^。；;，,\n]{0,10}?(?:细则|规程)并)?(?:负责|承担)?(?:具体)?(?:进行|组织)?(?:负责)?解释(?!说明)"
    r"|解释(?:权|工作|和修订)?(?:归|属于?|由)(?P<owner>[^。；;，,\n]{2,40}?)(?:所有|负责|承担|(?=[。；;，,\n]|$))"
)
# A title, and behind it its number or what it is called from here on: 《…》（以下简称《细则》）.
_TITLE = re.compile(r"《([^《》]{2,120})》(?:\s*[（(][^）)]{2,60}[）)])?")
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
    region: Words | None = None
    cover: Words | None = None
    contact: Words | None = None
    repeals: Several | None = None
    amends: Several | None = None


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
    division: Words | None = None
    places: Several | None = None
    source: Words | None = None
    source_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
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
        validity = read_validity(spans.get("validity"), days.get("issued") or days.get("dated"))
    with sheet.collecting("spans", "interpreter"):
        interpreter = _interpreter(spans.get("interpreter"))
    explains, cover, contact = (spans.get(field) for field in ("explains", "cover", "contact"))
    repeals, amends = (_named(field, meta, sheet, content.text) for field in ("repeals", "amends"))
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
        division=meta.division,
        repeals=_titles(repeals),
        amends=_titles(amends),
        cover=joined(cover.text) if cover else None,
        contact=contact.text if contact else None,
        source=meta.source,
        source_sha256=meta.source_sha256,
        vocabulary=vocabulary,
        spans=(
            *spans.items(),
            *(("repeals", span) for span in repeals),
            *(("amends", span) for span in amends),
        ),
    )


def _spans(meta: MetaEntry, sheet: Sheet, text: str) -> Mapping[str, Span]:
    """The first place of each fact's words in the text; words that stand nowhere are reported."""
    spans = {}
    for field, words in (meta.spans or SpansEntry()).model_dump(exclude_none=True).items():
        if isinstance(words, str) and (span := _span(words, sheet, text, field)):
            spans[field] = span
    return spans


def _span(words: str, sheet: Sheet, text: str, *place: str | int) -> Span | None:
    start = text.find(words)
    if start >= 0:
        return Span(start, start + len(words), words)
    found = f"spans.{place[0]} 写的是{shown(words)}，text.txt 中没有这段文字"
    mend = "应为原文的逐字摘录（标点、空格、换行都要一致），请对照 text.txt 改正，或留空"
    sheet.report(DataError(found, mend), ("spans", *place))
    return None


def _named(field: str, meta: MetaEntry, sheet: Sheet, text: str) -> tuple[Span, ...]:
    """The words that name other texts: 同时废止《…》; of such there can be several."""
    written: tuple[str, ...] = getattr(meta.spans or SpansEntry(), field) or ()
    found = (_span(words, sheet, text, field, at) for at, words in enumerate(written))
    return tuple(span for span in found if span)


def _titles(spans: tuple[Span, ...]) -> tuple[str, ...]:
    """The titles in some words, without the marks; the words themselves where they quote none."""
    found = (quoted_titles(span.text) or (joined(span.text),) for span in spans)
    return tuple(dict.fromkeys(title for titles in found for title in titles))


def quoted_titles(words: str) -> tuple[str, ...]:
    """The titles that some words quote, each on one line."""
    return tuple(joined(title) for title in _TITLE.findall(words))


def joined(words: str) -> str:
    """Words that a page breaks into lines, on one line, without the blanks beside Chinese."""
    return re.sub(r"\s*\n\s*|(?<=[^\x00-\x7f])[ \t]+|[ \t]+(?=[^\x00-\x7f])", "", words).strip()


def _day(span: Span | None) -> date | None:
    if span is None:
        return None
    if day := read_day(span.text):
        return day
    raise DataError(f"{shown(span.text)}中没有日期", "应形如“2024年1月5日”")


def _interpreter(span: Span | None) -> str | None:
    if span is None:
        return None
    match = INTERPRETER.search(span.text)
    if match is None:
        found = f"{shown(span.text)}没有说由谁解释"
        raise DataError(found, "应形如“由区工业和信息化局负责解释”")
    return joined(match["who"] or match["owner"])
