"""Thresholds: the numbers that a provision compares something with, as they stand in its text.

Only what the words around a number say is read: at least, more, at most, less, within. What is
compared stands in the same phrase, before the number or behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from corpus.document import Span
from corpus.numerals import Comparison, Quantity, QuantityKind, read
from corpus.rules.unit import unit_name

_KINDS: Final = (
    QuantityKind.MONEY, QuantityKind.RATE, QuantityKind.COUNT, QuantityKind.DURATION,
)  # fmt: skip
_WITHIN: Final = re.compile(r"\s*(?:[（(][^）)]*[）)])?\s*以?内")
_LASTING: Final = re.compile(r"(?:连续|满|已满|持续)\s*$")
_PHRASE: Final = "，,。；;：:\n"
_PAID: Final = re.compile(r"给予|奖励|补助|补贴|资助|扶持|支持|标准|最高|封顶|上限|总额|额度")
_GRANT: Final = re.compile(r"奖励|补助|补贴|资助|扶持|资金支持|给予")
_KEPT: Final = 1 << 12  # clauses whose reading is kept
_SENTENCE: Final = "。；;\n"
# What makes a number no plain requirement: refused, excepted, preferred, one of several, relaxed.
_TURNED: Final = re.compile(
    r"[不未无非免拒禁](?!低于|少于|超过|高于|小于|大于|满|足|含|限)|没有|除外|之一|或者?|及?优先|放宽|另行|特殊|例外|"
    r"欠|违|罚|停|取消|退(?!役)|可适当|原则上|一般"
)
# In another phrase of the sentence only what excepts or offers another turns it.
_OFFERED: Final = re.compile(
    r"除外|例外|之一|[，,、]\s*或|优先|放宽|另行|特殊|原则上|一般|可适当|但"
)
# What the number brings about, be it a duty or a loss: 面积5000平方米以上的，应配备消防员.
_BRINGS: Final = re.compile(r"的[，,]\s*(?:应|须|必须|由|列入|责令|追|收回|撤|停|终止|取消|退)")
_BRACKETS: Final = re.compile(r"[（(][^（）()]*[）)]")
# What the number must be of, told by the same word: 自有车辆, 剩余租期, 上一年度营业收入.
_OF: Final = re.compile(
    r"自有|专职|全职|在职|在岗|剩余|连续|首次|累计|平均|人均|月均|年均|上一?年度?|年度|每年|全年|每月|新增|增长|增加|净|"
    r"中级|高级|本地|注册资本|实缴"
)
_SINCE: Final = re.compile(r"([^，,。；;\d]{2,30})之日起[^，,。；;\d]{0,8}$")
_FIGURE: Final = re.compile(r"\d(?![\d.．、)）])")  # no mark of an item
_JOIN: Final = re.compile(r"[且并]")
_SHORT: Final = 6  # characters: what so short a phrase compares is named in the one before
_REACH: Final = 300  # characters on either side that a phrase or a sentence may have
_MONTHS: Final = {"年": 12, "月": 1}


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that something is compared with.

    ``kind`` tells what may be compared with it (money, rate, or a unit), ``value`` is in 元, as a
    share of 1, or in that unit (durations of months and years in months); ``noun`` are the words
    of what is compared, ``span`` those of the whole phrase.
    """

    kind: str
    value: Fraction
    comparison: Comparison
    noun: str
    span: Span
    plain: bool  # outside brackets nothing turns it about, or offers another in its sentence
    qualifiers: tuple[str, ...]  # words of the noun that what is compared must be told with
    since: str = ""  # the event from which it counts: 登记注册, of 自登记注册之日起2年内

    @property
    def least(self) -> bool:
        """Whether it bounds from below."""
        return self.comparison in (Comparison.AT_LEAST, Comparison.ABOVE)

    def met_by(self, value: Fraction) -> bool:
        """Whether a value is on the right side of it."""
        match self.comparison:
            case Comparison.AT_LEAST:
                return value >= self.value
            case Comparison.ABOVE:
                return value > self.value
            case Comparison.AT_MOST:
                return value <= self.value
            case _:
                return value < self.value


@lru_cache(maxsize=_KEPT)
def thresholds(text: str, start: int = 0) -> tuple[Threshold, ...]:
    """The thresholds of a text, which begins at an offset of its document.

    A number by which something is paid, or a cap of it, is none.
    """
    return tuple(_read(text, start))


def measure(quantity: Quantity) -> tuple[str, Fraction] | None:
    """What a number can be compared with, and its value in that unit; None: 2017年, 第三条."""
    if quantity.kind not in _KINDS or quantity.low != quantity.high:
        return None
    if quantity.kind in (QuantityKind.MONEY, QuantityKind.RATE):
        return quantity.kind.value, quantity.value
    unit = unit_name(quantity.unit)
    if factor := _MONTHS.get(unit):
        return "月", quantity.value * factor
    return unit, quantity.value


def _read(text: str, start: int) -> Iterator[Threshold]:
    for quantity in read(text):
        measured = measure(quantity)
        if measured is None:
            continue
        kind, value = measured
        comparison = _comparison(quantity, text)
        before, after = _around(quantity, text)
        paid = _PAID.search(before[-_SHORT:]) or _PAID.search(after[:_SHORT])
        if comparison is None or paid or _GRANT.search(before):
            continue
        if after.startswith("岁"):
            continue  # 55周岁 is no time of 55 weeks
        first = quantity.start - len(before)
        words = text[first : quantity.end + len(after)]
        at = start + first + len(words) - len(words.lstrip())
        said = words.strip()
        noun = f"{before}{after}"
        if len(before.strip()) < _SHORT:
            noun = f"{_told_before(text, first)}{noun}"
        sentence = _sentence(quantity, text)
        yield Threshold(
            kind, value, comparison, noun, Span(at, at + len(said), said),
            plain=not (
                _BRINGS.search(sentence)
                or _TURNED.search(_BRACKETS.sub("", words))
                or _OFFERED.search(_BRACKETS.sub("", sentence))
            ),
            qualifiers=tuple(_OF.findall(_own(before, after) or noun)),
            since=since[1] if (since := _SINCE.search(before)) else "",
        )  # fmt: skip


def _told_before(text: str, at: int) -> str:
    """The phrase before an offset, and those of its sentence before it up to one with a number.

    So 推荐成功上岗人数达到一定规模的，可以申请，人数为50人以上 is of 推荐成功上岗.
    """
    end = len(text[:at].rstrip("，, "))
    begin = _begin(text, end, _PHRASE)
    first = _begin(text, begin, _SENTENCE)
    while begin > first and not _FIGURE.search(text, begin, end):
        before = _begin(text, begin - 1, _PHRASE)
        if _FIGURE.search(text, before, begin):
            break
        begin = before
    return text[begin:end]


def _own(before: str, after: str) -> str:
    """The words of one number alone: of 研发费用100万元以上且年增长15%以上 it is 研发费用."""
    own = _JOIN.split(before)[-1] + _JOIN.split(after)[0]
    return own if len(own.strip()) >= _SHORT else ""


def _sentence(quantity: Quantity, text: str) -> str:
    return text[_begin(text, quantity.start, _SENTENCE) : _end(text, quantity.end, _SENTENCE)]


def _begin(text: str, at: int, marks: str) -> int:
    """Where the stretch between marks begins that an offset lies in, not too far back."""
    lowest = max(0, at - _REACH)
    return max(text.rfind(mark, lowest, at) for mark in (*marks,)) + 1 or lowest


def _end(text: str, at: int, marks: str) -> int:
    ends = (text.find(mark, at, at + _REACH) for mark in marks)
    return min((end for end in ends if end >= 0), default=min(len(text), at + _REACH))


def _comparison(quantity: Quantity, text: str) -> Comparison | None:
    if quantity.comparison in (
        Comparison.AT_LEAST, Comparison.ABOVE, Comparison.AT_MOST, Comparison.BELOW,
    ):  # fmt: skip
        return quantity.comparison
    if _WITHIN.match(text, quantity.end):
        return Comparison.AT_MOST
    before = text[max(0, quantity.start - _SHORT) : quantity.start]
    return Comparison.AT_LEAST if _LASTING.search(before) else None


def _around(quantity: Quantity, text: str) -> tuple[str, str]:
    """The words of a number's phrase before it and behind it."""
    before = text[_begin(text, quantity.start, _PHRASE) : quantity.start]
    return before, text[quantity.end : _end(text, quantity.end, _PHRASE)]
