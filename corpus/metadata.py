"""Reads a document's folder: ``text.txt`` and what ``meta.yaml`` says it says about itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from corpus.document import Document, DocumentKind, Span, Validity
from corpus.outline.ordinal import read_ordinal

_KEYS = {
    "id", "title", "short_title", "aliases", "kind", "issuer", "number", "dated", "issued",
    "year", "region", "explains_aliases", "spans",
}  # fmt: skip
_SPANS = {
    "title", "issuer", "number", "dated", "issued", "validity", "interpreter", "explains", "year",
}  # fmt: skip
_DATE = r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
_EFFECTIVE = re.compile(rf"自?{_DATE}起(?:正式)?(?:施行|实施|执行|生效)")
_YEARS = re.compile(r"有效期(?:为|限为|限)?\s?([0-9]{1,2}|[一二三四五六七八九十]{1,2})\s?年")
_UNTIL = re.compile(rf"(?:有效期|执行期限|实施期限)?至{_DATE}")
_INTERPRETER = re.compile(r"由(.+?)负责解释")


class CorpusError(ValueError):
    """A document folder says something that its text does not; the message says what to do."""


def read_document(folder: Path) -> Document:
    """The document in ``folder``. Raises CorpusError where meta.yaml and text.txt disagree."""
    meta = _read_meta(folder / "meta.yaml")
    raw = (folder / "text.txt").read_bytes()
    text = raw.decode("utf-8")
    spans = {
        name: find_span(text, words, f"{folder.name}/meta.yaml spans.{name}")
        for name, words in (meta.get("spans") or {}).items()
    }
    if meta["id"] != folder.name:
        raise CorpusError(f"meta.yaml 的 id 是“{meta['id']}”，应与文件夹名“{folder.name}”一致")
    explains = spans.get("explains")
    return Document(
        id=meta["id"],
        title=meta["title"],
        kind=_kind(meta),
        text=text,
        sha256=hashlib.sha256(raw).hexdigest(),
        short_title=meta["short_title"],
        aliases=tuple(meta.get("aliases") or ()),
        issuer=_stated(meta, spans, "issuer"),
        number=_stated(meta, spans, "number"),
        dated=_day(spans.get("dated")),
        issued=_day(spans.get("issued")),
        year=meta.get("year"),
        validity=read_validity(spans.get("validity")),
        explains=explains.text.strip("《》") if explains else None,
        explains_aliases=tuple(meta.get("explains_aliases") or ()),
        interpreter=_interpreter(spans.get("interpreter")),
        region=tuple(meta.get("region") or ()),
        spans=tuple(spans.items()),
    )


def find_span(text: str, words: str, where: str) -> Span:
    """The first place where ``words`` stand in ``text``, character for character.

    Raises CorpusError, naming ``where`` the words were quoted, if they stand nowhere.
    """
    start = text.find(words)
    if not words or start < 0:
        raise CorpusError(
            f"{where} 写的是“{words}”，但 text.txt 中没有这段文字。"
            "应为原文的逐字摘录（标点、空格、换行都要一致）；请对照 text.txt 改正，或删去这一项。"
        )
    return Span(start, start + len(words), words)


def read_validity(span: Span | None) -> Validity:
    """When a document applies, read from the words that say so.

    "有效期3年" from 2024-01-05 ends on 2027-01-04 or 2027-01-05, depending on how years are
    counted; "至2025年12月31日" ends on that day. Raises CorpusError if the words hold neither a
    beginning nor an end.
    """
    if span is None:
        return Validity()
    start, years, until = (p.search(span.text) for p in (_EFFECTIVE, _YEARS, _UNTIL))
    if not (start or years or until):
        raise CorpusError(
            f"“{span.text}”中既没有施行日期也没有有效期；应形如“自2024年1月5日起施行，有效期3年”"
        )
    effective = _match_day(start) if start else None
    count = read_ordinal(years.group(1)) if years else None
    earliest = latest = _match_day(until) if until else None
    if latest is None and effective and count:
        latest = _anniversary(effective, count)
        earliest = latest - timedelta(days=1)
    return Validity(effective, count, earliest, latest, span)


def _read_meta(path: Path) -> Mapping[str, Any]:
    try:
        meta = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise CorpusError(f"{path.parent.name} 缺少 meta.yaml；每份文件都要有一份") from error
    if not isinstance(meta, dict):
        raise CorpusError(f"{path.parent.name}/meta.yaml 应是“字段: 值”的列表")
    unknown = sorted(set(meta) - _KEYS) + sorted(set(meta.get("spans") or {}) - _SPANS)
    missing = sorted({"id", "title", "short_title", "kind"} - set(meta))
    if unknown or missing:
        raise CorpusError(
            f"{path.parent.name}/meta.yaml：不认识的字段 {unknown}，缺少的字段 {missing}；"
            f"可用的字段是 {sorted(_KEYS)}，spans 下可用 {sorted(_SPANS)}"
        )
    return meta


def _kind(meta: Mapping[str, Any]) -> DocumentKind:
    known = [kind.value for kind in DocumentKind]
    if meta["kind"] not in known:
        raise CorpusError(
            f"{meta['id']}：kind 是“{meta['kind']}”，应是其中之一：{'、'.join(known)}"
        )
    return DocumentKind(meta["kind"])


def _stated(meta: Mapping[str, Any], spans: Mapping[str, Span], field: str) -> str | None:
    """A name that the text states: without a span for it there is none."""
    value = meta.get(field)
    if value is not None and field not in spans:
        raise CorpusError(
            f"{meta['id']}：{field} 写了“{value}”，但 spans 里没有载明它的原文；请补上或改为 null"
        )
    return value


def _day(span: Span | None) -> date | None:
    if span is None:
        return None
    match = re.search(_DATE, span.text)
    if match is None:
        raise CorpusError(f"“{span.text}”中没有日期；应形如“2024年1月5日”")
    return _match_day(match)


def _match_day(match: re.Match[str]) -> date:
    year, month, day = (int(part) for part in match.groups()[-3:])
    return date(year, month, day)


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
        raise CorpusError(f"“{span.text}”没有说由谁解释；应形如“由区工业和信息化局负责解释”")
    return match.group(1)
