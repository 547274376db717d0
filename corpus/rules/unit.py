"""What a unit amount is paid for each of: 每人每月300元, 500元/人, 每引进1家企业…200万元."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from corpus.numerals import Quantity, QuantityKind, read

_PLAIN: Final = (
    *"项件台套辆艘架场次届门篇部集款间栋座头只株棵班份条例列站批本册首枚幅羽尾箱",
    "学时",
    "课时",
    "小时",
)
# a unit as it is kept → how texts print it
_PRINTED: Final = {
    "人次": "人次",
    "人": "个人 人 名 位",
    "家": "家",
    "户": "户",
    "个": "个",
    "月": "个月 月",
    "年": "年度 年",
    "天": "天 日",
    "晚": "晚 夜",
    "季度": "季度",
    "平方米": "平方米 平米 ㎡ m² m2",
    "张": "张床位 床位 张 床",
    "立方米": "立方米",
    "亩": "亩",
    "公顷": "公顷",
    "吨": "吨",
    "公斤": "公斤 千克",
    "公里": "公里 千米",
    "千瓦时": "千瓦时 度",
    "千瓦": "千瓦",
    "标准箱": "标准箱 标箱 TEU",
    **dict(zip(_PLAIN, _PLAIN, strict=True)),
}  # fmt: skip
KEPT: Final[dict[str, str]] = {
    printed: kept for kept, all_of in _PRINTED.items() for printed in all_of.split()
}
UNIT: Final = "|".join(sorted(map(re.escape, KEPT), key=len, reverse=True))
_EACH: Final = re.compile(rf"每一?(?:连续|满|新增|增加)?\s*(?P<unit>{UNIT})(?![^，。；]{{0,2}}级)")
_PER: Final = re.compile(rf"(?:元|块)\s*(?P<units>(?:[/／·•每]\s*(?:{UNIT})\s*)+)")
_EVERY: Final = re.compile(r"每[^，。；、每]{0,12}$")


def unit_name(printed: str) -> str:
    """How a printed unit is kept: 名 → 人, 个月 → 月; an unknown one stays as it is."""
    return KEPT.get(printed.strip(), printed.strip())


def quota_factor(unit: str, bound: str) -> int | None:
    """How many of a unit one of another is, as far as a limit may be told in it: 1年 is 12月."""
    if unit_name(unit) == bound:
        return 1
    return 12 if (unit_name(unit), bound) == ("月", "年") else None


def counted_marks(text: str) -> int:
    """How many 每 of words name a unit: two of 每招用1人按每人."""
    marks = {match.start() for match in _EACH.finditer(text)}
    every = (each_of(text, quantity) for quantity in read(text))
    return len(marks | {match.start() for match in every if match})


def each_of(text: str, quantity: Quantity) -> re.Match[str] | None:
    """The 每 that a number belongs to: 每招用1人."""
    counted = quantity.kind in (QuantityKind.COUNT, QuantityKind.DURATION)
    return _EVERY.search(text[: quantity.start]) if counted else None


def read_units(text: str) -> tuple[tuple[str, ...], Fraction]:
    """The units that words pay for each of, and how many of the first make one: 每10人 → 人, 10.

    () where the words name no unit.
    """
    if match := _PER.search(text):
        found = re.findall(UNIT, match["units"])
        return tuple(unit_name(one) for one in found), Fraction(1)
    marks = [(match.start("unit"), unit_name(match["unit"])) for match in _EACH.finditer(text)]
    number = Fraction(1)
    for quantity in read(text):
        if each_of(text, quantity):
            marks.append((quantity.start, unit_name(quantity.unit)))
            number = quantity.value
    return tuple(dict.fromkeys(name for _, name in sorted(marks))), number
