"""The account of a message: which amounts count, how they combine, and what is left to ask.

Every amount is used once, set aside with a reason, or asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Final

from bot.question.amounts import SAID, Amount, Role, Segment
from bot.question.token import Token
from corpus.numerals import Mention, Quantity, QuantityKind, format_yuan
from corpus.numerals.people import AmountError, reading

_FALLBACK: Final = (Role.PLANNED, Role.CONTRACTED, Role.PROOF)
_COUNTED: Final = (Role.SPENT, *_FALLBACK)
_MOST_YEARS: Final = 10
_MOST: Final = 1000  # pieces at a price each


class Fate(StrEnum):
    """What became of a quantity of the message."""

    USED = "used"
    SET_ASIDE = "set_aside"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a quantity of the user, and what became of it, in Chinese."""

    text: str
    fate: Fate
    why: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Stuck:
    """What can't be decided without the user: one question, with the answers to tap."""

    question: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """Money of one project, firm, park, event or year. Bounds in 元; ``high`` None is open."""

    low: Decimal
    high: Decimal | None
    text: str  # the words it was read from
    role: Role = Role.SPENT
    topic: str | None = None
    actor: str = ""
    year: int | None = None  # calendar year
    ordinal: int | None = None  # 第几年
    label: str = ""
    notes: tuple[str, ...] = ()  # 约数, 按…理解: said with the amount

    @property
    def rough(self) -> bool:
        """Whether its bounds differ without a word that says at least or at most."""
        return self.high is not None and self.low != self.high and self.low > 0

    @property
    def place(self) -> tuple[str | None, str, int | None, int | None, str]:
        """What tells it from other items."""
        return self.topic, self.actor, self.year, self.ordinal, self.label


@dataclass(frozen=True, slots=True)
class Received:
    """A payment already got, with its year where it is said."""

    amount: Amount
    year: int | None
    ordinal: int | None
    source: str = ""  # another authority that paid it: 市里


@dataclass(frozen=True, slots=True)
class Account:
    """What the amounts of a message come to."""

    items: tuple[Item, ...] = ()
    turnovers: tuple[Amount, ...] = ()
    received: tuple[Received, ...] = ()
    claims: tuple[Amount, ...] = ()
    entries: tuple[Entry, ...] = ()
    stuck: tuple[Stuck, ...] = ()
    excluded: tuple[Amount, ...] = ()  # with no whole in this message: of the thread's
    shelved: tuple[Item, ...] = ()  # of matters spoken of before in the thread
    loose: tuple[Item, ...] = ()  # nothing in this message says what they are


def account(
    found: Sequence[Amount],
    parts: Sequence[Segment],
    placed: Callable[[Token], Sequence[Mention]],
    year_of: Callable[[Amount], int | None],
    calendar: Callable[[Token], int | None],
    ordinal_of: Callable[[Amount], int | None],
    *,
    spent_before: bool = False,
) -> Account:
    """Combine the amounts of one message. `placed` gives years, ordinals and labels as written."""
    return _Book(found, parts, placed, year_of, calendar, ordinal_of, spent_before).close()


@dataclass(slots=True)
class _Draft:
    """An item while it is being put together."""

    item: Item
    amount: Amount
    joined: bool
    settled: bool
    total: bool
    parts: Decimal = Decimal(0)  # amounts that were said to lie inside it


@dataclass(slots=True)
class _Book:
    found: Sequence[Amount]
    parts: Sequence[Segment]
    placed: Callable[[Token], Sequence[Mention]]
    year_of: Callable[[Amount], int | None]
    calendar: Callable[[Token], int | None]
    ordinal_of: Callable[[Amount], int | None]
    spent_before: bool
    drafts: list[_Draft] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    stuck: list[Stuck] = field(default_factory=list)
    turnovers: list[Amount] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    claims: list[Amount] = field(default_factory=list)
    excluded: list[Amount] = field(default_factory=list)
    loose: list[Item] = field(default_factory=list)
    last: Amount | None = None

    def close(self) -> Account:
        for amount in self.found:
            self.last = self._enter(amount)
        self._prefer_spent()
        self._sum()
        return Account(
            items=tuple(d.item for d in self.drafts),
            turnovers=tuple(self.turnovers),
            received=tuple(self.received),
            claims=tuple(self.claims),
            entries=tuple(self.entries),
            stuck=tuple(self.stuck),
            excluded=tuple(self.excluded),
            loose=tuple(self.loose),
        )

    # ---- one amount -----------------------------------------------------------------------
    def _enter(self, amount: Amount) -> Amount:
        """Take in one amount; what it was taken for."""
        role = amount.role
        if amount.token.counts(QuantityKind.FOREIGN) and self.last and _restates(amount):
            self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "前面金额的折算"))
            return amount
        if amount.token.counts(QuantityKind.FOREIGN) and role in (*_COUNTED, Role.UNKNOWN):
            self.stuck.append(
                Stuck(f"“{amount.token.text}”不是人民币：请按当日汇率折成人民币后告知金额。")
            )
            return amount
        if self._corrects(amount) or self._repeats(amount) or self._remains(amount):
            return replace(amount, role=self.last.role if self.last else amount.role)
        if role is Role.UNKNOWN and any(t.counts(QuantityKind.RATE) for t in amount.before):
            self._aside(replace(amount, role=Role.CLAIMED))  # 按60%是126万
            return replace(amount, role=Role.CLAIMED)
        if "compare" in amount.operators and role in (*_COUNTED, Role.UNKNOWN, Role.CLAIMED):
            self.stuck.append(Stuck(f"变动以后的金额是多少？“{amount.token.text}”只是差额。"))
            return amount
        if role is Role.UNKNOWN and any(
            _same_value(c.token.quantity, amount.token.quantity) for c in self.claims
        ):
            amount = replace(amount, role=Role.CLAIMED)
            self._aside(amount)
            return amount
        if role is Role.UNKNOWN or (role is Role.TOTAL):
            role = self._inherited(amount)
            name = self.last.name if role is Role.TURNOVER and self.last else amount.name
            amount = replace(amount, role=role, name=name)
        if role in _COUNTED:
            self._inside(amount)
            self._count(amount)
        elif role is Role.UNIT_PRICE:
            self._multiply(amount)
        elif role is Role.TOTAL:
            self._total(amount)
        elif role is Role.PART:
            self._part(amount)
        elif role is Role.EXCLUDED:
            self._exclude(amount)
        elif role is Role.UNKNOWN:
            self.loose += self._items(replace(amount, role=Role.SPENT))
        else:
            self._aside(amount)
        return amount

    def _inside(self, amount: Amount) -> None:
        """花了31万，里头展位费17.6万: the whole said before is of more than the base."""
        if "part" in amount.operators and self.drafts and amount.role is Role.SPENT:
            whole = self.drafts.pop()
            self.entries.append(Entry(whole.item.text, Fate.SET_ASIDE, "还包括其他费用的总数"))

    def _aside(self, amount: Amount) -> None:
        if amount.role is Role.TURNOVER:
            self.turnovers.append(amount)
        elif amount.role is Role.CLAIMED:
            self.claims.append(amount)
        elif amount.role is Role.RECEIVED:
            ordinal = self.ordinal_of(amount)
            source = next((t.text for t in amount.before if t.has("authority")), "")
            self.received.append(Received(amount, self.year_of(amount), ordinal, source))
        why = f"{amount.name}，不是这项的基数" if amount.name else SAID[amount.role]
        self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, why))

    def _inherited(self, amount: Amount) -> Role:
        """The role of an amount that only its neighbour tells: 3亿 in 产值5亿、3亿; 去年是210万."""
        last = self.last
        if (self.drafts or self.spent_before) and _supposed(amount):
            return Role.CLAIMED
        if last is None:
            return Role.SPENT if _spending_before(amount, self.parts) else amount.role
        nearest = [t for t in amount.before if not t.has("filler", "modal")]
        listed = bool(nearest) and (
            nearest[0].text in "、和与及" or nearest[-1].text in "、和与及/"
        )
        follows = (
            listed
            or "add" in amount.operators
            or "respectively" in amount.operators
            or "settle" in amount.operators
            or any(t.has("actor", "year", "ordinal", "nth", "span", "label") for t in amount.before)
            or self._label(amount) != ""
        )
        if amount.role is Role.TOTAL or not follows:
            return amount.role
        if last.role in (*_COUNTED, Role.TURNOVER, Role.UNIT_PRICE, Role.PART):
            return last.role if last.role is not Role.UNIT_PRICE else Role.SPENT
        return amount.role

    def _label(self, amount: Amount) -> str:
        return next((m.label for m in self.placed(amount.token) if m.label), "")

    def _corrects(self, amount: Amount) -> bool:
        """150万，哦不，是250万: the one value said before is replaced."""
        if not self.drafts or self.last is None or not self._replaced(amount):
            return False
        if amount.role not in (*_COUNTED, Role.UNKNOWN, Role.TOTAL):
            return False
        if self._repeats_any(amount):
            return True  # 不是，180万是前年的: said again to say something of it
        same = [d for d in self.drafts if _near(d.item, amount)]
        if len(same) != 1 and len({d.item.place for d in same}) != 1:
            self.stuck.append(Stuck(f"“{amount.token.text}”更正的是前面的哪一个数？"))
            return True
        old = same[-1]
        self.entries.append(Entry(old.item.text, Fate.SET_ASIDE, "您已更正"))
        self.drafts.remove(old)
        if len(same) > 1:
            for other in same[:-1]:
                self.entries.append(Entry(other.item.text, Fate.SET_ASIDE, "您已更正"))
                self.drafts.remove(other)
        kept = replace(amount, role=old.item.role, topic=amount.topic or old.item.topic)
        self._count(kept, year=old.item.year)
        return True

    def _replaced(self, amount: Amount) -> bool:
        """Whether words of correction stand between this amount and the one before."""
        assert self.last is not None
        start, end = self.last.token.end, amount.token.end
        after = [t for t in amount.after[:2] if t.has("operator.replace")]
        between = (t for part in self.parts for t in part.tokens if start <= t.start < end)
        return bool(after) or any(t.has("operator.replace") for t in between)

    def _repeats_any(self, amount: Amount) -> bool:
        for draft in self.drafts:
            if _same_value(draft.amount.token.quantity, amount.token.quantity):
                year = self.year_of(amount)
                if year is not None and year != draft.item.year:
                    draft.item = replace(draft.item, year=year)
                self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "与前面是同一个数"))
                return True
        return False

    def _repeats(self, amount: Amount) -> bool:
        """350万元整（大写：叁佰伍拾万元整）: the same number again is one amount."""
        last = self.last
        if last is None or not _same_value(last.token.quantity, amount.token.quantity):
            return False
        again = _restates(amount)
        if "settle" in amount.operators:
            return False
        alone = amount.role in (Role.UNKNOWN, Role.TOTAL) and "add" not in amount.operators
        if not again and not alone:
            return False
        if alone and self._repeats_any(amount):
            return True  # 337万是前年的: said again to say its year
        if again or not any(t.has("actor", "year", "ordinal") for t in amount.before):
            self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "与前面是同一个数"))
            return True
        return False

    def _remains(self, amount: Amount) -> bool:
        """扣掉40万后剩320万: what remains is said, nothing is to be taken any more."""
        if not {"remainder", "exclude"} & amount.operators or not (self.excluded or self.drafts):
            return False
        if amount.role is Role.EXCLUDED:
            return False
        if "exclude" in amount.operators and self.drafts:
            old = self.drafts.pop()
            self.entries.append(Entry(old.item.text, Fate.SET_ASIDE, "扣除以前的数"))
            topic = amount.topic or old.item.topic
            self._count(replace(amount, role=old.item.role, topic=topic), year=old.item.year)
            return True
        if self._is_left_over(amount):
            return True
        if self.excluded:
            for less in self.excluded:
                self.entries.append(Entry(less.token.text, Fate.SET_ASIDE, "已扣除"))
            self.excluded.clear()
            self._count(replace(amount, role=Role.SPENT))
            return True
        if _same_bounds(self.drafts[-1].item, amount.token.quantity):
            self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "与前面算得的是同一个数"))
            return True
        return False

    def _is_left_over(self, amount: Amount) -> bool:
        """合同520万，付了390万，剩下的130万: what is not paid yet, the difference of two of before."""
        values = [
            a.token.quantity.value
            for a in self.found
            if a.token.start < amount.token.start and a.token.quantity
        ]
        quantity = amount.token.quantity
        differences = {a - b for a in values for b in values if a > b}
        if "remainder" not in amount.operators or quantity is None:
            return False
        if quantity.value not in differences or not self.drafts or self.excluded:
            return False
        self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "前面两个数的差"))
        return True

    # ---- the kinds ------------------------------------------------------------------------
    def _count(self, amount: Amount, year: int | None = None, ordinal: int | None = None) -> None:
        items = self._items(amount, year, ordinal)
        for item in items:
            self._draft(item, amount, several=len(items) > 1)

    def _items(
        self, amount: Amount, year: int | None = None, ordinal: int | None = None
    ) -> list[Item]:
        """The items of an amount: one, or one a year or project where words spread it."""
        quantity = amount.token.quantity
        assert quantity is not None
        factor = _factor(amount)
        try:
            read = reading(quantity)
            if factor is None:
                raise AmountError(f"“{amount.token.text}”后面的比例是什么意思？请直接告知金额。")
        except AmountError as error:
            self.stuck.append(Stuck(str(error)))
            return []
        notes = ("您说的是约数，结果随实际数变动",) if read.approximate else ()
        if quantity.assumed:
            notes = (*notes, quantity.assumed)
        low = _times(read.low, factor)
        high = None if read.high is None else _times(read.high, factor)
        mentions = self.placed(amount.token) or (Mention(quantity),)
        spread = len(mentions) > 1 or any("respectively" in a.operators for a in self.found)
        found = []
        for mention in mentions:
            said = ordinal or self._in_turn(amount) or self.ordinal_of(amount)
            said = said or (mention.ordinal if spread else None)
            shared, label = self._applicant(amount), mention.label
            actor = amount.actor if shared is None else shared
            if len(mentions) == 1 and self._shared_out(amount):
                self.stuck.append(Stuck(f"“{amount.token.text}”是每一家的？一共有几家？"))
            if label and label[-2:] in ("企业", "公司", "工厂"):
                actor, label = (label if shared is None else actor), ""
            label = "" if label == actor else label or self._numbered(amount)
            when = year or self.year_of(amount) or (mention.year if spread else None)
            found.append(
                Item(
                    low,
                    high,
                    amount.token.text,
                    amount.role,
                    amount.topic,
                    actor,
                    when,
                    said,
                    label,
                    notes,
                )
            )
        return found

    def _numbered(self, amount: Amount) -> str:
        """两个平台项目，分别为500万和320万: as many amounts as projects are counted."""
        first = next((a for a in self.found if "respectively" in a.operators), None)
        if first is None or first.segment != amount.segment or self._in_turn(amount):
            return ""
        here = [a for a in self.found if a.segment == first.segment]
        for part in self.parts[: first.segment + 1]:
            for token, behind in pairwise(part.tokens):
                quantity = token.quantity
                counts = token.counts(QuantityKind.COUNT) and behind.has("matter", "thing")
                if counts and quantity is not None and quantity.value == len(here) > 1:
                    number = 1 + next(i for i, a in enumerate(here) if a.token is amount.token)
                    return f"第{number}个{quantity.unit.removeprefix('个')}项目"
        return ""

    def _shared_out(self, amount: Amount) -> bool:
        """各投了100万, with no number of firms: one amount for nobody knows how many."""
        each = any(t.text in ("各", "各投", "各投了", "各花", "各花了") for t in amount.before)
        return each and len(self.found) == 1

    def _in_turn(self, amount: Amount) -> int | None:
        """三年依次花了54万、126万、90万: as many amounts in a clause as years are named."""
        first = next((a for a in self.found if "respectively" in a.operators), None)
        if first is None or first.segment != amount.segment:
            return None
        here = [a for a in self.found if a.segment == first.segment]
        years = _duration(self.parts)
        if len(here) != years or self._applicant(amount) is not None:
            return None
        return 1 + next(i for i, a in enumerate(here) if a.token is amount.token)

    def _applicant(self, amount: Amount) -> str | None:
        """A公司和B公司分别投了…、…: the applicants in turn; None where none are named so."""
        first = next((a for a in self.found if "respectively" in a.operators), None)
        if first is None or amount.token.start < first.token.start:
            return None
        named: list[str] = []
        for part in self.parts[: first.segment + 1]:
            for token in part.tokens:
                if token.start >= first.token.start:
                    break
                if token.has("actor.group", "actor.named"):
                    named.append(token.text)
                elif token.has("actor.self") and "" not in named:
                    named.append("")
        named = list(dict.fromkeys(named))
        amounts = [a for a in self.found if a.token.start >= first.token.start]
        if len(named) != len(amounts) or len(named) < 2:
            named = [n for n in named if n]
        if len(named) != len(amounts) or len(named) < 2:
            return None
        return named[amounts.index(next(a for a in amounts if a.token is amount.token))]

    def _draft(self, item: Item, amount: Amount, *, several: bool) -> None:
        operators = amount.operators
        joined = several or bool(operators & {"add", "respectively"}) or _listed(amount)
        settled = "settle" in operators
        if settled and (old := [d for d in self.drafts if _same_place(d.item, item)]):
            for draft in old:
                self.entries.append(Entry(draft.item.text, Fate.SET_ASIDE, "以后说的实际数为准"))
                self.drafts.remove(draft)
        self.drafts.append(_Draft(item, amount, joined, settled, "total" in operators))

    def _multiply(self, amount: Amount) -> None:
        """每台12万, 20台: a price is worth something with exactly one count."""
        quantity = amount.token.quantity
        assert quantity is not None
        placed = self.placed(amount.token)
        enumerated = [a for a in self.found if a.role is Role.UNIT_PRICE and _one_of_each(a)]
        if len(placed) > 1 or (len(enumerated) > 1 and amount in enumerated):
            self._count(replace(amount, role=Role.SPENT))
            return
        if _unit(amount) == "年" and (years := _duration(self.parts)):
            for ordinal in range(1, years + 1):
                self._count(replace(amount, role=Role.SPENT), ordinal=ordinal)
            return
        pieces = _pieces(amount, self.parts)
        if pieces is not None and _unit(amount) in ("次", "场", "届") and pieces <= _MOST_YEARS:
            for number in range(1, int(pieces) + 1):  # each event by itself: a cap may be of one
                found = self._items(replace(amount, role=Role.SPENT))
                for item in found:
                    labelled = replace(item, label=f"第{number}{_unit(amount)}")
                    self._draft(labelled, amount, several=True)
            return
        if pieces is None and self.drafts and _same_place_of(self.drafts[-1].item, amount):
            whole = self.drafts[-1].item
            if whole.high == whole.low and quantity.amount and whole.low % quantity.amount == 0:
                self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "单价"))
                return
        if pieces is None:
            if _one_of_each(amount):
                self._count(replace(amount, role=Role.SPENT))
                return
            self.stuck.append(Stuck(f"“{amount.token.text}”是单价：一共有几份？或请告知总额。"))
            return
        total = quantity.amount * pieces
        item = Item(
            total, total, f"{amount.token.text}×{pieces}", Role.SPENT, amount.topic, amount.actor,
            self.year_of(amount), None, "",
        )  # fmt: skip
        self._draft(item, amount, several=False)

    def _total(self, amount: Amount) -> None:
        """合计: equals the sum of what was said, or there is something to ask."""
        quantity = amount.token.quantity
        assert quantity is not None
        mine = [d for d in self.drafts if d.item.actor == amount.actor and d.item.role in _COUNTED]
        if not mine:
            self._count(replace(amount, role=Role.SPENT))
            return
        low = sum((d.item.low for d in mine), Decimal(0))
        if quantity.amount == low or quantity.issue:
            self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "等于各项之和"))
            for draft in mine:
                draft.joined = True
            return
        self.stuck.append(_mismatch(amount.token.text, [d.item for d in mine], low))

    def _part(self, amount: Amount) -> None:
        quantity = amount.token.quantity
        assert quantity is not None
        whole = next((d for d in reversed(self.drafts) if d.item.actor == amount.actor), None)
        if whole is None:
            self._count(replace(amount, role=Role.SPENT))
            return
        if whole.item.high is not None and quantity.amount > whole.item.high:
            self.stuck.append(
                Stuck(f"“{amount.token.text}”比所属的“{whole.item.text}”还大，请核对这两个数。")
            )
            return
        if self._of_one_year(amount, whole):
            return
        self.entries.append(Entry(amount.token.text, Fate.SET_ASIDE, "已包含在前面的数里"))
        whole.parts += quantity.amount

    def _of_one_year(self, amount: Amount, whole: _Draft) -> bool:
        """两年共投500万，其中去年300万: a part that is of a year of its own."""
        quantity = amount.token.quantity
        assert quantity is not None
        words = (*amount.before, *amount.after)
        said = any(t.has("year", "ordinal", "date", "nth") for t in words)
        ordinal = self.ordinal_of(amount)
        year = self.year_of(amount) if said else None
        if not said or (year == whole.item.year and ordinal == whole.item.ordinal):
            return False
        item = whole.item
        self.drafts.remove(whole)
        self.entries.append(Entry(item.text, Fate.SET_ASIDE, "几年的总数"))
        self._count(replace(amount, role=item.role, topic=item.topic))
        rest = self._rest_year(amount)
        if rest is not None and item.high is not None:
            left = replace(
                item, low=item.low - quantity.amount, high=item.high - quantity.amount,
                text=f"{item.text}－{amount.token.text}", year=rest,
            )  # fmt: skip
            self.drafts.append(_Draft(left, amount, joined=False, settled=False, total=False))
        return True

    def _rest_year(self, amount: Amount) -> int | None:
        """剩下的都在去年: the year that a later clause gives the rest."""
        for part in self.parts[amount.segment + 1 : amount.segment + 3]:
            if part.has("operator.remainder") or any(
                t.text in ("其余", "剩下的", "余下的", "剩余的") for t in part.tokens
            ):
                return next((y for t in part.tokens if (y := self.calendar(t)) is not None), None)
        return None

    def _exclude(self, amount: Amount) -> None:
        quantity = amount.token.quantity
        assert quantity is not None
        whole = next(
            (
                d
                for d in reversed(self.drafts)
                if d.item.actor == amount.actor or amount.actor.startswith("~")
            ),
            None,
        )
        if whole is None:
            self.excluded.append(amount)
            return
        try:
            less = reading(quantity)
        except AmountError as error:
            self.stuck.append(Stuck(str(error)))
            return
        item = whole.item
        high = less.high if less.high is not None else less.low
        if item.low - high < 0:
            self.stuck.append(Stuck(f"要扣除的“{amount.token.text}”比“{item.text}”还大，请核对。"))
            return
        whole.item = replace(
            item, low=item.low - high, high=None if item.high is None else item.high - less.low,
            text=f"{item.text}－{amount.token.text}",
        )  # fmt: skip
        self.entries.append(Entry(amount.token.text, Fate.USED, f"从“{item.text}”中扣除"))

    # ---- all of them ----------------------------------------------------------------------
    def _prefer_spent(self) -> None:
        """What was planned, signed or invoiced counts only where nothing is said to be spent."""
        for draft in list(self.drafts):
            if draft.item.role is Role.SPENT:
                continue
            rivals = [
                d
                for d in self.drafts
                if d.item.role is Role.SPENT
                and d.item.actor == draft.item.actor
                and (d.item.topic == draft.item.topic or None in (d.item.topic, draft.item.topic))
            ]
            if rivals:
                self.drafts.remove(draft)
                why = f"{SAID[draft.item.role]}，按实际投入计"
                self.entries.append(Entry(draft.item.text, Fate.SET_ASIDE, why))
        left = {d.item.role for d in self.drafts if d.item.role is not Role.SPENT}
        if len(left) > 1:
            texts = "、".join(f"{SAID[d.item.role]}{d.item.text}" for d in self.drafts)
            self.stuck.append(Stuck(f"{texts}里，实际投入是多少？"))

    def _sum(self) -> None:
        """Amounts of one place are added only where the words join them."""
        groups: dict[object, list[_Draft]] = {}
        for draft in self.drafts:
            groups.setdefault(draft.item.place, []).append(draft)
        out: list[_Draft] = []
        for group in groups.values():
            out += [group[0]] if len(group) == 1 else self._summed(group)
        self.drafts = out
        if self.excluded and self.drafts:
            self._late_exclusions()

    def _late_exclusions(self) -> None:
        waiting, self.excluded = self.excluded, []
        for amount in waiting:
            question = f"“{amount.token.text}”要从“{self.drafts[0].item.text}”中扣除吗？"
            self.stuck.append(Stuck(question, ("要扣除", "已经扣除过了")))

    def _summed(self, group: list[_Draft]) -> list[_Draft]:
        first = group[0]
        if first.parts and first.item.low == first.parts + sum(
            (d.item.low for d in group[1:]), Decimal(0)
        ):
            for other in group[1:]:
                self.entries.append(Entry(other.item.text, Fate.SET_ASIDE, "已包含在前面的数里"))
            return [first]
        for draft in group:
            others = [d for d in group if d is not draft]
            rest = sum((d.item.low for d in others), Decimal(0))
            if draft.item.low == rest and draft.item.low == draft.item.high and len(others) > 1:
                for other in others:
                    self.entries.append(Entry(other.item.text, Fate.SET_ASIDE, "已含在合计里"))
                return [draft]
        totals = [d for d in group if d.total]
        asked = any(p.has("operator.total") and not _holds_money(p) for p in self.parts)
        unjoined = [d for d in group[1:] if not d.joined]
        if totals and len(group) > 1 and not all(d.total for d in group):
            rest = sum((d.item.low for d in group if not d.total), Decimal(0))
            self.stuck.append(
                _mismatch(totals[0].item.text, [d.item for d in group if not d.total], rest)
            )
            return group[:1]
        if unjoined and not asked:
            items = [d.item for d in group]
            total = sum((i.low for i in items), Decimal(0))
            texts = "和".join(f"“{i.text}”" for i in items)
            self.stuck.append(
                Stuck(
                    f"{texts}是分开的几笔，还是其中一个已包含另一个？",
                    (
                        f"分开的，合计{format_yuan(total)}",
                        f"已包含，按{format_yuan(max(i.low for i in items))}",
                    ),
                )
            )
            return group[:1]
        kept = group[0].item
        low = sum((d.item.low for d in group), Decimal(0))
        highs = [d.item.high for d in group]
        high = None if None in highs else sum((h for h in highs if h is not None), Decimal(0))
        text = "＋".join(d.item.text for d in group)
        notes = tuple(dict.fromkeys(n for d in group for n in d.item.notes))
        group[0].item = replace(kept, low=low, high=high, text=text, notes=notes)
        return group[:1]


_SUPPOSES: Final = frozenset(
    "就是 那就是 等于 就差 只差 差 放宽到 来答 最多 最高 最低 至少 是不是 应该 应当 能 能不能 可以 四舍五入 取整 凑到 凑够 凑成 达到 到 超过".split()  # noqa: SIM905
)


def _restates(amount: Amount) -> bool:
    return "restate" in amount.operators or any(t.text in "（(=" for t in amount.before)


def _supposed(amount: Amount) -> bool:
    """最多是不是80万, 四舍五入就是100万, 超过500万的部分: not an amount of its own."""
    over = [t for t in amount.after if not t.has("mark")][:2]
    return any(t.text in _SUPPOSES for t in amount.before) or (
        len(over) == 2 and over[0].text == "的" and over[1].text in ("部分", "那部分")
    )


def _spending_before(amount: Amount, parts: Sequence[Segment]) -> bool:
    """技改，去年，350万: an earlier small clause without an amount says what is spent on."""
    return any(
        part.has("verb.spent", "matter", "input", "role.spent")
        for part in parts[: amount.segment]
        if not _holds_money(part)
    )


def _mismatch(total: str, items: Sequence[Item], low: Decimal) -> Stuck:
    texts = "、".join(i.text for i in items)
    return Stuck(f"您说合计“{total}”，但{texts}相加是{format_yuan(low)}，以哪个为准？")


def _holds_money(part: Segment) -> bool:
    return any(t.counts(QuantityKind.MONEY, QuantityKind.FOREIGN) for t in part.tokens)


def _listed(amount: Amount) -> bool:
    nearest = [t for t in amount.before if not t.has("filler")]
    return bool(nearest) and (
        nearest[0].text in "、和与及"
        or _one_of_each(amount)
        or any(t.has("label", "span", "month") for t in amount.before)
    )


def _one_of_each(amount: Amount) -> bool:
    """一条60万、一条70万: one of several, each with its own amount."""
    return (
        any(
            t.counts(QuantityKind.COUNT) and t.quantity is not None and t.quantity.value == 1
            for t in amount.before
        )
        and "each" not in amount.operators
    )


def _near(item: Item, amount: Amount) -> bool:
    return item.actor == amount.actor and (
        item.topic == amount.topic or None in (item.topic, amount.topic)
    )


def _same_place(one: Item, other: Item) -> bool:
    return (
        one.actor == other.actor
        and (one.topic == other.topic or None in (one.topic, other.topic))
        and (one.year == other.year or None in (one.year, other.year))
        and one.ordinal == other.ordinal
        and one.label == other.label
    )


def _same_place_of(item: Item, amount: Amount) -> bool:
    return item.actor == amount.actor


def _same_value(one: Quantity | None, other: Quantity | None) -> bool:
    return one is not None and other is not None and one.value == other.value and not one.issue


def _same_bounds(item: Item, quantity: Quantity | None) -> bool:
    return quantity is not None and item.low == item.high == quantity.amount


def _times(amount: Decimal, factor: Fraction) -> Decimal:
    return amount * factor.numerator / factor.denominator


def _factor(amount: Amount) -> Fraction | None:
    """800万的一半, 500万的60%, 我们承担七成; 1 where nothing of the kind is said, None: unclear."""
    after = list(amount.after)
    near = [t for t in after if not t.has("mark")][:3]
    for i, token in enumerate(near):
        if token.counts(QuantityKind.RATE) and i and near[i - 1].text == "的":
            return token.quantity.value if token.quantity else None
        if token.text == "的一半" or (
            token.has("operator.scale_half") and i and near[i - 1].text == "的"
        ):
            return Fraction(1, 2)
    return Fraction(1)


def _pieces(amount: Amount, parts: Sequence[Segment]) -> Decimal | None:
    """How many pieces, months or instalments a price is for; None where that is not clear."""
    unit = _unit(amount)
    nearby = [parts[amount.segment]]
    for step in (1, -1, 2):
        index = amount.segment + step
        if 0 <= index < len(parts):
            nearby.append(parts[index])
    found: list[Decimal] = []
    for part in nearby:
        for token in part.tokens:
            if token is amount.token or token.quantity is None:
                continue
            q = token.quantity
            follows = [t for t in part.tokens if t.start == token.end]
            if q.kind is QuantityKind.NUMBER and unit and follows and follows[0].text == unit:
                found.append(Decimal(int(q.value)))
                continue
            if q.kind not in (QuantityKind.COUNT, QuantityKind.DURATION) or (
                q.value == 1 and unit not in ("月", "季度")
            ):
                continue
            if _fits(unit, q):
                found.append(Decimal(int(q.value)))
        if found:
            break
    if (
        not found
        and unit in ("月", "季度")
        and any(t.text in ("全年", "一年", "全年度") for p in nearby for t in p.tokens)
    ):
        found = [Decimal(12 if unit == "月" else 4)]
    return found[0] if len(set(found)) == 1 and 0 < found[0] <= _MOST else None


def _duration(parts: Sequence[Segment]) -> int:
    """How many years a message speaks of: 每年投入1000万，三年; 0 where it says none."""
    found = {
        int(t.quantity.value)
        for p in parts
        for t in p.tokens
        if t.quantity is not None and t.counts(QuantityKind.DURATION) and t.quantity.unit == "年"
    }
    years = found.pop() if len(found) == 1 else 0
    return years if 1 < years <= _MOST_YEARS else 0


def _unit(amount: Amount) -> str:
    """The unit of a price: 台 ｜ 月 ｜ 季度; "" where any piece will do (单价)."""
    for token in reversed(amount.before):
        if token.has("operator.each"):
            word = token.text.removeprefix("每").removeprefix("个")
            if token.text == "每":
                follow = [t for t in amount.before if t.start >= token.end]
                word = follow[0].text.removeprefix("个") if follow else ""
            if "单价" in word or "均价" in word:
                return ""
            return word or "个"
        if (
            token.counts(QuantityKind.COUNT)
            and token.quantity is not None
            and token.quantity.value == 1
        ):
            return token.quantity.unit
    for token in amount.after[:1]:
        if token.counts(QuantityKind.COUNT) and token.quantity is not None:
            return token.quantity.unit
    return ""


def _fits(unit: str, quantity: Quantity) -> bool:
    counted = quantity.unit.removeprefix("个")
    if unit == "":
        return quantity.kind is QuantityKind.COUNT and counted not in ("年", "月", "期", "人", "次")
    if unit[0] == "月":
        return quantity.kind is QuantityKind.DURATION and counted == "月"
    if unit[0] == "季":
        return quantity.kind is QuantityKind.DURATION and counted == "季度"
    return quantity.kind is QuantityKind.COUNT and (
        quantity.unit == unit
        or counted == unit
        or unit.endswith(quantity.unit)
        or quantity.unit == "个"
    )
