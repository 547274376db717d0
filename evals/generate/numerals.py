"""How people write a sum of money. Sums are in 万元."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_CAPITAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
_WRITTEN = re.compile(r"(?<![\d.,到至~亿—-])(\d+(?:\.\d+)?) ?万元?(?=[^\d台副人元]|$)")
_WEIGHTS = {"plain": 10, "yuan": 4, "spaced": 1, "letter": 1, "wide": 1, "long": 2, "grouped": 1}


def money(value: Decimal, rng: random.Random) -> str:
    """Write a sum in one of the ways that fit it."""
    if value >= 10000:
        return f"{_short(value / 10000)}亿{rng.choice(('', '元'))}"
    if value < 1:
        return f"{_short(value * 10000)}元"
    if value == int(value) and rng.random() < 0.2:
        return f"{hanzi(int(value))}万{rng.choice(('', '元'))}"
    styles = rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    return _styled(value, styles[0])


def _styled(value: Decimal, style: str) -> str:
    short = _short(value)
    match style:
        case "yuan":
            return f"{short}万元"
        case "spaced":
            return f"{short} 万"
        case "letter":
            return f"{short}w"
        case "wide":
            return f"{short.translate(_WIDE)}万元"
        case "long":
            return f"{_short(value * 10000)}元"
        case "grouped":
            return f"{int(value * 10000):,}元"
        case _:
            return f"{short}万"


def capital(value: Decimal) -> str:
    """Write a sum a second time: in capital numerals where it is whole, else in 元."""
    if value == int(value) and value < 10000:
        return f"{hanzi(int(value)).translate(_CAPITAL)}万元整"
    return f"{_short(value * 10000)}元"


def hanzi(number: int) -> str:
    """Write a number below 10,000 in characters, as it is said in front of 万."""
    text, gap = "", False
    for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit, number = divmod(number, value)
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + unit
        gap = False
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def respelled(text: str) -> tuple[str, ...]:
    """The text with every sum of the form ``340万`` written in another way, as often as it can."""
    if not _WRITTEN.search(text):
        return ()
    return tuple(_rewritten(text, way) for way in (_in_characters, _in_yuan, _in_wide))


def _rewritten(text: str, way: Callable[[Decimal], str]) -> str:
    return _WRITTEN.sub(lambda found: way(Decimal(found[1])), text)


def _in_wide(value: Decimal) -> str:
    return f"{_short(value).translate(_WIDE)}万元"


def _in_characters(value: Decimal) -> str:
    whole = value == int(value) and 0 < value < 10000
    return f"{hanzi(int(value))}万元" if whole else f"{_short(value)}万元"


def _in_yuan(value: Decimal) -> str:
    return f"{_short(value * 10000)}元"


def _short(value: Decimal) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
