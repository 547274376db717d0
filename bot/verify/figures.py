"""A number of a sentence with what the words around it make of it: role, direction, scope."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from bot.verify import lexicon
from corpus.numerals import (
    DIRECTION,
    DIRECTION_SENSE,
    Comparison,
    Quantity,
    QuantityKind,
    read_people,
)
from corpus.numerals import read as read_strict

_EDGE = re.compile(r"[，。；：、！？;:\n“”「」『』（）()《》]|(?<!\d),|,(?!\d)")
_RIGHT = re.compile(
    r"\s*[（(]?\s*(?:这?一?(?:是|为|属于|即为|就是)|的)?\s*(?:比例|资助|补贴|奖励|扶持)?的?(?:最高)?"
    r"(上限|封顶|最高限额|最高值|限额|天花板|下限|底线)"
)
_UNIT_CLASSES = (("家", "户", "间"), ("名", "人", "位"), ("次", "届", "场", "期"), ("天", "日"))
_META_NOUN = re.compile(
    r"个?(?:条件|文件|版本|读法|口径|步|方面|部分|问题|情形|情况|层|政策|方案|说法|结果|条款|来源|"
    r"依据|规定|数字|标准|办法|要点|事项|时点|日期|环节|前提)"
)
_META_UNITS = frozenset("种类档点步条项")


class Role(StrEnum):
    """What an amount of money is in its sentence."""

    AWARD = "award"  # what is paid, or its cap
    BASE = "base"  # what it is reckoned from, or a threshold
    CALC = "calc"  # a term of a calculation
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. ``low`` and ``high`` are 元 for money and parts of 1 for rates."""

    kind: QuantityKind
    low: Fraction
    high: Fraction
    unit: str
    text: str
    start: int
    end: int
    direction: Comparison | None
    role: Role
    scopes: frozenset[str]
    segment: str

    def same_value(self, other: Figure) -> bool:
        """Whether both stand for the same number of the same kind, whatever its form."""
        return (
            self.kind is other.kind
            and (self.low, self.high) == (other.low, other.high)
            and (self.unit == other.unit or "个" in (self.unit, other.unit))
        )


@lru_cache(maxsize=2048)
def in_text(text: str) -> tuple[Figure, ...]:
    """The figures of a published text."""
    return _figures(text, read_strict)


@lru_cache(maxsize=2048)
def in_speech(text: str) -> tuple[Figure, ...]:
    """The figures of what a person or a model wrote."""
    return _figures(text, read_people)


def _figures(text: str, read: Callable[[str], tuple[Quantity, ...]]) -> tuple[Figure, ...]:
    quantities = [q for q in read(text) if not _is_prose(text, q)]
    ends = [0, *(q.end for q in quantities)]
    starts = [*(q.start for q in quantities), len(text)]
    return tuple(_figure(text, q, ends[i], starts[i + 1]) for i, q in enumerate(quantities))


def _is_prose(text: str, quantity: Quantity) -> bool:
    """Whether a number only looks like one: 上一年度, 一家企业, 两个条件, 第一."""
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.kind is QuantityKind.DURATION and quantity.text.startswith("一"):
        return before.endswith(("上", "下", "这", "每", "同", "任", "哪")) or after.startswith("度")
    if quantity.kind is QuantityKind.COUNT and quantity.value <= 10:
        if quantity.unit in _META_UNITS or _META_NOUN.match(after):
            return True
        if before.endswith(("这", "那", "上述", "前述", "以上")):
            return True
        return not any(char.isdigit() for char in quantity.text) and quantity.value == 1
    if quantity.kind is QuantityKind.NUMBER and quantity.value <= 10:
        return after.startswith("处")
    return quantity.kind is QuantityKind.ORDINAL


def _figure(text: str, quantity: Quantity, previous_end: int, next_start: int) -> Figure:
    left = max((m.end() for m in _EDGE.finditer(text, 0, quantity.start)), default=0)
    edge = _EDGE.search(text, quantity.end)
    right = edge.start() if edge else len(text)
    segment = text[left:right]
    return Figure(
        kind=quantity.kind,
        low=quantity.low,
        high=quantity.high,
        unit=_unit(quantity),
        text=quantity.text,
        start=quantity.start,
        end=quantity.end,
        direction=_direction(text, quantity, max(left, previous_end)),
        role=_role(text, quantity, left, min(right, next_start), previous_end),
        scopes=scopes_in(segment),
        segment=segment,
    )


def scopes_in(text: str) -> frozenset[str]:
    """The scopes that a stretch of words names: year, firm, project …"""
    return frozenset(scope for word, scope in lexicon.scopes() if word in text)


def _unit(quantity: Quantity) -> str:
    if quantity.kind is QuantityKind.MONEY:
        return "元"
    if quantity.kind is QuantityKind.RATE:
        return "百分点" if quantity.unit == "个百分点" else "%"
    if quantity.kind in (QuantityKind.NUMBER, QuantityKind.YEAR, QuantityKind.DATE):
        return quantity.unit if quantity.kind is QuantityKind.DATE else ""
    return next((row[0] for row in _UNIT_CLASSES if quantity.unit in row), quantity.unit)


def _direction(text: str, quantity: Quantity, left: int) -> Comparison | None:
    if match := _RIGHT.match(text, quantity.end):
        return Comparison.AT_LEAST if match[1] in ("下限", "底线") else Comparison.AT_MOST
    direction = quantity.comparison
    if direction is None:
        last = None
        for match in DIRECTION.finditer(text, left, quantity.start):
            last = match[0]
        direction = DIRECTION_SENSE.get(last) if last else None
    return None if direction is Comparison.EQUAL else direction


def _role(text: str, quantity: Quantity, left: int, right: int, previous_end: int) -> Role:
    """The nearest cue decides: within the segment first, then the words since the last number."""
    if quantity.kind is not QuantityKind.MONEY:
        return Role.UNKNOWN
    if _RIGHT.match(text, quantity.end):
        return Role.AWARD
    nearest = _nearest(text, quantity, max(left, previous_end), min(right, quantity.end + 8))
    if nearest is Role.UNKNOWN and (left > 0 or previous_end > 0):
        nearest = _nearest(text, quantity, max(previous_end, left - 40, 0), quantity.start)
    return nearest


def _nearest(text: str, quantity: Quantity, left: int, right: int) -> Role:
    best, distance = Role.UNKNOWN, 1_000
    for role, table in ((Role.AWARD, "award"), (Role.BASE, "base"), (Role.CALC, "calc")):
        for match in lexicon.pattern(table).finditer(text, left, right):
            if match.start() < quantity.end and match.end() > quantity.start:
                continue
            before = match.end() <= quantity.start
            gap = quantity.start - match.end() if before else match.start() - quantity.end
            nearer = 2 * gap + (not before)  # as near on both sides: the words before it
            if nearer < distance:
                best, distance = role, nearer
    return best
