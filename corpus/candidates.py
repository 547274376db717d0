"""An independent, looser reading of where units may begin, to hold the parser's against.

It knows characters, not the parser's patterns: what Unicode calls a number, a bracket, a mark of
punctuation. It uses no regular expression and nothing of `corpus.outline`, so that what the parser
cannot see is not unseen here too. It takes too much rather than too little.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

_ORDINAL: Final = "第笫苐"
_UNITS: Final = "编編篇章节節条條款项項目部"
_DASHES: Final = "—–―─－-ー"  # printed for 一
_SEPARATORS: Final = "、，,.:·•・‧。﹒﹑"
_COUNTED: Final = "万亿千百元年月日时点分个家人次倍号名岁天周度层户亩吨件%"
_NAMED: Final = ("附件", "附表", "附录", "附则")
_CASES: Final = ("案例", "示例", "问题", "情形", "方式")  # 案例1：
_ORNAMENTS: Final = "#*>_~`\\-•·●○◆◇■□★☆▲△→※"  # converters and word processors put them first
_STOPS: Final = "。；;：:！？!?)）"
_LONGEST: Final = 9  # characters of a number: 一千二百六十一
_DIGITS: Final = 4  # of an Arabic number
_SHOWN: Final = 40  # characters of a line that a report shows
_HIDDEN: Final = frozenset({"Cf", "Co", "Cn"})  # zero-width, private use, unassigned
_BLANK: Final = frozenset({"Zs", "Cc", *_HIDDEN})
_BREAKS: Final = str.maketrans("\r\v\x85\u2028\u2029", "\n\n\n\n\n")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a unit may begin: its line from 1, its offset, and the words from there on."""

    line: int
    start: int
    words: str


def find_candidates(text: str) -> tuple[Candidate, ...]:
    """Every place that may begin a numbered unit, in order; lines of tables are left out."""
    found = []
    for number, (offset, line) in enumerate(_lines(text), 1):
        if sum(line.count(bar) for bar in "\t|│") > 1:
            continue
        for start in _places(line):
            found.append(Candidate(number, offset + start, line[start : start + _SHOWN].strip()))
    return tuple(found)


def places_at(text: str, offsets: Iterable[int]) -> tuple[Candidate, ...]:
    """The places at ``offsets`` of ``text``, whether or not a mark is seen there."""
    starts = [offset for offset, _ in _lines(text)]
    return tuple(
        Candidate(bisect_right(starts, at), at, text[at : at + _SHOWN].split("\n")[0])
        for at in offsets
    )


def _lines(text: str) -> list[tuple[int, str]]:
    """The lines with their offsets; every kind of line end is one."""
    lines = text.replace("\r\n", " \n").translate(_BREAKS).split("\n")
    return list(zip(accumulate((len(one) + 1 for one in lines), initial=0), lines, strict=False))


def _places(line: str) -> Iterator[int]:
    """Offsets in ``line`` at which a mark stands: at its head, or behind a stop."""
    head = _head(line)
    if _is_mark(line, head, at_head=True):
        yield head
    for at, char in enumerate(line):
        if at < head or char not in _STOPS:
            continue
        place = _skip(line, at + 1)
        if place > head and _is_mark(line, place, at_head=False):
            yield place


def _head(line: str) -> int:
    """Behind what converters and word processors put before the first word."""
    head = 0
    while head < len(line):
        if _kind(line[head]) in _BLANK or line[head] in _ORNAMENTS:
            head += 1
        elif line[head] == "[" and ":" in line[head : head + _SHOWN] and "]" in line[head:]:
            head = line.index("]", head) + 1  # [bookmark: …]
        else:
            break
    return head


def _is_mark(line: str, at: int, *, at_head: bool) -> bool:
    """Whether something stands at ``at`` that a text might number a unit with."""
    if at >= len(line):
        return False
    char = _plain(line[at])
    if char in _ORDINAL:
        return at_head and _is_ordinal(line, at)
    if _kind(line[at]) == "Ps":
        begin = _skip(line, at + 1)
        end = _number(line, begin, letters=True, dashes=at_head)
        if end - begin == len("2024") and line[begin] in "12":
            return False  # 〔2024〕3号
        return end > 0 and _kind_at(line, _skip(line, end)) == "Pe"
    if _kind(line[at]) in ("No", "Nl") and line[at] != "〇":
        return True
    if at_head and line.startswith(_NAMED, at):
        return len(line.strip()) <= _SHOWN or line[at + 2 : at + 3].isspace()
    if at_head and line.startswith(_CASES, at):
        return _is_bare(line, _skip(line, at + 2), at_head=True)
    return _is_bare(line, at, at_head=at_head)


def _is_ordinal(line: str, at: int) -> bool:
    """第十条, 第 12 章, 第—条."""
    end = _number(line, _skip(line, at + 1), dashes=True, spaced=True)
    place = _skip(line, end)
    return end > 0 and place < len(line) and _plain(line[place]) in _UNITS


def _is_bare(line: str, at: int, *, at_head: bool) -> bool:
    """一、 ｜ 1. ｜ 1） ｜ a. ｜ at the head also “1 总则” and “1.1 目的”."""
    end = _number(line, at, letters=True, dashes=at_head)
    if not end:
        return False
    if at_head and end - at < _DIGITS and _kind_at(line, end + 1) == "Nd":
        end = _last_level(line, end)
    place = _skip(line, end)
    if place >= len(line):
        return False
    after = _plain(line[place])
    if after in _SEPARATORS or _kind(line[place]) == "Pe":
        digits = _number(line, place + 1) - place - 1
        return after == "、" or _kind_at(line, place + 1) != "Nd" or digits == len("2024")
    return at_head and place > end and _kind(line[place]) == "Lo" and after not in _COUNTED


def _last_level(line: str, end: int) -> int:
    """Behind the last number of 1.1.2, which begins with the number before ``end``."""
    while end < len(line) and line[end] == ".":
        level = _number(line, end + 1)
        if not 0 < level - end - 1 < len("2024"):
            break
        end = level
    return end


def _number(
    line: str, at: int, *, letters: bool = False, dashes: bool = False, spaced: bool = False
) -> int:
    """The offset behind the number that stands at ``at``, 0 for none."""
    if letters and at < len(line) and _plain(line[at]).isascii() and line[at].isalpha():
        return at + 1
    end = at
    while end < len(line) and end - at < _LONGEST:
        char = line[end]
        numeric = unicodedata.numeric(_plain(char), None) is not None or char in "〇○廿卅"
        passed = _kind(char) in (_BLANK if spaced else _HIDDEN)
        if not (numeric or (dashes and char in _DASHES) or passed):
            break
        end += 1
    if end - at > _DIGITS and line[at:end].isdigit():
        return 0  # a telephone number
    return end if end > at else 0


def _skip(line: str, at: int) -> int:
    while at < len(line) and (_kind(line[at]) in _BLANK or line[at] == "\\"):
        at += 1
    return at


def _kind_at(line: str, at: int) -> str:
    return _kind(line[at]) if at < len(line) else ""


@cache
def _kind(char: str) -> str:
    return unicodedata.category(char)


@cache
def _plain(char: str) -> str:
    """The character that ``char`` is another form of: ⼀ → 一, Ａ → A."""
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 else char
