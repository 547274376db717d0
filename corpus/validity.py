"""When a document applies, read from the words that say so (施行日期、有效期)."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Final

from corpus.dates import DateWords, find_dates
from corpus.document import Span, Validity
from corpus.outline.ordinal import read_ordinal
from corpus.problem import DataError, shown

_COUNT: Final = r"(?P<n>[0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
# Words are read without blanks; D stands for a date.
_FROM: Final = re.compile(
    r"[自从于]?D(?:之日|当日)?起|D(?:正式)?(?:施行|实施|执行|生效)|(?:施行|实施|生效)(?:日期|时间)[为是:：]?D"
)
_RANGE: Final = re.compile(r"D(?:起)?(?:至|到|[-—–~～]{1,2})D")
_SINCE_ISSUE: Final = re.compile(
    r"(?:印发|发布|公布|颁布|下发|发文|签发|公告|通知)(?:之日|当日|日|即日)?起"
    rf"(?:满)?(?:{_COUNT}(?P<unit>日|天|个工作日|个月)(?:后|以后|之后))?"
    r"|即日起"
)
_FOR: Final = re.compile(
    r"(?:有效期|实施期|施行期|执行期|试行期|期限|年限|试行|暂定|暂行|为期)(?:间|限)?(?:[为是:：]|暂定)*(?:执行|实施|施行|试行)?"
    rf"{_COUNT}(?P<unit>年|个月)"
)
_UNTIL: Final = re.compile(
    r"(?:有效|执行|实施|施行|试行|期限|有效期|截止|截至|止于|延长|延续|起)[^D,，。;；]{0,6}?(?:至|到|于|截至)D|[至到]D(?:止|前|为止|终止|失效)?"
    r"|截[至止]D|D(?:止|截止|为止|前有效|失效|内有效)"
)
_BARE_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?=(?:至|到|[-—–~～]{1,2})(?:19|20)\d\d年)")
_FORCE: Final = re.compile(r"起(?:正式)?(?:施行|实施|执行|生效|试行)")
# What the words of a term are called, and 自 before 印发之日: quoted with them.
_LEAD: Final = re.compile(
    r"(?:[一-鿿]{2}(?:期限|年限)|有效期限?|期限)(?:[为是:：]|暂定)*[自从]?$|[自从](?:[本该][^自从]{0,8})?$"
)
_MONTHS: Final = {"年": 12, "个月": 1}


def read_validity(span: Span | None, issued: date | None = None) -> Validity:
    """When a document applies, read from the words that say so.

    "有效期3年" from 2024-01-05 ends on 2027-01-04 or 2027-01-05, depending on how years are
    counted; "至2025年12月31日" ends on that day, "至2025年" on its last. "自印发之日起" is the day
    ``issued``, "自发布之日起30日后" the day after 30 more have passed (民法典第二百零一条); without
    ``issued``, or counted in working days, the beginning stays unknown and the words are kept.

    Raises DataError if the words hold neither a beginning nor an end, or a day that does not exist.
    """
    if span is None:
        return Validity()
    words, dates = _marked(span.text)
    effective, since = _beginning(words, dates, issued)
    until = _end(words, dates)
    lasts = _FOR.search(words)
    if effective is None and not since and until is None and lasts is None:
        raise DataError(
            f"{shown(span.text)}中既没有施行日期也没有有效期",
            "应形如“自2024年1月5日起施行，有效期3年”；没有载明的请留空",
        )
    months = _number(lasts) * _MONTHS[lasts["unit"]] if lasts else 0
    years = months // 12 if months and months % 12 == 0 else None
    earliest = latest = until
    if until is None and effective and months:
        latest = months_later(effective, months)
        earliest = latest - timedelta(days=1)
    return Validity(effective, years, earliest, latest, span)


def states_length(words: str) -> bool:
    """Whether words say how long a document applies (有效期一年), from whatever day."""
    return _FOR.search(re.sub(r"\s+", "", words)) is not None


def locate_validity(words: str) -> tuple[int, int] | None:
    """Where in a sentence (without blanks) the words stand that `read_validity` reads.

    From the first beginning or end to the last; None where there is neither, or a wrong day.
    """
    try:
        marked, dates = _marked(words)
    except DataError:
        return None
    found = [
        match.span()
        for pattern in (_FROM, _RANGE, _SINCE_ISSUE, _FOR, _UNTIL, _FORCE)
        for match in pattern.finditer(marked)
    ]
    if not any(pattern.search(marked) for pattern in (_FROM, _RANGE, _SINCE_ISSUE, _FOR, _UNTIL)):
        return None
    lead = _LEAD.search(marked[: min(found)[0]])
    start = lead.start() if lead else min(found)[0]
    return _unmarked(start, dates), _unmarked(max(end for _, end in found), dates)


def _unmarked(at: int, dates: list[DateWords]) -> int:
    """An offset into the marked words as one into the words themselves."""
    shift = 0
    for found in dates:
        if found.start - shift >= at:
            break
        shift += found.end - found.start - 1
    return at + shift


def _marked(text: str) -> tuple[str, list[DateWords]]:
    """The text without blanks, each date written D, and the dates in order.

    In 2022-2024年 the first year is a date too.
    """
    plain = re.sub(r"\s+", "", text)
    dates = list(find_dates(plain))
    for match in _BARE_YEAR.finditer(plain):
        if all(match.end() <= found.start or found.end <= match.start() for found in dates):
            year = int(match.group())
            dates.append(DateWords(*match.span(), date(year, 1, 1), date(year, 12, 31)))
    dates.sort(key=lambda found: found.start)
    for found in reversed(dates):
        plain = f"{plain[: found.start]}D{plain[found.end :]}"
    return plain, dates


def _date_at(words: str, match: re.Match[str], dates: list[DateWords], nth: int) -> DateWords:
    """The first (0) or last (-1) date inside a match."""
    before = words.count("D", 0, match.start())
    return dates[before : before + match.group().count("D")][nth]


def _beginning(words: str, dates: list[DateWords], issued: date | None) -> tuple[date | None, bool]:
    """The first day, where it can be told, and whether one is stated at all."""
    for pattern in (_FROM, _RANGE):
        if match := pattern.search(words):
            return _date_at(words, match, dates, 0).first, True
    match = _SINCE_ISSUE.search(words)
    if match is None:
        return None, False
    if issued is None or match["unit"] == "个工作日":
        return None, True
    count = _number(match) if match["n"] else 0
    if match["unit"] == "个月":
        return months_later(issued, count) + timedelta(days=1), True
    return issued + timedelta(days=count + 1 if count else 0), True


def _end(words: str, dates: list[DateWords]) -> date | None:
    """The last day, where one is stated."""
    for pattern in (_RANGE, _UNTIL):
        if match := pattern.search(words):
            return _date_at(words, match, dates, -1).last
    return None


def _number(match: re.Match[str]) -> int:
    return read_ordinal(match["n"]) or 0


def months_later(day: date, months: int) -> date:
    """The same day of the month some months later; 29 February without one is 1 March."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= calendar.monthrange(years, month + 1)[1]:
        return date(years, month + 1, day.day)
    return date(years + month // 11, (month + 1) % 12 + 1, 1)
