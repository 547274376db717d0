"""Distribution: the items of one amount, over the applicants, years and projects it is said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from bot.question.account import Item, Stuck, agree
from bot.question.amounts import Amount, Role
from bot.question.segments import Segment
from bot.question.token import Token
from bot.question.units import firms_counted, one_of_each, years_spoken_of
from bot.question.years import Years
from corpus.numerals import Mention, QuantityKind
from corpus.numerals.people import AmountError, reading

_ROWS: Final = frozenset("次批期笔场届回轮")  # units of what comes one after another
_CLIENTS: Final = ("客户", "公司", "企业", "厂")
_FIRMS: Final = ("企业", "公司", "工厂")  # a label that ends so is an applicant


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: Decimal
    high: Decimal | None
    notes: tuple[str, ...]


class Distribution:
    """What the amounts of a message are of; those behind 分别 take their owners in turn."""

    def __init__(self, found: Sequence[Amount], parts: Sequence[Segment], years: Years) -> None:
        self._found = found
        self._parts = parts
        self._years = years
        # The first amount behind 分别, 依次, 各.
        self._first = next((a for a in found if "respectively" in a.operators), None)

    def __call__(
        self, amount: Amount, year: int | None = None, ordinal: int | None = None
    ) -> tuple[list[Item], list[Stuck]]:
        """The items of an amount: one, or one a year or project where words spread it.

        `year` and `ordinal` are known of it already; None: as the message says.
        """
        try:
            bounds = _bounds(amount)
        except AmountError as error:
            return [], [Stuck(str(error))]
        mentions = self._years.mentions(amount) or (Mention(amount.quantity),)
        stuck = []
        if len(mentions) == 1 and self._shared_out(amount):
            stuck = [Stuck(f"“{amount.token.text}”是每一家的？一共有几家？")]
        spread = len(mentions) > 1 or self._first is not None
        ordinal = ordinal or self._in_turn(amount) or self._years.ordinal(amount)
        year = year or self._year_in_turn(amount) or self._years.of(amount)
        items = []
        each = self._are_firms(len(mentions), amount)
        for place, mention in enumerate(mentions, start=1):
            # 三个法人各投200万: one each
            actor, label = (f"第{place}家", "") if each else self._owner(amount, mention)
            items.append(
                Item(
                    bounds.low, bounds.high, amount.token.text, amount.role, amount.topic, actor,
                    year or (mention.year if spread else None),
                    ordinal or (mention.ordinal if spread else None),
                    label, bounds.notes,
                )
            )  # fmt: skip
        return items, stuck

    def _owner(self, amount: Amount, mention: Mention) -> tuple[str, str]:
        """The applicant of an amount and its project."""
        shared, label = self._applicant(amount), mention.label
        lettered = next((t.text for t in reversed(amount.before) if t.has("label")), "")
        client = any(t.text in _CLIENTS for t in amount.before)
        if lettered and shared is None and (client or self._of_firms()):
            return lettered, ""  # 三家公司：甲120万，乙95万
        actor = amount.actor if shared is None else shared
        actor = self._firm_in_turn(amount) or actor
        if label.endswith(_FIRMS):
            actor, label = (label if shared is None else actor), ""
        label = label or _nth(amount) or self._numbered(amount)
        label = label or self._called(amount) or self._each(amount)
        return actor, "" if label == actor else label

    def _of_firms(self) -> bool:
        """Whether the message speaks of several firms: 三家, 集团底下三个法人."""
        named = any(part.has("actor.group") for part in self._parts)
        return named or any(number > 1 for part in self._parts for number in firms_counted(part))

    def _firm_in_turn(self, amount: Amount) -> str:
        """三家子公司各花了100万、60万、40万; 一家98万、一家102万: as many as firms are counted."""
        here = [a for a in self._found if one_of_each(a) and agree(a, amount, "topic")]
        first = self._first
        if first is not None and first.segment == amount.segment and not self._in_turn(amount):
            here = [a for a in self._found if a.segment == first.segment]
        if not any(a.token is amount.token for a in here):
            return ""
        return f"第{_place(amount, here)}家" if self._are_firms(len(here), amount) else ""

    def _are_firms(self, several: int, amount: Amount) -> bool:
        """Whether so many firms are counted, before an amount or beside it."""
        before = self._parts[: amount.segment + 1]
        return any(n == several > 1 for p in before for n in firms_counted(p, plants=False))

    def _numbered(self, amount: Amount) -> str:
        """两个平台项目，分别为500万和320万: as many amounts as projects are counted."""
        first = self._first
        if first is None or first.segment != amount.segment or self._in_turn(amount):
            return ""
        here = [a for a in self._found if a.segment == first.segment]
        for part in self._parts[: first.segment + 1]:
            for token, behind in pairwise(part.tokens):
                quantity = token.quantity
                counts = token.counts(QuantityKind.COUNT) and behind.has("matter", "thing")
                if counts and quantity is not None and quantity.value == len(here) > 1:
                    unit = quantity.unit.removeprefix("个")
                    return f"第{_place(amount, here)}个{unit}项目"
        return ""

    def _each(self, amount: Amount) -> str:
        """一个投450万，一个投200万: one of several, the first or the second."""
        each = [a for a in self._found if one_of_each(a) and agree(a, amount, "topic")]
        mine = any(a.token is amount.token for a in each)
        return f"第{_place(amount, each)}个" if mine and len(each) > 1 else ""

    def _called(self, amount: Amount) -> str:
        """知识产权保护平台600万，产品体验平台250万: each of several things by its own name."""
        if any(a.role in (Role.PART, Role.TOTAL) or "total" in a.operators for a in self._found):
            return ""  # a whole and what lies inside it are not beside each other
        mine = [a for a in self._found if a.topic == amount.topic and a.role is amount.role]
        names = [_name_of(a) for a in mine]
        apart = len(mine) > 1 and "" not in names and len(set(names)) == len(names)
        return _name_of(amount) if apart else ""

    def _shared_out(self, amount: Amount) -> bool:
        """各投了100万, with no number of firms: one amount for nobody knows how many."""
        return len(self._found) == 1 and any(t.has("link.each_party") for t in amount.before)

    def _in_turn(self, amount: Amount) -> int | None:
        """三年依次花了54万、126万、90万: as many amounts in a clause as years are named."""
        first = self._first
        if first is None or first.segment != amount.segment:
            return None
        here = [a for a in self._found if a.segment == first.segment]
        if len(here) != years_spoken_of(self._parts) or self._applicant(amount) is not None:
            return None
        return _place(amount, here)

    def _year_in_turn(self, amount: Amount) -> int | None:
        """去年和前年分别是130万和95万: as many amounts in a clause as years before them."""
        first = self._first
        if first is None or first.segment != amount.segment:
            return None
        here = [a for a in self._found if a.segment == first.segment]
        years = [year for t in first.before if (year := self._years.value(t)) is not None]
        told = len(here) == len(set(years)) == len(years) > 1
        return years[_place(amount, here) - 1] if told else None

    def _applicant(self, amount: Amount) -> str | None:
        """A公司和B公司分别投了…、…: the applicants in turn; None where none are named so."""
        first = self._first
        if first is None or amount.token.start < first.token.start:
            return None
        later = (a for a in self._found if a.token.start >= first.token.start)
        amounts = [a for a in later if a.role is not Role.TOTAL]
        clauses = self._applicants(first)
        named = list(dict.fromkeys(name for clause in clauses for name in clause))
        for names in (named, [name for name in named if name], *reversed(clauses)):
            if len(names) == len(amounts) > 1:
                return names[_place(amount, amounts) - 1]
        return None

    def _applicants(self, first: Amount) -> list[list[str]]:
        """Who is named before the first amount, clause by clause; "" is the enterprise itself."""
        clauses: list[list[str]] = []
        for part in self._parts[: first.segment + 1]:
            before = [t for t in part.tokens if t.start < first.token.start]
            told = [t for t in before if t.has("actor.group", "actor.named", "actor.self")]
            named = ["" if t.has("actor.self") else t.text for t in told]
            clauses.append(list(dict.fromkeys(named)))
        return clauses


def _nth(amount: Amount) -> str:
    """第一批90万, 第三次5万: which of several, as it is said right before the amount."""
    near = [t for t in amount.before if _of_a_row(t) or not t.has("filler", "comparator", "mark")]
    return next((t.text for t in near[-1:] if _of_a_row(t)), "")


def _of_a_row(token: Token) -> bool:
    """Whether a token says which of a row: 第一批, 第三次."""
    row = token.quantity is not None and token.quantity.unit in _ROWS
    return row and token.counts(QuantityKind.ORDINAL)


def _name_of(amount: Amount) -> str:
    """What an amount is called by before it, where that is a name of its matter and no deed."""
    named = [
        t for t in amount.before if t.has(f"matter.{amount.topic}") and not t.has("verb", "input")
    ]
    return named[-1].text if named else ""


def _place(amount: Amount, amounts: Sequence[Amount]) -> int:
    """Which of several amounts one is, from 1."""
    return 1 + next(i for i, a in enumerate(amounts) if a.token is amount.token)


def _bounds(amount: Amount) -> _Bounds:
    """An amount in 元 with the share that words behind it say.

    Raises AmountError where it can't be used as it stands.
    """
    read = reading(amount.quantity)
    factor = _factor(amount)
    notes = ("您说的是约数，结果随实际数变动",) if read.approximate else ()
    if amount.quantity.assumed:
        notes = (*notes, amount.quantity.assumed)
    high = None if read.high is None else _times(read.high, factor)
    return _Bounds(_times(read.low, factor), high, notes)


def _times(amount: Decimal, factor: Fraction) -> Decimal:
    return amount * factor.numerator / factor.denominator


def _factor(amount: Amount) -> Fraction:
    """800万的一半, 500万的60%; 1 where nothing of the kind is said."""
    near = [t for t in amount.after if not t.has("mark")][:3]
    for i, token in enumerate(near):
        of_it = i > 0 and near[i - 1].text == "的"
        if token.quantity is not None and token.counts(QuantityKind.RATE) and of_it:
            return token.quantity.value
        if token.text == "的一半" or (token.has("operator.scale_half") and of_it):
            return Fraction(1, 2)
    return Fraction(1)
