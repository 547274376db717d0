"""Days, months and years as documents write them: 2024年1月5日 ｜ 2024-01-05 ｜ 二〇二四年一月."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from corpus.outline.ordinal import read_ordinal
from corpus.problem import DataError

_DIGITS: Final = {digit: str(at) for at, digit in enumerate("零一二三四五六七八九")} | {
    "〇": "0", "○": "0", "Ｏ": "0", "O": "0",
}  # fmt: skip
_CN_YEAR: Final = "[一二][〇○零ＯO一二三四五六七八九]{3}"
_CN: Final = "[一二三四五六七八九十]{1,3}"
_DATE: Final = re.compile(
    rf"(?<![\d０-９])(?P<y>(?:19|20)\d\d|{_CN_YEAR})"
    rf"(?:\s?年(?:\s?(?:(?P<m>\d{{1,2}}|{_CN})\s?月(?:份)?(?:\s?(?:(?P<d>\d{{1,2}}|{_CN})\s?[日号]|(?P<me>底|末)))?"
    r"|(?P<ye>年?底|年?末)))?"
    r"|(?P<sep>[-./])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2})(?!\d))"
)


@dataclass(frozen=True, slots=True)
class DateWords:
    """A day, month or year that stands at ``text[start:end]``: its first and its last day."""

    start: int
    end: int
    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The day, where one is written; None for a month or a year."""
        return self.first if self.first == self.last else None


def find_dates(text: str) -> Iterator[DateWords]:
    """The dates of a text in order; a year counts only with 年.

    Raises DataError for a day that does not exist.
    """
    for match in _DATE.finditer(text):
        yield DateWords(match.start(), match.end(), *_ends(match))


def read_day(text: str) -> date | None:
    """The first day that a text names; None where it names none. DataError: it does not exist."""
    return next((found.day for found in find_dates(text) if found.day), None)


def _ends(match: re.Match[str]) -> tuple[date, date]:
    """The first and the last day of what is written: of the day, the month or the year."""
    year = int("".join(_DIGITS.get(char, char) for char in match["y"]))
    written_month, written_day = match["m"] or match["m2"], match["d"] or match["d2"]
    if match["ye"]:
        return date(year, 12, 31), date(year, 12, 31)
    if written_month is None:
        return date(year, 1, 1), date(year, 12, 31)
    month, day = read_ordinal(written_month) or 0, read_ordinal(written_day or "") or 0
    try:
        last = date(year, month, calendar.monthrange(year, month)[1])
        if match["me"]:
            return last, last
        return (date(year, month, day),) * 2 if written_day else (date(year, month, 1), last)
    except (ValueError, calendar.IllegalMonthError):
        found = (
            f"“{year}年{month}月{day}日”这一天不存在" if written_day else f"{year}年没有{month}月"
        )
        raise DataError(found, "请对照原件改正；原件有误的，请把这一项留空") from None


def day_in_words(day: date) -> str:
    """A day as it is said: 2027年1月4日."""
    return f"{day.year}年{day.month}月{day.day}日"
