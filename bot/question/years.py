"""Years: which year each amount of a message is of, and the years that date no spending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from bot.question.amounts import Amount, Role
from bot.question.segments import MONEY, Segment, money
from bot.question.token import Token
from corpus.numerals import Mention, QuantityKind, mentions

_LAST_MONTH: Final = ("上个月", "上月")  # in January of the year before
_NEXT_MONTH: Final = ("下个月", "下月")  # in December of the year after
_DECEMBER: Final = 12
_SET_UP: Final = ("设立", "设立于", "建成于", "投产", "挂牌")
_SPENDING: Final = ("verb.spent", "verb.planned", "role.spent", "matter", "input")
_BUT: Final = ("不过", "但", "但是", "可", "可是", "只是", "而且")
_SOME: Final = ("那部分", "这部分", "部分", "那笔", "这笔", "那块", "这块")


def ordinals(tokens: Sequence[Token]) -> tuple[int, ...]:
    """The years of a sequence that words name, once each: 第三年 → 3."""
    found = [
        int(t.quantity.value)
        for t in tokens
        if t.quantity is not None and t.counts(QuantityKind.ORDINAL) and t.quantity.unit == "年"
    ]
    found += [int(n) for t in tokens for n in t.under("nth") if n != "0"]
    return tuple(dict.fromkeys(found))


class Years:
    """Which year each amount is of; years of founding and of applying are not spending years."""

    def __init__(self, text: str, parts: Sequence[Segment], today: date) -> None:
        self._parts = parts
        self._today = today
        self.applied: int | None = None
        self.applications: set[int] = set()  # every year that is said to be of an application
        self.founded: int | None = None
        self._aside: set[int] = set()  # offsets of year tokens that date no spending
        for part in parts:
            self._sort(part)
        self._mentions: dict[int, list[Mention]] = {}  # by the offset of their number
        for mention in mentions(text, today=today, kinds=(*MONEY, QuantityKind.NUMBER)):
            found = self._mentions.setdefault(mention.quantity.start, [])
            found.append(self._without(mention))

    def value(self, token: Token) -> int | None:
        """The calendar year of a token."""
        if token.quantity is not None:
            if token.counts(QuantityKind.YEAR) and not token.quantity.issue:
                return int(token.quantity.value)
            if token.counts(QuantityKind.DATE) and token.quantity.day is not None:
                return token.quantity.day.year
            return None
        if token.text in _LAST_MONTH and self._today.month == 1:
            return self._today.year - 1
        if token.text in _NEXT_MONTH and self._today.month == _DECEMBER:
            return self._today.year + 1
        shift = next((int(s) for s in token.under("year")), None)
        return None if shift is None else self._today.year + shift

    def mentions(self, amount: Amount) -> Sequence[Mention]:
        """An amount as written, once for each year or label that it is said to be of."""
        return self._mentions.get(amount.token.start, ())

    def of(self, amount: Amount) -> int | None:
        """The year said in the amount's own small clause, or inherited from the one before."""
        said = self.said(amount)
        return self._inherited(amount) if said is None else said

    def said(self, amount: Amount) -> int | None:
        """The year said in the amount's own small clause."""
        near = (*reversed(amount.before), *_until_mark(amount.after)[:4])
        told = (*near, *self._pointing_back(amount))
        return next((year for token in told if (year := self.spent(token)) is not None), None)

    def _pointing_back(self, amount: Amount) -> Sequence[Token]:
        """还有20万，不过那是今年春天投的: a clause behind that says when the amount was spent."""
        later = self._parts[amount.segment + 1 : amount.segment + 2]
        words = [t for p in later for t in p.tokens if t.text not in _BUT and not t.has("mark")]
        last = not any(t.has("money") for t in amount.after)
        points = last and bool(words) and words[0].points and later[0].has("verb.spent")
        return words if points and not later[0].holds_money and not later[0].asks else ()

    def ordinal(self, amount: Amount) -> int | None:
        """The year of a sequence that an amount is of: 第二年, 首年, 转年."""
        year = self.of(amount)
        words = [
            t
            for part in self._parts
            if part.index == amount.segment or not self._is_of_another_year(part, year)
            for t in part.tokens
            if t.start < amount.token.start
        ]
        near = _last_ordinal(amount.before) or _last_ordinal(_until_mark(amount.after))
        if near is None and _is_new(amount.before):
            return 1  # 今年刚设立投150万
        return near or _last_ordinal(words)

    def _is_of_another_year(self, part: Segment, year: int | None) -> bool:
        """平台要到明年才算第三年，今年投入420万: the ordinal is not that of this year."""
        said = {self.value(t) for t in part.tokens} - {None}
        return year is not None and bool(said) and year not in said and not part.holds_money

    def spent(self, token: Token) -> int | None:
        """The year of a token that dates spending."""
        return None if token.start in self._aside else self.value(token)

    @property
    def told(self) -> int | None:
        """The one year of spending that clauses without an amount name; None: none, or several."""
        spending = (p for p in self._parts if p.has(*_SPENDING) and not p.holds_money)
        found = {self.spent(token) for part in spending for token in part.tokens} - {None}
        return found.pop() if len(found) == 1 else None

    def compared(self, tokens: Sequence[Token]) -> tuple[list[int], list[int]]:
        """去年比前年: the years named before the word that compares, and those behind it."""
        at = next(i for i, t in enumerate(tokens) if t.has("operator.compare"))
        before, behind = (
            [year for t in half if (year := self.value(t)) is not None]
            for half in (tokens[:at], tokens[at:])
        )
        return before, behind

    def _inherited(self, amount: Amount) -> int | None:
        found = None
        for part in self._parts[: amount.segment + 1]:
            planned = part.has("verb.planned", "role.planned") and part.index != amount.segment
            if planned and amount.role is not Role.PLANNED:
                continue
            for token in part.tokens:
                if token.start < amount.token.start and (year := self.spent(token)) is not None:
                    found = year
        return found

    def _without(self, mention: Mention) -> Mention:
        """A mention without a year that dates no spending."""
        aside = {self.value(t) for p in self._parts for t in p.tokens if t.start in self._aside}
        return replace(mention, year=None) if mention.year in aside else mention

    def _sort(self, part: Segment) -> None:
        """Take the years of founding and of applying out of those that date spending."""
        for i, token in enumerate(part.tokens):
            year = self.value(token)
            lead = part.tokens[i - 1] if i else None
            if year is None or token.has("link.previous_year") or (lead and lead.text == "按"):
                continue  # 按上一年度: the year that counts, not the one of applying
            if lead and lead.has("link.applying") and self.applied is not None:
                continue  # 今年申报2025年的: the year of the spending applied for
            near = [t for t in part.tokens[i + 1 : i + 5] if not t.has("mark")]
            if _founds(lead, near[:2]) and not set(ordinals(part.tokens)) - {1}:
                if part.has("matter") or any(t.text in _SET_UP for t in part.tokens):
                    self.founded = year  # 2009年成立 alone tells the firm's age
                self._aside.add(token.start)
            elif _applies(part, near, past=year < self._today.year):
                self.applied = year
                self.applications.add(year)
                self._aside.add(token.start)


def _founds(lead: Token | None, behind: Sequence[Token]) -> bool:
    """2024年成立, 成立于2024年; but not 2024年技改成立…."""
    found = any(t.has("found") for t in behind) or (lead is not None and lead.has("found"))
    return found and not any(t.has("matter") for t in behind[:1])


def _applies(part: Segment, behind: Sequence[Token], *, past: bool) -> bool:
    """2026年申报; 2026年能补多少, in a clause that neither gives nor tells spending.

    去年的能补多少 asks for what was spent in that year.
    """
    applying = next((i for i, t in enumerate(behind[:3]) if t.has("link.applying")), None)
    if applying is not None and not any(t.text in _SOME for t in behind[:applying]):
        return True  # 去年报的; 拿去年那部分来报 says which year's spending is applied for
    return not past and (
        not any(money(t, part) for t in part.tokens)
        and any(t.pays for t in behind)
        and not any(t.has(*_SPENDING) for t in behind)
    )


def _is_new(tokens: Sequence[Token]) -> bool:
    """今年刚设立: in its first year."""
    just = any(t.has("year.0") or t.text in ("刚", "刚刚", "新") for t in tokens)
    return just and any(t.has("found") for t in tokens)


def _last_ordinal(tokens: Sequence[Token]) -> int | None:
    for token in reversed(tokens):
        for number in token.under("nth"):
            if number != "0":
                return int(number)
        quantity = token.quantity
        if quantity and token.counts(QuantityKind.ORDINAL) and quantity.unit == "年":
            return int(quantity.value)
    return None


def _until_mark(tokens: Sequence[Token]) -> list[Token]:
    """The tokens behind an amount that still belong to it: up to a 、 or a word of joining."""
    kept: list[Token] = []
    for token in tokens:
        if token.text in "、（(" or token.has("operator.add"):
            break
        kept.append(token)
    return kept
