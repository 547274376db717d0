"""Which year or project each number of a sentence belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from corpus.numerals.chinese import UnreadableError, read_number
from corpus.numerals.quantity import Quantity, QuantityKind


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text that names a year, an ordinal year or a project."""

    start: int
    end: int
    year: int | None = None
    ordinal: int | None = None
    label: str = ""


_NOWHERE = Mark(-1, -1)
_WORDS = (
    (
        re.compile(r"(?:设立|成立|建成|开办|运营)的?(?:当年|第一年|那年|首年)|首年|头一?年"),
        1,
    ),
    (re.compile(r"次年|翌年|转过年"), 2),
)
_THIS_FIRST = re.compile(r"当年")  # the first year only where a second one is named
_LATER = re.compile(r"次年|翌年|第二年|第2年|第三年|第3年")
_RELATIVE = (
    (re.compile(r"大前年"), -3),
    (re.compile(r"(?<!大)前年"), -2),
    (re.compile(r"去年|上一年度?|上年度?"), -1),
    (re.compile(r"今年|本年度?"), 0),
    (re.compile(r"明年"), 1),
)
_THING = "项目|园区|产业园|园(?!区)|平台|活动|展会|大赛|论坛|企业|公司|工厂|厂区|生产线|车间"
_NAMED = re.compile(
    rf"(?:(?:[A-Za-z甲乙丙丁戊]|[一二三四五六七八九]号|(?:第[一二三四五六七八九十\d]个))(?:{_THING})"
    rf"|(?:{_THING})(?:[A-Za-z甲乙丙丁](?![A-Za-z])|[一二三四五六七八九](?![\d一二三四五六七八九十百千万亿个家年次届期场大成]))"
    r"|(?:另外?一个|另一个|其中一个)|[一二三]期)"
)
_SHARE = re.compile(
    rf"(?<!\d)(?P<n>[两二三四五六七八九十]|\d{{1,2}})(?P<what>年|个?(?:{_THING})|[场届期家个])[^。；;]{{0,12}}?"
    r"(?P<how>分别|依次|各自|各|每年|每个|每场|每家|都|均)"
)
_EACH = re.compile(r"每年|各年|年年|都|均")
_UNTIL = re.compile(r"\s*(?:到|至|—|–|-|~|～)\s*")
_MOST_YEARS = 20
_ORDINALS = "一二三四五六七八九十"  # as many projects are told apart


def marks(text: str, found: tuple[Quantity, ...], today: date | None) -> list[Mark]:
    """Years, ordinal years and project names of ``text``, in order."""
    result = []
    for q in found:
        if q.kind is QuantityKind.YEAR and not q.issue:
            result.append(Mark(q.start, q.end, year=int(q.value)))
        elif q.kind is QuantityKind.ORDINAL and text[q.end - 1] == "年" and not q.issue:
            result.append(Mark(q.start, q.end, ordinal=int(q.value)))
    words = _WORDS + (((_THIS_FIRST, 1),) if _LATER.search(text) else ())
    for pattern, ordinal in words:
        result += [Mark(m.start(), m.end(), ordinal=ordinal) for m in pattern.finditer(text)]
    if today is not None:
        for pattern, shift in _RELATIVE:
            year = today.year + shift
            result += [Mark(m.start(), m.end(), year=year) for m in pattern.finditer(text)]
    result += [Mark(m.start(), m.end(), label=m[0]) for m in _NAMED.finditer(text)]
    return sorted(result, key=lambda mark: mark.start)


def distribute(
    text: str, wanted: list[Quantity], marked: list[Mark]
) -> list[tuple[Quantity, Mark]]:
    """Each wanted quantity with its mark; "三年每年300万" yields one pair a year."""
    if not wanted:
        return []
    if spread := _years_through(text, wanted, marked):
        return spread
    shared = _shared(text, wanted, marked)
    if shared is not None:
        return shared
    if pairs := _respectively(text, wanted, marked):
        return pairs
    return [(q, _own(text, q, marked)) for q in wanted]


def _own(text: str, quantity: Quantity, marked: list[Mark]) -> Mark:
    """Find the marks that hold at a quantity: those before it, or one in brackets after it."""
    after = [m for m in marked if 0 <= m.start - quantity.end <= 1]
    if after and text[quantity.end : quantity.end + 1] in tuple("（("):
        return after[0]
    own = _NOWHERE
    for mark in (m for m in marked if m.end <= quantity.start):
        if mark.label:
            own = replace(own, label=mark.label)
        elif mark.ordinal is not None:
            own = replace(own, ordinal=mark.ordinal)
        else:
            own = replace(own, year=mark.year)
    return own


def _respectively(
    text: str, wanted: list[Quantity], marked: list[Mark]
) -> list[tuple[Quantity, Mark]]:
    """2024年和2025年分别投300万、200万: as many marks before 分别 as amounts after it."""
    word = re.search(r"分别|依次", text)
    if word is None:
        return []
    before = [m for m in marked if m.end <= word.start()]
    after = [q for q in wanted if q.start >= word.end()]
    if len(before) != len(after) or len(after) < 2:
        return []
    return list(zip(after, before, strict=True))


def _shared(
    text: str, wanted: list[Quantity], marked: list[Mark]
) -> list[tuple[Quantity, Mark]] | None:
    """两个项目分别60万和70万; 三年每年300万; 两个园区各引进2家."""
    match = _SHARE.search(text)
    if match is None:
        return _each_year(text, wanted)
    count, after = _count(match["n"]), [q for q in wanted if q.start >= match.end()]
    if not 0 < count <= len(_ORDINALS) or not after:
        return None
    if any(m.end <= after[0].start and m.year is None for m in marked):
        return None
    if match["how"] in ("分别", "依次") or len(after) == count:
        if len(after) != count:
            return None
        amounts = after
    elif len(after) == 1:
        amounts = after * count
    else:
        return None
    if len({m.year for m in marked if m.year and m.end <= after[0].start}) > 1:
        return None
    return list(zip(amounts, _numbered(match["what"], count), strict=True))


def _years_through(
    text: str, wanted: list[Quantity], marked: list[Mark]
) -> list[tuple[Quantity, Mark]]:
    """第一年到第三年每年300万; 2023到2025年都是300万: the amount once for every year."""
    if len(wanted) != 1 or not _EACH.search(text, 0, wanted[0].start):
        return []
    for first, last in pairwise(marked):
        if not _UNTIL.fullmatch(text, first.end, last.start) or last.end > wanted[0].start:
            continue
        if first.ordinal and last.ordinal and 0 < last.ordinal - first.ordinal < _MOST_YEARS:
            ordinals = range(first.ordinal, last.ordinal + 1)
            return [(wanted[0], Mark(-1, -1, ordinal=number)) for number in ordinals]
        if first.year and last.year and 0 < last.year - first.year < _MOST_YEARS:
            years = range(first.year, last.year + 1)
            return [(wanted[0], Mark(-1, -1, year=year)) for year in years]
    return []


def _each_year(text: str, wanted: list[Quantity]) -> list[tuple[Quantity, Mark]] | None:
    """连续三年，每年300万 and 每年300万，连续三年."""
    several = re.search(r"连续([两二三四五六七八九十]|\d{1,2})年", text)
    each = re.search(r"每年", text)
    after = [q for q in wanted if each and 0 <= q.start - each.end() <= 12]
    if several is None or len(after) != 1 or len(wanted) != 1:
        return None
    count = _count(several[1])
    return list(zip(after * count, _numbered("年", count), strict=True))


def _numbered(what: str, count: int) -> list[Mark]:
    if what == "年":
        return [Mark(-1, -1, ordinal=i) for i in range(1, count + 1)]
    name = what.lstrip("个") or "项目"
    name = {"场": "活动", "届": "活动", "家": "企业", "期": "项目"}.get(name, name)
    # 第一个项目 and not 项目1: an amount may follow the label without a space
    return [Mark(-1, -1, label=f"第{_ORDINALS[i]}个{name}") for i in range(count)]


def _count(run: str) -> int:
    try:
        return int(read_number(run).value)
    except UnreadableError:
        return 0
