"""Shares: what part of an amount counts, where a rate says so (六成是技改, 我们出七成)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from bot.question.account import Account, Item, Stuck
from bot.question.conditions import fails
from bot.question.matters import topic_of
from bot.question.roles import PAID
from bot.question.scaling import discounted, rates_of, times
from bot.question.segments import Segment
from bot.question.token import Token
from bot.question.years import Years

Share = tuple[Fraction, str]  # of the whole, and the words that say it

_IN: Final = (
    "verb.spent", "role.spent", "input", "matter", "scheme", "condition", "operator.settle",
    "actor.self",
)  # fmt: skip
_OUT: Final = (
    "operator.exclude", "barrier", "link.rest", "link.remaining", "operator.remainder",
    "actor.other",
)  # fmt: skip
# Of these a rate is not one of the amount spent.
_OF_ELSE: Final = (
    "role.claimed", "role.turnover", "role.tax", "role.financing", "role.equity", "link.by_rate",
)  # fmt: skip
# What stands right before a share: 占六成, 只有七成, 付了八成, 其余三成.
_LEADS: Final = (
    "operator.share", "operator.settle", "operator.part", "link.copula", "link.only", "link.rest",
    "link.remaining", "verb.spent",
)  # fmt: skip
_CHANGED: Final = ("operator.compare", "operator.raise_by", "operator.cut_by")


def shared(own: Account, parts: Sequence[Segment], years: Years) -> Account:
    """The account of a message with the shares that its words say."""
    if any(part.has("operator.share") and part.has("link.denies") for part in parts):
        return own  # 不问我司份额
    if (change := _of_another_year(own, parts, years)) is not None:
        return replace(own, items=(*own.items, change))
    if (spent := _of_turnover(own, parts)) is not None:
        return replace(own, items=(spent,))
    if len(own.items) == 1 and (items := portions(own.items[0], parts)):
        return replace(own, items=items, apportioned=True)
    for part in parts:
        if not part.has("operator.share") or _is_of_others(part):
            continue
        told = not part.holds_money and own.items and not rates_of(part) and _splits(part)
        if told and not part.has("operator.scale_half"):
            question = f"“{part.text()}”：贵公司自己承担的是多少？"
            return replace(own, stuck=(*own.stuck, Stuck(question)))
    return discounted(own, parts)


def portions(item: Item, parts: Sequence[Segment]) -> tuple[Item, ...]:
    """An amount at the share that counts, and the rest where a clause gives it to another matter.

    六成是技改，四成是装修 → 60 %; 三分之一发给了员工 → the other two thirds; (): nothing is said.
    """
    inside = [share for part in parts for share in _told(part) if not _is_outside(part)]
    outside = [share for part in parts for share in _told(part) if _is_outside(part)]
    if len(inside) > 1 or not (inside or outside):
        return ()
    taken = sum((rate for rate, _ in outside), Fraction(0))
    if inside and outside and inside[0][0] + taken != 1:
        return ()
    rate, said = inside[0] if inside else (1 - taken, f"（1－{outside[0][1]}）")
    if not 0 < rate < 1:
        return ()
    first = times(item, rate, said)
    named = next((t for p in parts if (t := _matter(p))), None)
    rest = next((t for p in parts if (t := _rest_of(p)) is not None), None)
    if named is None or rest is None or rest == named or outside:
        return (replace(first, topic=named or first.topic),)
    other = times(item, 1 - rate, f"（1－{said}）")
    return replace(first, topic=named), replace(other, topic=rest)


def is_used(token: Token, account: Account) -> bool:
    """Whether a rate was reckoned into an item, or is the rest of one that was: 六成…，四成…."""
    return any(item.multiplied for item in account.items) and (
        any(token.text in item.text for item in account.items) or account.apportioned
    )


def _told(part: Segment) -> Iterator[Share]:
    """The share that a clause says: one rate, or a half, of what was spent."""
    paid = any(t.has("scheme") and t.text.endswith(PAID) for t in part.tokens)  # 补贴是50%
    if paid or part.asks or part.has(*_OF_ELSE, *_CHANGED) or _is_of_others(part):
        return
    rates = [(t.quantity.value, t.text) for t in rates_of(part) if t.quantity is not None]
    if part.has("operator.share"):
        rates += [(Fraction(1, 2), t.text) for t in part.tokens if t.has("operator.scale_half")][:1]
    told = part.has(*_IN, *_OUT) and not part.holds_money
    if len(rates) == 1 and told and _says_how_much(part):
        yield rates[0]


def _says_how_much(part: Segment) -> bool:
    """占六成, 三分之一是…, 只付了七成: the rate is said of the whole, not of a payment."""
    words = [t for t in part.tokens if not t.has("mark") and t.text not in ("了", "有", "的")]
    at = next(i for i, t in enumerate(words) if t.has("operator.scale_half") or t in rates_of(part))
    before, after = words[max(0, at - 1) : at], words[at + 1 : at + 2]
    said = any(t.has(*_LEADS) and not t.has("hypothesis", "link.by_rate") for t in before)
    return said or any(t.has("link.copula", "verb") for t in after)


def _is_outside(part: Segment) -> bool:
    """Whether a clause says what does not count: 其余三成不要了, 三成给了别家."""
    return part.has(*_OUT) or fails((part,)) or (part.has("negation") and not part.has("matter"))


def _is_of_others(part: Segment) -> bool:
    """协会出四成: the share of somebody else's."""
    return part.has("actor") and not part.has("actor.self") and not part.has("input", "matter")


def _matter(part: Segment) -> str | None:
    return topic_of(part.tokens) if rates_of(part) else None


def _rest_of(part: Segment) -> str | None:
    """剩下的全是数字化: the matter that a clause gives the rest."""
    rest = part.has("link.rest", "link.remaining", "operator.remainder")
    return topic_of(part.tokens) if rest and not part.holds_money else None


def _of_turnover(own: Account, parts: Sequence[Segment]) -> Item | None:
    """技改投入占营收的5%, 营收4800万，从里面拿了6%搞技改: spent, as a share of the turnover."""
    if own.items or own.loose or len(own.turnovers) != 1:
        return None
    turnover = own.turnovers[0]
    for part in parts:
        rates = rates_of(part)
        of_it = part.has("role.turnover") or part.has("operator.part")
        topic = topic_of([t for t in part.tokens if not t.has("role.turnover")])
        spends = part.has("verb.spent", "role.spent") and topic is not None
        if len(rates) != 1 or not of_it or not spends or part.asks or part.has("role.claimed"):
            continue
        if part.holds_money and turnover.segment != part.index:
            continue
        rate = rates[0].quantity
        if rate is None or turnover.quantity.low != turnover.quantity.high:
            return None
        whole = Item(
            turnover.quantity.amount, turnover.quantity.amount, turnover.token.text,
            topic=topic,
        )  # fmt: skip
        return times(whole, rate.value, rates[0].text)
    return None


def _of_another_year(own: Account, parts: Sequence[Segment], years: Years) -> Item | None:
    """去年比前年少投了四分之一: a rate more or less than the one amount of the year named."""
    for part in parts:
        rates = rates_of(part)
        if len(rates) != 1 or not part.has("operator.compare") or part.holds_money:
            continue
        lead, against = years.compared(part.tokens)
        bases = [i for i in own.items if i.year in against and i.low == i.high]
        up, down = part.has("operator.raise_by"), part.has("operator.cut_by")
        if len(bases) != 1 or len(against) != 1 or up == down or rates[0].quantity is None:
            continue
        rate = rates[0].quantity.value
        before = [y for p in parts[: part.index] for t in p.tokens if (y := years.value(t))]
        year = lead[-1] if lead else next((y for y in reversed(before) if y not in against), None)
        if year is None:
            continue  # 去年3亿，比上年增长20%: the year that it is more than is the base's own
        said = f"（1{'＋' if up else '－'}{rates[0].text}）"
        return replace(times(bases[0], 1 + rate if up else 1 - rate, said), year=year)
    return None


def _splits(part: Segment) -> bool:
    """三家平摊: a cost that is shared out without a word of the shares."""
    told = (t.text.removesuffix("了") for t in part.tokens if t.has("operator.share"))
    return any(len(word) > 1 for word in told)  # not 审计报告出了
