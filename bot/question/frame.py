"""The frame of a message: its tokens, what its amounts come to, and what nobody understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Final

from bot.question.account import Account, Item, Stuck, account
from bot.question.amounts import (
    MONEY,
    Amount,
    Role,
    Segment,
    amounts,
    compound_heads,
    is_amount,
    segments,
    topic_of,
)
from bot.question.edit import edited
from bot.question.token import Token
from corpus.numerals import Mention, QuantityKind, mentions

_APPLY: Final = frozenset(
    ["申报", "报", "申请", "来报", "来申报", "去报", "再报", "报上去", "申领"]
)
_PREVIOUS: Final = frozenset({"上一年度", "上年度", "上一个年度", "上个年度", "上一年"})
_PAY: Final = frozenset("补拿领奖资扶获得返报批")
# What an unknown word may not stand beside: the sentence may mean the opposite.
_TELLING: Final = ("negation", "condition", "place", "actor.other", "operator", "business.main")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, read once.

    ``open`` are the words that nobody understood and that stand beside nothing that counts;
    what stands beside a figure, a condition or a denial is in ``account.stuck``.
    """

    text: str
    tokens: tuple[Token, ...]
    parts: tuple[Segment, ...]
    amounts: tuple[Amount, ...]
    account: Account
    open: tuple[str, ...] = ()
    denied: frozenset[str] = frozenset()  # matters that the user says it is not about
    schemes: tuple[str, ...] = ()  # matters named by a name of theirs, not by a thing of theirs
    applied: int | None = None  # the year of the application, where it is said
    founded: int | None = None  # 设立于2024年
    together: bool = False  # 一共, 合计: the sum of several matters is asked for
    counting: str = ""  # what the message asks whether it counts: 这种特装费算不算
    misread: tuple[str, ...] = ()  # clauses with an unknown word beside a figure, still open
    trade: str = ""  # the business that the enterprise says is its main one, where none is listed

    @property
    def money(self) -> bool:
        """Whether this very message gives an amount."""
        return bool(self.amounts)

    @property
    def adds(self) -> bool:
        """Whether the message adds to what was said: 又引进一家."""
        return any(t.has("operator.add") and not t.has("filler") for t in self.tokens) or any(
            t.text == "又" for t in self.tokens
        )

    @property
    def spent_years(self) -> frozenset[int]:
        """The years that its amounts are of."""
        return frozenset(i.year for i in self.account.items if i.year is not None)

    @property
    def moves(self) -> bool:
        """Whether the message tells or changes something: an amount, a year, a doubling."""
        kinds = (
            "operator",
            "year",
            "nth",
            "date",
            "verb",
            "matter",
            "condition",
            "barrier",
            "count",
            "sector",
        )
        return bool(self.amounts) or any(
            t.has(*kinds) and not t.has("filler", "courtesy") for t in self.tokens
        )

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The years of a sequence that the message names: 第三年 → 3."""
        found = [
            int(t.quantity.value)
            for t in self.tokens
            if t.quantity is not None and t.counts(QuantityKind.ORDINAL) and t.quantity.unit == "年"
        ]
        found += [int(n) for t in self.tokens for n in t.under("nth") if n != "0"]
        return tuple(dict.fromkeys(found))


def frame(
    text: str,
    tokens: Sequence[Token],
    today: date,
    before: Frame | None = None,
    *,
    follows: bool = True,
    counted: bool = False,
) -> Frame:
    """Read a message; `before` is the frame of the thread, `follows` whether its matter goes on.

    `counted` says that the thread has counted something, if no amount of money.
    """
    parts = segments(tokens)
    found = amounts(parts)
    years = _Years(parts, tokens, today)
    placed: dict[int, list[Mention]] = {}
    for mention in mentions(text, today=today, kinds=(*MONEY, QuantityKind.NUMBER)):
        placed.setdefault(mention.quantity.start, []).append(years.without(mention))
    own = account(
        found,
        parts,
        lambda token: placed.get(token.start, []),
        years.of,
        years.value,
        years.ordinal,
        spent_before=follows and (counted or bool(before and before.account.items)),
    )
    own = _shared(own, parts)
    held = before.account if before else None
    shelved: tuple[Item, ...] = ()
    if held is not None:
        shelved = held.shelved if follows else (*held.shelved, *held.items)
    merged = edited(own, found, parts, held if follows else None, years.value)
    merged = _together(merged, shelved, parts)
    if held is not None and not found and _same_money(parts):
        meant = topic_of([t for part in parts for t in part.tokens])
        moved = tuple(replace(item, topic=meant) for item in held.items)
        merged = replace(merged, items=moved, shelved=())
    left = before.misread if before else ()
    before = before if follows else None
    hard, soft = _unknown(parts, found)
    stuck = (*merged.stuck, *_unaccounted(parts, found, merged), *hard)
    return Frame(
        text, tuple(tokens), parts, found, replace(merged, stuck=stuck), (*left, *soft),
        _denied(parts), _schemes(parts),
        years.applied or (before.applied if before else None),
        years.founded or (before.founded if before else None),
        _asks_total(parts), _counting(parts, found),
        () if _answers(parts) else (*left, *_misread(parts, found)),
        _trade(parts) or (before.trade if before else ""),
    )  # fmt: skip


class _Years:
    """Which year each amount is of; years of founding and of applying are not spending years."""

    def __init__(self, parts: Sequence[Segment], tokens: Sequence[Token], today: date) -> None:
        self._parts = parts
        self._today = today
        self.applied: int | None = None
        self.founded: int | None = None
        self._aside: set[int] = set()  # offsets of year tokens that date no spending
        for part in parts:
            self._sort(part)

    def value(self, token: Token) -> int | None:
        """The calendar year of a token."""
        if token.quantity is not None:
            if token.counts(QuantityKind.YEAR) and not token.quantity.issue:
                return int(token.quantity.value)
            if token.counts(QuantityKind.DATE) and token.quantity.day is not None:
                return token.quantity.day.year
            return None
        shift = next((int(s) for s in token.under("year")), None)
        return None if shift is None else self._today.year + shift

    def _sort(self, part: Segment) -> None:
        money = any(is_amount(t, part) for t in part.tokens)
        for i, token in enumerate(part.tokens):
            year = self.value(token)
            if year is None:
                continue
            near = [t for t in part.tokens[i + 1 : i + 5] if not t.has("mark")]
            close = near[:2]
            founding = any(t.has("found") for t in close) or (i and part.tokens[i - 1].has("found"))
            if token.text in _PREVIOUS or (i and part.tokens[i - 1].text == "按"):
                continue  # 按上一年度: the year that counts, not the one of applying
            if founding and not any(t.has("matter") for t in close[:1]):
                self.founded = year
                self._aside.add(token.start)
            elif any(t.text in _APPLY for t in near[:3]) or (
                not money
                and any(t.text[0] in _PAY and t.has("ask") for t in near)
                and not any(
                    t.has("verb.spent", "verb.planned", "role.spent", "matter") for t in near
                )
            ):
                self.applied = year
                self._aside.add(token.start)

    def of(self, amount: Amount) -> int | None:
        """The year said in the amount's own small clause, or inherited from the one before."""
        for token in reversed(amount.before):
            if (year := self.value(token)) is not None and token.start not in self._aside:
                return year
        for token in _until_mark(amount.after)[:4]:
            if (year := self.value(token)) is not None and token.start not in self._aside:
                return year
        return self._inherited(amount)

    def _inherited(self, amount: Amount) -> int | None:
        found = None
        for part in self._parts[: amount.segment + 1]:
            for token in part.tokens:
                if token.start >= amount.token.start:
                    break
                year = self.value(token)
                planned = part.has("verb.planned", "role.planned") and part.index != amount.segment
                if year is not None and token.start not in self._aside and not planned:
                    found = year
        return found

    def ordinal(self, amount: Amount) -> int | None:
        """The year of a sequence that an amount is of: 第二年, 首年, 转年."""
        words = [t for part in self._parts for t in part.tokens if t.start < amount.token.start]
        near = self._nth(amount.before) or self._nth(_until_mark(amount.after))
        return near or self._nth(words)

    def _nth(self, tokens: Sequence[Token]) -> int | None:
        for token in reversed(tokens):
            for number in token.under("nth"):
                if number != "0":
                    return int(number)
            quantity = token.quantity
            if quantity and token.counts(QuantityKind.ORDINAL) and quantity.unit == "年":
                return int(quantity.value)
        return None

    def without(self, mention: Mention) -> Mention:
        """A mention without a year that dates no spending."""
        aside = {self.value(t) for p in self._parts for t in p.tokens if t.start in self._aside}
        return replace(mention, year=None) if mention.year in aside else mention


def _until_mark(tokens: Sequence[Token]) -> list[Token]:
    """The tokens behind an amount that still belong to it: up to a 、 or a word of joining."""
    kept: list[Token] = []
    for token in tokens:
        if token.text in "、（(" or token.has("operator.add"):
            break
        kept.append(token)
    return kept


def _denied(parts: Sequence[Segment]) -> frozenset[str]:
    """不是技改, 没做技改, 除了技改: matters that the message puts aside."""
    found: set[str] = set()
    kept: set[str] = set()
    for part in parts:
        for i, token in enumerate(part.tokens):
            topics = token.under("scheme") or token.under("matter")
            if len(topics) != 1:
                continue
            lead = [t for t in part.tokens[max(0, i - 3) : i] if not t.has("filler")]
            polar = any(t.text in ("是不是", "有没有", "要不要", "能不能") for t in lead)
            denies = any(t.text in _DENIES for t in lead[-2:])
            (found if denies and not polar else kept).update(topics)
    return frozenset(found - kept)


def _counting(parts: Sequence[Segment], found: Sequence[Amount]) -> str:
    """Whether some cost counts is a question of its own; never answered by an amount."""
    for part in parts:
        again = [
            a.name or a.token.text
            for a in found
            if a.role in (Role.OTHER, Role.TAX, Role.PART, Role.EXCLUDED)
            and part.has("modal", "counting")
            and part.has("ask")
            and any(
                b.segment == part.index
                and b is not a
                and b.token.quantity is not None
                and a.token.quantity is not None
                and b.token.quantity.value == a.token.quantity.value
                for b in found
            )
        ]
        if again:
            return again[0]
        if not part.has("counting"):
            continue
        near = [*parts[max(0, part.index - 1) : part.index + 1]]
        kinds = ("role.other", "role.tax", "role.financing", "cost")
        other = [
            t.text for p in reversed(near) for t in p.tokens if t.has(*kinds) and not t.has("input")
        ]
        inner = [a for a in found if a.role in (Role.PART, Role.OTHER, Role.EXCLUDED, Role.TAX)]
        if other or inner:
            return other[0] if other else (inner[0].name or inner[0].token.text)
    return ""


def _trade(parts: Sequence[Segment]) -> str:
    for part in parts:
        if part.has("business") and not part.has("sector.listed"):
            for token in part.tokens:
                if token.has("sector.other"):
                    return token.text
    return ""


_DENIES: Final = frozenset(
    ("不是", "没有", "没", "非", "并非", "并不是", "不", "没做", "没搞", "没有做", "没做过",
     "未做", "未", "除了", "除开", "抛开", "不属于", "不算")
)  # fmt: skip


def _schemes(parts: Sequence[Segment]) -> tuple[str, ...]:
    found = [t for p in parts for token in compound_heads(p.tokens) for t in token.under("scheme")]
    return tuple(dict.fromkeys(found))


def _together(merged: Account, shelved: Sequence[Item], parts: Sequence[Segment]) -> Account:
    """那总共呢: the matters of the thread that were put aside are asked about together."""
    kept = tuple(i for i in shelved if i.topic not in {m.topic for m in merged.items})
    if kept and _asks_total(parts):
        return replace(merged, items=(*kept, *merged.items))
    return replace(merged, shelved=kept)


def _asks_total(parts: Sequence[Segment]) -> bool:
    return any(
        any(t.has("operator.total") or t.text[:2] in _TOTALS for t in p.tokens)
        and not any(is_amount(t, p) for t in p.tokens)
        for p in parts
    )


_TOTALS: Final = frozenset(("总共", "一共", "合计", "共计", "总计"))


def _same_money(parts: Sequence[Segment]) -> bool:
    """同样的钱花在数字化上呢: the amount of before, for another matter."""
    return any(part.has("operator.same") for part in parts)


def _misread(parts: Sequence[Segment], found: Sequence[Amount]) -> tuple[str, ...]:
    return tuple(
        part.text()
        for part in parts
        if any(t.unknown for t in part.tokens) and any(a.segment == part.index for a in found)
    )


def _answers(parts: Sequence[Segment]) -> bool:
    """Whether a message answers what an amount is: 计入投入, 要扣除, 与此无关."""
    return any(part.has("tap") for part in parts)


def _shared(own: Account, parts: Sequence[Segment]) -> Account:
    """我们承担七成: the one amount of the message is taken at that share."""
    for part in parts:
        if not part.has("operator.share"):
            continue
        rates = [
            t.quantity.value for t in part.tokens if t.counts(QuantityKind.RATE) and t.quantity
        ]
        rates += [Fraction(1, 2)] if part.has("operator.scale_half") else []
        if len(rates) == 1 and len(own.items) == 1:
            old = own.items[0]
            low = old.low * rates[0].numerator / rates[0].denominator
            high = (
                None if old.high is None else old.high * rates[0].numerator / rates[0].denominator
            )
            item = replace(old, low=low, high=high, text=f"{old.text}×{_rate(part)}")
            return replace(own, items=(item,))
    return own


def _rate(part: Segment) -> str:
    return next(
        t.text for t in part.tokens if t.counts(QuantityKind.RATE) or t.has("operator.scale_half")
    )


def _unaccounted(parts: Sequence[Segment], found: Sequence[Amount], merged: Account) -> list[Stuck]:
    """Rates and bare numbers that nothing uses, beside amounts that something uses."""
    stuck: list[Stuck] = []
    if not merged.items:
        return stuck
    for part in parts:
        here = [a for a in found if a.segment == part.index]
        for i, token in enumerate(part.tokens):
            if token.counts(QuantityKind.RATE) and not _premised(part, here):
                stuck.append(Stuck(f"“{part.text()}”里的“{token.text}”指什么？请直接告知金额。"))
            if token.counts(QuantityKind.NUMBER) and token.quantity and token.quantity.issue:
                named = i > 0 and part.tokens[i - 1].has("identifier")
                if not named and part.has(
                    "verb.spent", "operator.replace", "negation", "role.spent"
                ):
                    stuck.append(Stuck(token.quantity.issue))
    return stuck


def _premised(part: Segment, here: Sequence[Amount]) -> bool:
    """Whether a rate is one of the text's, as the user has heard it, or is used for an amount."""
    if part.has("operator.share"):
        return True
    for amount in here:
        if any(t.counts(QuantityKind.RATE) for t in amount.after[:3]):
            return True
    if not here and part.has("scheme", "matter"):
        return True
    return part.has("role.claimed", "ask") or any(
        t.text in ("按", "按照", "比例") for t in part.tokens
    )


def _unknown(
    parts: Sequence[Segment], found: Sequence[Amount]
) -> tuple[list[Stuck], tuple[str, ...]]:
    """Unknown words: those beside something that counts are asked about, the others reported."""
    hard: list[Stuck] = []
    soft: list[str] = []
    for part in parts:
        words = [t.text for t in part.tokens if t.unknown]
        if not words:
            continue
        here = [a for a in found if a.segment == part.index]
        told = part.has("modal", "hypothesis")
        counting = [
            a for a in here if a.role in _COUNTING and not (a.role is Role.CLAIMED and told)
        ]
        quoted = part.text().strip()
        if counting:
            text = counting[0].token.text
            hard.append(
                Stuck(
                    f"没有理解“{quoted}”里的“{words[0]}”：{text}是哪一种？",
                    (f"{text}计入投入", f"{text}要扣除", f"{text}与此无关"),
                )
            )
        elif _tells(part, here):
            hard.append(Stuck(f"没有理解“{quoted}”里的“{words[0]}”，请换一种说法说明这一句。"))
        else:
            soft.append(quoted)
    return hard, tuple(soft)


def _tells(part: Segment, here: Sequence[Amount]) -> bool:
    """Whether a clause with unknown words may change what counts."""
    measures = (QuantityKind.COUNT, QuantityKind.DURATION, QuantityKind.TIME, QuantityKind.ORDINAL)
    if any(a.role is Role.OTHER for a in here):
        return part.has("operator.part", "operator.exclude", "operator.remainder", "negation")
    if here:
        return False
    return part.has(*_TELLING) or any(
        t.quantity is not None and not t.counts(*measures) for t in part.tokens
    )


_COUNTING: Final = (
    Role.SPENT, Role.PLANNED, Role.CONTRACTED, Role.PROOF, Role.PART, Role.EXCLUDED,
    Role.UNIT_PRICE, Role.TOTAL, Role.RECEIVED, Role.UNKNOWN, Role.NEIGHBOUR, Role.CLAIMED,
)  # fmt: skip
