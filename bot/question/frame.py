"""The frame of a message: its tokens, what its amounts come to, and what nobody understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.question.account import Account
from bot.question.accounting import account_of
from bot.question.amounts import Amount, Role
from bot.question.attachment import amounts
from bot.question.costs import costs_asked_about
from bot.question.edit import edited, in_thread
from bot.question.matters import denied, schemes
from bot.question.segments import Segment, segments
from bot.question.sums import asks_total
from bot.question.token import Token
from bot.question.unknown import misread, unaccounted, unknown
from bot.question.years import Years, ordinals

_MOVING: Final = (
    "operator", "year", "nth", "ordinal", "date", "verb", "matter", "condition", "barrier", "count",
    "sector",
)  # fmt: skip
_RUNS: Final = ("开", "开了", "开着", "经营", "经营着", "开的")  # 开了三家火锅店


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
    applications: frozenset[int] = frozenset()  # of several applications the year of each
    founded: int | None = None  # 设立于2024年
    together: bool = False  # 一共, 合计: the sum of several matters is asked for
    asked_ordinal: int | None = None  # 就问第二年的: the only year of a sequence asked about
    asked_year: int | None = None  # 只问2025这一年的: the only year of spending asked about
    differs: bool = False  # 差多少, 多拿多少: the difference of two amounts is asked for
    counting: tuple[str, ...] = ()  # costs that it asks whether they count: 特装费算不算
    year: int | None = None  # the one year of spending that it names, or the thread before it
    misread: tuple[str, ...] = ()  # clauses with an unknown word beside a figure, still open
    trade: str = ""  # the business that the enterprise says is its main one, where none is listed

    @property
    def money(self) -> bool:
        """Whether this very message gives an amount."""
        return bool(self.amounts)

    @property
    def of_some(self) -> tuple[Segment, ...]:
        """The clauses that say something of one of several amounts: 800万那场没通过评审."""
        if len(self.account.items) < 2 and not any(i.amounts > 1 for i in self.account.items):
            return ()
        again = {
            a.segment
            for a in self.amounts
            for b in self.amounts
            if a.segment > b.segment and a.quantity.value == b.quantity.value
        }
        return tuple(self.parts[segment] for segment in sorted(again))

    @property
    def adds(self) -> bool:
        """Whether the message adds to what was said: 又引进一家."""
        return any(
            t.text == "又" or (t.has("operator.add") and not t.has("filler")) for t in self.tokens
        )

    @property
    def spent_years(self) -> frozenset[int]:
        """The years that its amounts are of."""
        return frozenset(i.year for i in self.account.items if i.year is not None)

    @property
    def moves(self) -> bool:
        """Whether the message tells or changes something: an amount, a year, a doubling."""
        return bool(self.amounts) or any(
            t.has(*_MOVING) and not t.has("filler", "courtesy") for t in self.tokens
        )

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The years of a sequence that the message names: 第三年 → 3."""
        return ordinals(self.tokens)


def frame(
    text: str,
    tokens: Sequence[Token],
    today: date,
    before: Frame | None = None,
    *,
    follows: bool = True,
    counted: bool = False,
    back: str = "",
    matter: str = "",
) -> Frame:
    """Read a message; `before` is the frame of the thread, `follows` whether its matter goes on.

    `counted` says that the thread has counted something, if no amount of money; `back` is the one
    matter that the message names or turns back to, `matter` the one that the thread is about.
    """
    parts = segments(tokens)
    found = amounts(parts)
    years = Years(text, parts, today)
    held = before.account if before else None
    spent_before = follows and (counted or bool(held and held.items))
    own = account_of(found, parts, years, spent_before=spent_before)
    merged = edited(own, found, parts, held if follows else None, years)
    merged = _in_the_year_told(merged, tokens, before if follows else None)
    merged = in_thread(merged, found, parts, held, follows=follows, back=back, matter=matter)
    hard, soft = unknown(parts, found)
    stuck = (*merged.stuck, *unaccounted(parts, found, merged, held), *hard)
    left = before.misread if before else ()
    kept = before if follows else None
    together = asks_total(parts)
    applications = frozenset(years.applications)
    if kept and together:
        applications |= kept.applications  # 24年投的25年报 / 25年投的26年报，加一起
    tapped = any(part.has("tap") for part in parts)  # 计入投入, 与此无关: says what an amount is
    return Frame(
        text=text,
        tokens=tuple(tokens),
        parts=parts,
        amounts=found,
        account=replace(merged, stuck=stuck),
        open=(*left, *soft),
        denied=denied(parts) | (kept.denied - _meant(parts) if kept else frozenset()),
        schemes=schemes(parts),
        applied=years.applied or (kept.applied if kept else None),
        applications=applications,
        founded=years.founded or (kept.founded if kept else None),
        together=together,
        asked_ordinal=_asked_ordinal(parts),
        asked_year=_asked_year(parts, years),
        differs=any(part.has("operator.difference") for part in parts),
        year=years.told or (kept.year if kept else None),
        counting=costs_asked_about(parts, found, follows=kept is not None),
        misread=() if tapped else (*left, *misread(parts, found)),
        trade=_trade(parts) or (before.trade if before else ""),
    )


def _meant(parts: Sequence[Segment]) -> set[str]:
    """The matters that a message is about again; a plan told beside it (明年技改拟投…) is not."""
    return set(schemes([part for part in parts if not part.has("verb.planned")]))


def _asked_ordinal(parts: Sequence[Segment]) -> int | None:
    """第二年这500万补多少: the year of a sequence beside words of paying, none of spending."""
    if asks_total(parts):
        return None
    for part in parts:
        pays = part.has("ask") and not part.has("verb.spent", "role.spent")
        if pays and len(said := ordinals(part.tokens)) == 1:
            return said[0]
    return None


def _asked_year(parts: Sequence[Segment], years: Years) -> int | None:
    """只问2025这一年的, 单说2025年这一年: the one year of a clause that asks for it alone."""
    for part in parts:
        told = [year for t in part.tokens if (year := years.value(t)) is not None]
        if len(told) == 1 and part.has("link.only") and part.has("ask") and not part.holds_money:
            return told[0]
    return None


def _in_the_year_told(account: Account, tokens: Sequence[Token], before: Frame | None) -> Account:
    """第三年了, 去年换的机器, and then 600万: the first amount is of the year told before it."""
    if before is None or before.account.items or len(account.items) != 1:
        return account
    [item] = account.items
    if item.ordinal is None and not ordinals(tokens) and len(before.ordinals) == 1:
        item = replace(item, ordinal=before.ordinals[0])
    if item.year is None and item.role is Role.SPENT and not any(t.has("year") for t in tokens):
        item = replace(item, year=before.year)
    return replace(account, items=(item,))


def _trade(parts: Sequence[Segment]) -> str:
    """The business said to be the main one, where the texts list none of those named."""
    if any(part.has("sector.listed") and part.has("business.main") for part in parts):
        return ""  # 以前主业是模具，现在主营首饰
    if any(part.has("link.on_behalf") for part in parts):
        return ""  # 我是做软件的，替客户问: it is another firm's business that counts
    for part in parts:
        others = part.holds_money or part.has("actor.third", "actor.other")
        if others or part.has("sector.listed"):
            continue
        said = False
        for token in part.tokens:  # 我们做餐饮, not 会计做预算
            said = said or token.has("business") or token.text in _RUNS
            if said and token.has("sector.other"):
                return token.text
    return ""
