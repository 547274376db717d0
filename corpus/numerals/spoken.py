"""What people add to an amount: 五块五, 3元5角, 350万±5%; and how they mean what could be more."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from corpus.numerals.chinese import UnreadableError, read_number
from corpus.numerals.quantity import Quantity, QuantityKind, exact_decimal
from corpus.numerals.render import format_plain, format_yuan

_DIGIT = r"[1-9一二两三四五六七八九]"
_NOT_CENTS = r"(?![之钟期数店厂校部公批别享红类级])"
_COINS = re.compile(
    rf"零?(?P<jiao>{_DIGIT})\s*[角毛](?:钱|零?(?P<fen>{_DIGIT})\s*分{_NOT_CENTS})?"
    rf"|零?(?P<fen_only>{_DIGIT})\s*分{_NOT_CENTS}"
)
_SHORT_COINS = re.compile(
    rf"(?P<jiao>{_DIGIT})(?=$|[\s，。；、！？,;!?）)]|左右|的|一[个只件张台条])"
)
_MARGIN = re.compile(
    r"\s*(?:±|\+/-|正负|上下浮动|浮动)\s*(?P<number>\d{1,12}(?:\.\d{1,6})?)\s*(?P<unit>%|万元?|亿元?|元)"
)
_SIZE = {"元": 1, "万": 10**4, "亿": 10**8}
# a last digit without its place ends the phrase; else it may start a word: 一百万一起, 三万五倍
_GOES_ON = re.compile(
    r"\s*(?:$|[，。；、！？,;!?）)：:”\"]|左右|上下|以[上下内]|出头|的|吧|呢|啊|了|能|可|够|多少"
    r"|算|是|行|有|买|投|花|怎|设备|技改|预算|开支|费用|补|给|拿|到|至|元|块|人民币)"
)


def ends_phrase(text: str, start: int, end: int) -> bool:
    """Whether the digit that ends ``text[start:end]`` belongs to the number: 两万三的设备."""
    if text[end - 1].isascii():
        return re.match(r"[A-Za-z\d.:：/折%]", text[end : end + 1]) is None
    return text[end - 1] == "半" or _GOES_ON.match(text, end) is not None


def extended(text: str, source: str, quantity: Quantity) -> Quantity:
    """An amount with what follows it: its 角 and 分, or the margin around it."""
    if quantity.kind is not QuantityKind.MONEY or quantity.issue:
        return quantity
    end, single = quantity.end, quantity.low == quantity.high
    if (margin := _MARGIN.match(text, end)) and single and quantity.value >= 0:
        by = Fraction(margin["number"])
        by = quantity.value * by / 100 if margin["unit"] == "%" else by * _SIZE[margin["unit"][0]]
        low, high = max(quantity.value - by, Fraction(0)), quantity.value + by
        return _longer(source, replace(quantity, low=low, high=high, approximate=True), margin)
    coins = _COINS.match(text, end) if quantity.unit in ("元", "块", "块钱", "圆") else None
    if coins is None and quantity.unit == "块":
        coins = _SHORT_COINS.match(text, end)
    if coins is None or not single:
        return quantity
    found = coins.groupdict()
    cents = 10 * _digit(found["jiao"]) + _digit(found.get("fen") or found.get("fen_only"))
    value = quantity.value + Fraction(cents, 100)
    return _longer(source, replace(quantity, value=value, low=value, high=value), coins)


def _longer(source: str, quantity: Quantity, match: re.Match[str]) -> Quantity:
    return replace(quantity, end=match.end(), text=source[quantity.start : match.end()])


def _digit(char: str | None) -> int:
    try:
        return int(read_number(char).value) if char else 0
    except UnreadableError:
        return 0


def assumption(quantity: Quantity) -> str:
    """Say how a number was understood that could have been meant otherwise."""
    ends = (quantity.low,) if quantity.low == quantity.high else (quantity.low, quantity.high)
    money = quantity.kind is QuantityKind.MONEY
    said = (format_yuan(exact_decimal(end)) if money else _plain(end) for end in ends)
    return f"“{quantity.text}”按{'至'.join(said)}理解"


def _plain(number: Fraction) -> str:
    return format_plain(exact_decimal(number)).removesuffix("元")
