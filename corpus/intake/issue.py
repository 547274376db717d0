"""Who issued a text, under which number and when: from labels, the head line, the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.dates import find_dates
from corpus.document import Span
from corpus.intake.labels import Labelled
from corpus.intake.lines import Folded, span_of
from corpus.intake.proposal import Field, Proposal
from corpus.intake.title import Heading
from corpus.metadata import joined
from corpus.problem import DataError
from corpus.regions import find

_BODY: Final = (
    r"(?:人民政府(?:办公厅|办公室)?|政府办公室|委员会(?:办公室)?|管委会|领导小组(?:办公室)?|指挥部"
    r"|办公厅|办公室|国务院|中共中央|总局|[厅局部署]|分行|银行|中心|基金|协会|联合会|总工会|委)"
)
_NATIONAL: Final = (
    r"(?:国务院|中共中央|国家|中国人民银行|财政部|税务总局|[一-鿿]{2,10}部(?=$|[、 ]|关于|办公厅))"
)
_ORGANISATION: Final = rf"[一-鿿]{{2,30}}?{_BODY}(?:[、 　]+[一-鿿]{{2,30}}?{_BODY})*"
_BEFORE_TITLE: Final = re.compile(
    rf"(?P<who>[一-鿿、]{{0,60}}?{_BODY}|国务院)(?=关于|印发|转发|发布|公布)"
)
_ABOVE: Final = re.compile(
    rf"^[^\S\n]{{0,60}}(?P<who>{_ORGANISATION})[^\S\n]{{0,60}}文件[^\S\n]{{0,60}}$", re.MULTILINE
)
_DATE: Final = (
    r"(?:(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|二[〇○零ＯO一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
)
# Blanks are bounded: a page of nothing but blank lines must not be looked at again and again.
_GAP: Final = r"[^\S\n]{0,60}\n?[^\S\n]{0,60}\n?[^\S\n]{0,60}"
_SIGNED: Final = re.compile(
    rf"(?:^[^\S\n]{{0,60}}|[。！!）)》\w]\s|[。！）)])[^\S\n]{{0,60}}(?P<who>{_ORGANISATION}){_GAP}"
    rf"(?P<day>{_DATE})(?!\s?(?:印发|发布|公布|召开|起|至))",
    re.MULTILINE,
)
_PRINTED: Final = re.compile(rf"(?P<day>{_DATE})\s?(?P<how>印发|发布|公布|印)(?=\s|$|[。）)])")
_IN_BRACKETS: Final = re.compile(rf"[（(]\s*(?P<day>{_DATE})\s*(?P<how>印发|发布|公布)?\s*[）)]")
_ALONE: Final = re.compile(
    rf"(?:^|。)[^\S\n]{{0,60}}(?P<day>{_DATE})[^\S\n]{{0,60}}(?=$|[（(]此件)", re.MULTILINE
)
_MADE_BY: Final = re.compile(
    rf"(?<=[，。；])(?P<who>{_ORGANISATION})(?:[（(]以下简称[^）)]{{2,20}}[）)])?(?:对[^。；]{{2,60}}[，,])?"
    r"(?:特|现|研究)?(?:制[定订]|编制|编写|形成|整理)了?(?:如下|本|以下)"
)
_BRACKETED_YEAR: Final = (
    r"[〔\[［【（(〈﹝]\s*(?:19|20)\d\d\s*年?\s*[〕\]］】）)〉﹞]\s*(?:第\s*)?\d{1,5}\s*号"
)
_ORDER: Final = (
    r"[一-鿿]{2,16}(?:[ 、][一-鿿]{2,16})*(?:公告|令)\s*(?:(?:19|20)\d\d\s*年\s*)?第\s*\d{1,5}\s*号"
)
_NUMBER: Final = re.compile(
    rf"(?:(?<![（(《“\"一-鿿])|(?<=日))(?![日月年])"
    rf"(?P<number>[一-鿿]{{1,12}}?\s*{_BRACKETED_YEAR}|{_ORDER})"
)
# 2022年3月5日某市人民政府令第3号公布: who issues a rule, and when.
_PROMULGATED: Final = re.compile(
    rf"(?P<day>{_DATE})\s*(?P<who>{_ORGANISATION})令\s*第\s*\d{{1,5}}\s*号\s*(?P<how>公布|发布)"
)
_AFTER_TITLE: Final = re.compile(
    rf"(?:通知|意见|办法|措施|公告|决定)\s*(?:[（(][^）)]{{4,20}}[）)])?\s*"
    rf"(?P<number>[一-鿿]{{1,8}}?\s*{_BRACKETED_YEAR})"
)
_BRACKETED_LINE: Final = re.compile(
    rf"^[ \t　]*[（(](?P<number>[一-鿿]{{1,12}}\s*{_BRACKETED_YEAR})[）)][ \t　]*$", re.MULTILINE
)
_HEAD: Final = 700  # characters in which a text's own number stands


@dataclass(frozen=True, slots=True)
class Issue:
    """What is known of the issue."""

    issuer: Proposal | None
    number: Proposal | None
    dated: Proposal | None
    issued: Proposal | None


def read_issue(text: str, heading: Heading | None, labels: tuple[Labelled, ...]) -> Issue:
    """Issuer, number and dates, each where the text states it."""
    signed = _signature(text)
    issuer = _labelled(Field.ISSUER, labels) or _issuer(text, heading, signed)
    number = _labelled(Field.NUMBER, labels) or _number(text, heading)
    return Issue(issuer, number, *_dates(text, heading, labels, signed))


def _labelled(field: Field, labels: tuple[Labelled, ...]) -> Proposal | None:
    """The value of a label; several texts' at once are shown, with a doubt."""
    value = next((one.value for one in labels if one.name == field and one.value), None)
    if value is None:
        return None
    several = field is Field.NUMBER and len(re.findall("号", value.text)) > 1
    doubt = "写了几个文号，请核对哪一个是这份文件的" if several else ""
    words = _unspaced(value.text) if field is Field.NUMBER else joined(value.text)
    return Proposal(field, (words,), (value,), doubt)


def _unspaced(words: str) -> str:
    return re.sub(r"\s", "", words)


def _issuer(text: str, heading: Heading | None, signed: re.Match[str] | None) -> Proposal | None:
    """From the title's beginning, the head line, the signature, or who says it makes the text."""
    for where in (heading.cover, heading.title) if heading else ():
        if where and (match := _BEFORE_TITLE.match(where.text)):
            return _organisation(text, where.start + match.start("who"), match["who"])
    for pattern in (_ABOVE, _PROMULGATED, _MADE_BY):
        match = pattern.search(text, 0, _HEAD)
        if match and _signs(match["who"]):
            return _organisation(text, match.start("who"), match["who"])
    if signed:
        return _organisation(text, signed.start("who"), signed["who"])
    return None


def _organisation(text: str, start: int, words: str) -> Proposal:
    span = span_of(text, start, start + len(words))
    names = re.split(r"[ 　\n]+", span.text)
    whole = all(re.search(rf"{_BODY}$", name) for name in names)
    return Proposal(Field.ISSUER, ("、".join(names) if whole else joined(span.text),), (span,))


def _signature(text: str) -> re.Match[str] | None:
    """An organisation and a day that close a notice or the text; the first of the two."""
    return next((match for match in _SIGNED.finditer(text) if _signs(match["who"])), None)


def _signs(who: str) -> bool:
    """Whether words begin like an authority's name: with a place, or as one of the nation's."""
    places = find(who)
    return bool(re.match(_NATIONAL, who)) or bool(places and places[0].start == 0)


def _number(text: str, heading: Heading | None) -> Proposal | None:
    """The number in the head, before the text speaks; in brackets only alone on its line.

    One in brackets behind other words is of a text that is cited.
    """
    end = min(_HEAD, _first_sentence(text, heading))
    for pattern in (_AFTER_TITLE, _NUMBER, _BRACKETED_LINE):
        if match := pattern.search(text, 0, end):
            span = span_of(text, match.start("number"), match.end("number"))
            return Proposal(Field.NUMBER, (_unspaced(span.text),), (span,))
    return None


def _first_sentence(text: str, heading: Heading | None) -> int:
    """Where the head ends: at the salutation's colon or the first full stop."""
    printed = heading.cover or heading.title if heading else None
    match = re.compile("[。：:]").search(text, printed.end if printed else 0)
    return match.start() if match else len(text)


def _dates(
    text: str,
    heading: Heading | None,
    labels: tuple[Labelled, ...],
    signed: re.Match[str] | None,
) -> tuple[Proposal | None, Proposal | None]:
    """The day of the signature (成文) and the day of the issue (印发)."""
    dated = _labelled_day(Field.DATED, labels)
    issued = _labelled_day(Field.ISSUED, labels)
    for match, field in _printed_days(text, heading, signed):
        proposal = _day(field, span_of(text, match.start("day"), match.end("day")))
        if field is Field.DATED:
            dated = dated or proposal
        else:
            issued = issued or proposal
    return dated, issued


def _printed_days(
    text: str, heading: Heading | None, signed: re.Match[str] | None
) -> Iterator[tuple[re.Match[str], Field]]:
    """Days that stand where a text prints its own, the surest first."""
    if signed:
        yield signed, Field.DATED
    printed = heading.cover or heading.title if heading else None
    if printed and (match := _IN_BRACKETS.match(text, _behind_blanks(text, printed.end))):
        yield match, Field.ISSUED if match["how"] else Field.DATED
    if match := _PROMULGATED.search(text, 0, _HEAD):
        yield match, Field.ISSUED
    for match in _PRINTED.finditer(text):
        yield match, Field.ISSUED
    if heading and heading.cover and (match := _ALONE.search(text, heading.cover.end)):
        yield match, Field.DATED
    if match := _ALONE.search(text, max(0, len(text.rstrip()) - 60)):
        yield match, Field.DATED


def _behind_blanks(text: str, at: int) -> int:
    match = re.compile(r"[\s》]*").match(text, at)
    return match.end() if match else at


def _labelled_day(field: Field, labels: tuple[Labelled, ...]) -> Proposal | None:
    value = next((one.value for one in labels if one.name == field and one.value), None)
    if value is None:
        return None
    if len(_days(value.text)) > 1:
        doubt = f"写了几个日期（{joined(value.text)}），请核对哪一个是这份文件的"
        return Proposal(field, (), (value,), doubt)
    return _day(field, value)


def _day(field: Field, span: Span) -> Proposal | None:
    """The day in some words; None where they name no whole day."""
    days = _days(span.text)
    return Proposal(field, (days[0].isoformat(),), (span,)) if days else None


def _days(words: str) -> list[date]:
    try:
        return [found.day for found in find_dates(Folded(words).plain) if found.day]
    except DataError:
        return []
