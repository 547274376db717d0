"""Figures: the tokens that numbers make: money, counts, prices, months and identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Final

from bot.question.token import Token
from corpus.numerals import Quantity, QuantityKind, read_people

_PIECE: Final = "[副台套个只件把张条辆人平米名粒枚双箱]"
_PIECES: Final = tuple("副只件台套个平㎡名人次页吨斤米张条瓶双箱家粒枚")
_PRICED_BEHIND: Final = re.compile(rf"块?钱?\s?(?:/|一|每){_PIECE}")
_PRICED_BEFORE: Final = re.compile(
    rf"(?:[单均]价|[每一]{_PIECE}|每个?[月年天]|[\d]{_PIECE}[,，])(?:[是为约价]|大概)?$"
)
_SOME: Final = re.compile(r"(?P<n>[一两二三四五六七八九十])(?P<u>[副只双粒瓶箱枚])")
_QUARTERS: Final = 4
_DIGITS: Final = "零一二三四五六七八九"
_HALF_YEARS: Final = re.compile(
    r"(?<![上下前后头])半年|(?P<n>[一二两三四五六七八九]|\d{1,2})年半(?![年天月])"
)
_PEOPLE: Final = re.compile("观众|粉丝|游客|访客|客流|人次|用户|会员")
_DISCOUNT: Final = re.compile(
    r"(?:打[了个]{0,2})?(?P<n>[一二三四五六七八九]{1,2}|\d(?:\.?\d)?|对)折(?![扣旧腾])"
)
_CODE: Final = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)|(?<![0-9a-z])(?=[0-9a-z]*\d)[0-9a-z]{15,20}"
    r"(?![0-9a-z])|\d+(?:-\d+){2,}|[\u4e00-\u9fff]{2,6}[〔\[(]\d{4}[〕\])]\s?\d+号|\d+号\d*栋?\d*(?:室|楼|栋)?"
)
_MONTH: Final = re.compile(
    r"(?<!\d)(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月(?:份|底|初|中旬)?(?:\d{1,2}[日号])?"
)
_SENSE: Final = {
    QuantityKind.MONEY: "money",
    QuantityKind.FOREIGN: "foreign",
    QuantityKind.RATE: "rate",
    QuantityKind.COUNT: "count",
    QuantityKind.DURATION: "duration",
    QuantityKind.YEAR: "year",
    QuantityKind.DATE: "date",
    QuantityKind.ORDINAL: "ordinal",
    QuantityKind.NUMBER: "number",
    QuantityKind.TIME: "month",
    QuantityKind.IDENTIFIER: "identifier",
}


def numbers(text: str) -> Iterable[Token]:
    """The quantities of a text as tokens; a bare one as the count or the price that it is."""
    found = read_people(text)
    quarters = {
        q.text for q in found if q.unit == "季度" and "个" not in q.text and q.value <= _QUARTERS
    }
    for quantity in found:
        if len(quarters) > 1 and quantity.text in quarters:
            continue  # 一季度35万，二季度…: which of them, no duration
        sense = _SENSE[quantity.kind]
        if sense == "number" and quantity.text.endswith("个"):  # 标准展位18个，
            quantity, sense = _as(quantity, QuantityKind.COUNT, "个", quantity.text), "count"
        elif sense in ("money", "number") and not quantity.unit:
            start, end = quantity.start, quantity.end
            if people := _PEOPLE.match(text, end):  # 5万观众
                said = text[start : people.end()]
                quantity, sense = _as(quantity, QuantityKind.COUNT, people.group(), said), "count"
            elif text[end : end + 1] in _PIECES:  # 40万副: pieces, not money
                quantity = _as(quantity, QuantityKind.COUNT, text[end], text[start : end + 1])
                sense = "count"
            elif sense == "number" and _is_price(text, start, end):  # 3800一副, 单价3800
                quantity = _as(quantity, QuantityKind.MONEY, "元", quantity.text)
                sense = "money"
        if sense == "count" and text[quantity.end : quantity.end + 1] == "人":  # 十几个人
            said = text[quantity.start : quantity.end + 1]
            quantity = _as(quantity, QuantityKind.COUNT, "人", said)
        yield Token(quantity.start, quantity.end, quantity.text, frozenset({sense}), quantity)


def _as(quantity: Quantity, kind: QuantityKind, unit: str, text: str) -> Quantity:
    end = quantity.start + len(text)
    return replace(quantity, kind=kind, unit=unit, text=text, end=end, issue="")


def _is_price(text: str, start: int, end: int) -> bool:
    """Whether a bare number is the price of a piece: 3800一副, 单价3800, 每副3800."""
    return bool(_PRICED_BEHIND.match(text, end) or _PRICED_BEFORE.search(text[:start][-8:]))


def pieces(text: str) -> Iterable[Token]:
    """一副, 两箱: counts of pieces that the number grammar does not read."""
    for match in _SOME.finditer(text):
        value = Fraction(f"{_DIGITS}十".index(match["n"].replace("两", "二")))
        quantity = Quantity(
            QuantityKind.COUNT, value, value, value, match["u"], match.start(), match.end(),
            match.group(),
        )  # fmt: skip
        yield Token(match.start(), match.end(), match.group(), frozenset({"count"}), quantity)


def half_years(text: str) -> Iterable[Token]:
    """半年, 一年半: durations in months, which the number grammar does not read."""
    for match in _HALF_YEARS.finditer(text):
        said = match["n"]
        years = int(said) if said and said.isdigit() else 0
        years = years or (_DIGITS.index(said.replace("两", "二")) if said else 0)
        value = Fraction(12 * years + 6)
        quantity = Quantity(
            QuantityKind.DURATION, value, value, value, "个月", match.start(), match.end(),
            match.group(),
        )  # fmt: skip
        yield Token(match.start(), match.end(), match.group(), frozenset({"duration"}), quantity)


def discounts(text: str) -> Iterable[Token]:
    """打八折, 八五折, 8.5折: the words of a discount, whatever it comes to."""
    for match in _DISCOUNT.finditer(text):
        yield Token(match.start(), match.end(), match.group(), frozenset({"operator.discount"}))


def discount(text: str) -> Fraction | None:
    """What is left at a discount: 打八五折 → 17/20; None: the words tell no number."""
    match = _DISCOUNT.search(text)
    if match is None:
        return None
    if match["n"] == "对":
        return Fraction(1, 2)
    digits = "".join(str(_DIGITS.find(c)) if c in _DIGITS else c for c in match["n"])
    digits = digits.replace(".", "")
    return Fraction(int(digits), 10 ** len(digits))


def identifiers(text: str) -> Iterable[Token]:
    """Phone numbers, codes and document numbers: figures of no amount."""
    for match in _CODE.finditer(text):
        yield Token(match.start(), match.end(), match.group(), frozenset({"identifier"}))
    for match in _MONTH.finditer(text):
        yield Token(match.start(), match.end(), match.group(), frozenset({"month"}))
