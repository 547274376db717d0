"""What a message counts that is neither money nor enterprises: 40人, 6个月, 300平方米."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.question.segments import Segment
from bot.question.token import Token
from corpus.numerals import QuantityKind, exact_decimal
from corpus.rules.unit import unit_name

_KINDS: Final = (QuantityKind.COUNT, QuantityKind.DURATION)
SPOKEN: Final = {"平": "平方米", "方": "立方米"}  # as people say a unit → as rules keep it
_SAID: Final = {**SPOKEN, "个": "人"}
# 我们公司30人: how large the enterprise is
_ITSELF: Final = ("公司有", "公司共", "厂有", "规模", "在册", "全厂", "一共有", "总共有")
_FULL: Final = re.compile("(?<![快不未没将差])满$")


LAST_YEAR: Final = ("上年", "上一年", "去年")
_GONE: Final = "退弃毁死卖转停撤辞荒坏丢欠拆关走离缺少减扣剩差未"  # of what is no longer there


# What a clause that only tells a number is made of.
_PLAIN: Final = (
    "filler", "mark", "thing", "count", "duration", "money", "rate", "number", "life", "found",
    "ask", "actor.self", "actor.firm", "matter", "scheme", "input", "role", "cost", "condition",
    "place.home", "verb.spent", "verb.earned", "year.0", "sector", "courtesy", "business",
    "document",
)  # fmt: skip
_NOT_PLAIN: Final = (
    "negation", "operator", "hypothesis", "pending", "verb.planned", "verb.received", "modal",
    "actor.other", "actor.third", "barrier", "comparator", "link", "year.-1", "vague",
)  # fmt: skip
# What makes a number another than the one that is: 没到100平, 不足100平, 打算租100平.
_TURNING: Final = (
    "negation", "comparator", "vague", "hypothesis", "pending", "verb.planned", "operator",
    "year.-1", "actor.other", "actor.third",
)  # fmt: skip
# What of the clause behind a number takes it back: 60亩早稻，荒了 ｜ 还没核定.
_TAKING_BACK: Final = ("negation", "pending", "barrier", "verb.planned")
_NUMBERS: Final = ("count", "duration", "money", "rate", "number")
# Words of no other account that join what they stand by to something else, or to another time.
_PLACING: Final = (
    "或者", "还是", "原来", "原先", "本来", "以前", "之前", "曾经", "再过", "还差", "还剩", "其中",
    "承诺", "退休", "兼职", "派遣", "外包", "母公司", "子公司", "集团",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of a unit.

    ``clear``: told of what is applied for, in words of which none turns it about; not of the
    enterprise itself, of others, of what is planned, denied or gone. Of its words nobody has read
    ``unread``: it is told of what a provision grants only where those are the provision's own.
    """

    unit: str  # as rules keep it: 人, 月, 平方米; "" for a bare number
    number: Decimal
    text: str
    clear: bool
    beside: str = ""  # the clause that it stands in
    unread: tuple[str, ...] = ()
    full: bool = False  # 租满2年: so many are over; how many are applied for is not said

    def clear_beside(self, written: str) -> bool:
        """Whether it is told of what the words of a provision grant: 种了60亩, of 种植早稻."""
        return self.clear and all(
            word in written and not (len(word) == 1 and word in _GONE) for word in self.unread
        )


def spoken(unit: str) -> str:
    """A unit as rules have it, where people say another: 平 → 平方米, 个 → 人."""
    return _SAID.get(unit, unit)


def plain(part: Segment, written: str = "") -> bool:
    """Whether a clause only tells its number: every word is known, and none turns it about.

    Known are also the words of what is ``written`` of the same number.
    """
    return not placed(part) and all(_is_plain(token, written) for token in part.tokens)


def turned(part: Segment, written: str = "") -> bool:
    """Whether a clause denies its number, bounds it, or tells it of others or another time.

    What is ``written`` of the same number turns nothing: 加计扣除, 上年度, 运营主体那家公司.
    """
    return placed(part) or any(
        _turns(token, before, written)
        for before, token in zip((None, *part.tokens), part.tokens, strict=False)
    )


def _turns(token: Token, before: Token | None, written: str) -> bool:
    if not token.has(*_TURNING):
        return False
    if token.has("operator") and (token.has("operator.total", "operator.settle")):
        return False  # 总共46人, 才8个月: no other number than the one that is
    if token.has("operator") and token.text in written:
        return False
    if token.has("year.-1"):
        return not any(word in written for word in LAST_YEAR)
    return not (token.has("actor.third") and before is not None and before.text in written)


def placed(part: Segment) -> bool:
    """Whether a clause joins what it tells to something else, or to another time: 以前, 或者."""
    text = part.text()
    return any(word in text for word in _PLACING) or any(t.text == "或" for t in part.tokens)


def _is_plain(token: Token, written: str) -> bool:
    if token.unknown:
        return token.text in written
    if token.has("matter"):  # 核定, as the provision itself says
        token = replace(token, senses=token.senses - {"operator.settle"})
    if not token.has(*_PLAIN):
        return False
    return token.has("filler", "ask") or not token.has(*_NOT_PLAIN)


def measured(
    parts: Sequence[Segment], before: tuple[Measured, ...], *, follows: bool
) -> tuple[Measured, ...]:
    """What the message measures, and of the thread what it measured in other units."""
    own = tuple(
        one
        for at, part in enumerate(parts)
        for token in part.tokens
        if (one := _of(token, part, _said_of_it(parts[at + 1 : at + 2])))
    )
    said = {one.unit for one in own}
    kept = tuple(one for one in before if one.unit not in said) if follows else ()
    return (*kept, *own)


def _said_of_it(behind: Sequence[Segment]) -> Sequence[Token]:
    """The words of the clause behind a number, which may turn it about: 60亩早稻，荒了."""
    return [t for part in behind if not (part.asks or part.has(*_NUMBERS)) for t in part.tokens]


def _of(token: Token, part: Segment, behind: Sequence[Token]) -> Measured | None:
    quantity = token.quantity
    bare = token.counts(QuantityKind.NUMBER) and len([t for t in part.tokens if t.senses]) == 1
    if quantity is None or not (token.counts(*_KINDS) or bare):
        return None
    before = "".join(one.text for one in part.tokens if one.start < token.start)
    full = _FULL.search(before) is not None
    bounded = quantity.comparison is not None and not full
    if quantity.low != quantity.high or bounded or quantity.vague:
        return None
    unread = tuple(one.text for one in (*part.tokens, *behind) if one.unknown)
    clear = plain(part, "".join(unread)) and not any(word in part.text() for word in _ITSELF)
    clear = clear and not any(one.has(*_TAKING_BACK) for one in behind)
    unit = "" if bare else unit_name(spoken(quantity.unit))
    return Measured(
        unit, exact_decimal(quantity.value), token.text, clear, part.text(), unread, full
    )
