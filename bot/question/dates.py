"""As of when: the day a question supposes."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

_DATE: Final = re.compile(
    r"(?P<y>20\d\d)\s*(?:年|[-/.])\s*(?:(?P<m>1[0-2]|0?[1-9])\s*(?:月(?:份)?|[-/.]|(?=\D|$)))?"
    r"\s*(?:(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]?)?"
)
_RELATIVE: Final = {"明年": 1, "后年": 2, "去年": -1, "前年": -2, "大后年": 3}
# A year that dates spending (2025年投了…) is not the day of the question.
_SPENDING: Final = re.compile(
    r"^[^，。,；;？?]{0,8}?(已经?|申请[到过]|享受|拿[了过到]|领[了过到]|获[得了]|补[了过]|投|花|买|采购|支出|发生|产值|营收|建成|完成|立项|评|办了|的)"
)
_LISTED: Final = re.compile(r"^\s*[、和与至到]\s*(?:20)?\d\d\s*年")  # 2025年、2026年都没投
_SUPPOSED: Final = re.compile(
    r"(按照?|假设|假如|如果|若|要是|倘若|现在|今天|目前|当前|到了?|等到?|截至|截止|在|于)[^，。,]{0,4}$"
)
_APPLYING: Final = re.compile(
    r"^[^，。,；;？?]{0,8}?((申请|申报|报|提交)(?!到|过|了|的)|施行|还(能|有|在|可)|是否|仍|有效|算|时|再去|才)"
)
_ASKING: Final = re.compile(
    r"^[^，。,；;？?]{0,8}?((申请|申报|报|提交)(?!到|过|了|的)|施行|还(能|有|在|可)|是否|仍|有效|再去)"
)
_VALIDITY: Final = re.compile(r"有效|过期|失效|到期|管用|施行|生效|作数|还能|还可以")
_MONTHS: Final = {
    "年初": (1, 15),
    "年中": (6, 30),
    "年底": (12, 31),
    "年末": (12, 31),
    "上半年": (3, 31),
    "下半年": (9, 30),
}


@dataclass(frozen=True, slots=True)
class Supposed:
    """A day that a question supposes, and the words that say so: 2027年6月 ｜ 明年."""

    day: date
    words: str


def as_of(text: str, today: date) -> Supposed | None:
    """The day a question supposes (假设现在是2027年6月), or None where it means today.

    A month without a day reads as its last day, a year alone as its 30 June.
    """
    about_validity = _VALIDITY.search(text) is not None
    for match in _DATE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _LISTED.match(after):
            continue
        then = any(word in after for word in ("当时", "那时", "时候", "那会"))
        then = then or _day(match, after) > today  # 2027年2月办的活动还能补吗: nothing is spent yet
        if about_validity and (then or not _SPENDING.match(after)) and not before.endswith("自"):
            return Supposed(_day(match, after), match.group().strip())
        if _SUPPOSED.search(before[-8:]) and not _SPENDING.match(after):
            return Supposed(_day(match, after), match.group().strip())
        if _APPLYING.match(after) and not _SPENDING.match(after):
            return Supposed(_day(match, after), match.group().strip())
    for word in sorted(_RELATIVE, key=len, reverse=True):
        at = text.find(word)
        if at >= 0:
            after = text[at + len(word) :]
            if _ASKING.match(after) and not _SPENDING.match(after):
                year = today.year + _RELATIVE[word]
                day = _within_year(year, after) or date(year, 6, 30)
                return Supposed(day, word)
    return None


def _within_year(year: int, after: str) -> date | None:
    for word, (month, day) in _MONTHS.items():
        if after.startswith(word.removeprefix("年")) or after.startswith(word):
            return date(year, month, day)
    if match := re.match(r"(1[0-2]|[1-9])月(?:份)?(?:(3[01]|[12]\d|[1-9])[日号])?", after):
        month = int(match.group(1))
        return date(year, month, int(match.group(2) or monthrange(year, month)[1]))
    return None


def _day(match: re.Match[str], after: str) -> date:
    year = int(match["y"])
    if not match["m"]:
        return _within_year(year, after) or date(year, 6, 30)
    month = int(match["m"])
    last = monthrange(year, month)[1]
    return date(year, month, min(int(match["d"]), last) if match["d"] else last)
