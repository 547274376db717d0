"""Payments already got: taken from a cap that runs by the year, asked about otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.engine.result import Computation, Kind, Step
from bot.question.account import Item, Received, Stuck
from corpus.numerals import exact_decimal, format_plain
from corpus.rules import Rule
from corpus.rules.model import Term

_PAYABLE: Final = (Kind.EXACT, Kind.AT_MOST, Kind.ELIGIBILITY_UNKNOWN)


def yearly_cap(rule: Rule) -> Term | None:
    """The cap of a rule that runs over a year (每年补贴不超过…), where it has one."""
    return next((cap for cap in rule.caps if cap.scope.yearly), None)


def within_cap(
    rule: Rule, received: Sequence[Received], items: Sequence[Item], applying: int
) -> list[Received]:
    """The payments that a yearly cap of the rule reckons with: those of the year applied in.

    `applying` is that year; a payment without a year, or of the year of the spending, counts too.
    """
    capped = yearly_cap(rule) is not None
    return [
        r
        for r in received
        if (capped or r.advance)
        and r.amount.topic in (None, rule.topic or rule.id)
        and _counts(r, items, applying)
    ]


def less_received(rule: Rule, result: Computation, received: Sequence[Received]) -> Computation:
    """The result within what a yearly cap leaves after the payments already got that year.

    What was paid in advance is a part of the result itself.
    """
    if not received or result.kind not in _PAYABLE or result.high is None:
        return result
    got = _sum(r for r in received if not r.advance)
    paid = _sum(r for r in received if r.advance)
    if paid:
        result = _less_advance(result, paid, rule)
    cap = yearly_cap(rule)
    if cap is None or not got or result.high is None:
        return result
    left = max(Decimal(0), exact_decimal(cap.value) - got)
    step = Step(
        label="已得", span=cap.span, reads_as=cap.reads_as,
        formula=f"年度上限{format_plain(exact_decimal(cap.value))} − 已得{format_plain(got)}"
        f" = {format_plain(left)}",
        low=left, high=left, bound=left < result.high,
    )  # fmt: skip
    low = None if result.low is None else min(result.low, left)
    return replace(result, low=low, high=min(result.high, left), steps=(*result.steps, step))


def _sum(received: Iterable[Received]) -> Decimal:
    return sum((r.amount.quantity.amount for r in received), Decimal(0))


def _less_advance(result: Computation, paid: Decimal, rule: Rule) -> Computation:
    """What is left of a payment of which a part was paid in advance."""
    assert result.high is not None
    high = max(Decimal(0), result.high - paid)
    low = None if result.low is None else max(Decimal(0), result.low - paid)
    step = Step(
        label="已预拨", span=rule.quotes[0], reads_as="",
        formula=f"{format_plain(result.high)} − 已预拨{format_plain(paid)} = {format_plain(high)}",
        low=high if low is None else low, high=high, bound=True,
    )  # fmt: skip
    return replace(result, low=low, high=high, steps=(*result.steps, step))


def unclear(rule: Rule, received: Sequence[Received]) -> Stuck | None:
    """The question back where a payment already got can't be set against anything stated."""
    received = [r for r in received if not r.advance]
    if not received or yearly_cap(rule) is not None:
        return None
    texts = "、".join(r.amount.token.text for r in received)
    return Stuck(
        f"已得的{texts}是哪一年、哪一项的补贴？原文没有写明它与这一次怎样合并计算。",
        (f"{texts}是以前年度的",),
    )


def _counts(received: Received, items: Sequence[Item], applying: int) -> bool:
    ordinals = {item.ordinal for item in items if item.ordinal is not None}
    if received.ordinal is not None and ordinals:
        return received.ordinal in ordinals
    return received.year in (None, applying, *(item.year for item in items))
