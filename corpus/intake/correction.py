"""A field as a clerk writes it, checked against the text."""

from __future__ import annotations

import re
from typing import Final

from corpus.dates import find_dates, read_day
from corpus.document import DocumentKind, Span
from corpus.intake.lines import Folded, locate
from corpus.intake.place import division_of, path, possible
from corpus.intake.proposal import Field, Proposal
from corpus.intake.terms import titles
from corpus.metadata import INTERPRETER, joined
from corpus.problem import DataError, shown
from corpus.regions import CHINA
from corpus.validity import read_validity

_DAYS: Final = (Field.DATED, Field.ISSUED)
_QUOTED: Final = (
    Field.COVER, Field.ISSUER, Field.NUMBER, Field.CONTACT, Field.VALIDITY, Field.INTERPRETER,
)  # fmt: skip
_LONGEST: Final = 400  # characters of a field


def corrected(field: Field, value: str, text: str) -> Proposal | None:
    """The field as it was written; None where it was emptied.

    Raises:
        DataError: it is not in the text, no day, no kind, no place; says what is wanted.
    """
    value = value.strip()
    if not value:
        return None
    if len(value) > _LONGEST:
        raise DataError(f"写了 {len(value)} 个字", f"最多 {_LONGEST} 个字，请只写这一项的内容")
    if field is Field.KIND:
        return Proposal(field, (_kind(value),))
    if field is Field.REGION:
        return _region(value, text)
    if field in _DAYS:
        return _day(field, value, text)
    if field in _QUOTED:
        return _quoted(field, value, text)
    if field in (Field.REPEALS, Field.AMENDS):
        spans = tuple(_words(line, text) for line in value.splitlines() if line.strip())
        return Proposal(field, tuple(titles(spans)) or (value,), spans)
    if field is Field.ALIASES:
        parts = re.split(r"[\n、，,；;]+", value)
        return Proposal(field, tuple(dict.fromkeys(part.strip() for part in parts if part.strip())))
    span = locate(text, value) if field is Field.TITLE else None
    return Proposal(field, (joined(value),), (span,) if span else ())


def _kind(value: str) -> str:
    try:
        return str(DocumentKind(value))
    except ValueError:
        known = "、".join(DocumentKind)
        raise DataError(f"没有“{value}”这个文种", f"请写其中之一：{known}") from None


def _region(value: str, text: str) -> Proposal:
    division = division_of(value)
    if division is None:
        several = [path(one) for one in possible(value)]
        if several:
            raise DataError(f"{shown(value)}有几处", f"请写全，如“{'”“'.join(several[:3])}”")
        raise DataError(f"没有找到{shown(value)}这个地方", "请写到省、市、县，如“广东省深圳市”")
    span = None if division == CHINA else locate(text, division.name)
    return Proposal(Field.REGION, (path(division),), (span,) if span else ())


def _day(field: Field, value: str, text: str) -> Proposal:
    """A day that the text prints, in whatever spelling it does."""
    day = read_day(Folded(value).plain)
    if day is None:
        raise DataError(f"{shown(value)}不是日期", "请写成 2024-01-05 或 2024年1月5日")
    folded = Folded(text)
    for found in find_dates(folded.plain):
        if found.day == day:
            return Proposal(field, (day.isoformat(),), (folded.span(found.start, found.end),))
    raise DataError(f"正文没有印出{shown(value)}这一天", "请对照原件；正文没有写的请留空")


def _quoted(field: Field, value: str, text: str) -> Proposal:
    span = _words(value, text)
    if field is Field.VALIDITY:
        read_validity(span)
    if field is Field.INTERPRETER:
        match = INTERPRETER.search(joined(span.text))
        if match is None:
            raise DataError(f"{shown(value)}没有说由谁解释", "请写上整句，如“由某局负责解释”")
        return Proposal(field, (match["who"] or match["owner"],), (span,))
    words = re.sub(r"\s", "", span.text) if field is Field.NUMBER else joined(span.text)
    return Proposal(field, (words,), (span,))


def _words(value: str, text: str) -> Span:
    span = locate(text, value)
    if span is None:
        raise DataError(f"正文没有{shown(value)}这些字", "请从正文里照抄；正文没有写的请留空")
    return span
