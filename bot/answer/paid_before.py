"""Doubts about payments: which of them was got already, and what it is to be set against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.claims import Claim
from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.answer.received import unclear
from bot.question.account import Stuck
from bot.question.amounts import Amount, Role
from bot.question.ask import Question

# What an amount of being paid is said with where it is hoped for, heard of or reckoned.
_SUPPOSING: Final = (
    "modal", "hypothesis", "link.hope", "link.supposes", "link.offers", "rate", "actor.third",
    "actor.other", "link.polar",
)  # fmt: skip
_AGAIN: Final = ("再", "还", "还能", "再能", "能再", "接着", "继续", "再领")
_DOUBTING: Final = ("吧", "吗", "嘛", "不", "没")


def received_unclear(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> Stuck | None:
    """A payment already got that can't be set against anything stated."""
    received = question.frame.account.received
    topics = {one.amount.topic for one in received}
    mine = [claim for claim in found if None in topics or claim.topic in topics]
    years = {item.year for claim in mine for item in claim.items if item.year is not None}
    if received and len(years) > 1:  # 去年拿了20万，今年又投了88万: of which year the payment was
        texts = "、".join(one.amount.token.text for one in received)
        return Stuck(f"已得的{texts}是哪一年的补贴？请一次问一年的投入。")
    for claim in found:
        got = [one for one in received if one.amount.topic in (None, claim.topic)]
        asked = (unclear(rule, got) for _, rule in rules_of(question, claim.topic, knowledge))
        if (stuck := next((one for one in asked if one is not None), None)) is not None:
            return stuck
    return None


def got_before(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """去年奖过一次了，能再领一回吗: something was got already, and nothing says how much."""
    if question.frame.account.received:
        return None
    parts = question.frame.parts
    got = any(p.has("verb.received") and p.has("count") and not p.holds_money for p in parts)
    again = any(t.text in _AGAIN for p in parts if p.has("ask") for t in p.tokens)
    return Stuck("以前已经拿过的是哪一年、多少钱？") if got and again else None


def got_or_hoped(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """这笔资助先打过来20万: an amount of being paid in a clause that hopes and asks nothing."""
    for amount in question.figures:
        if amount.role is not Role.CLAIMED or not _is_exact(amount) or _is_again(amount, question):
            continue
        part = question.frame.parts[amount.segment]
        if not part.asks and not part.text().endswith(_DOUBTING) and not part.has(*_SUPPOSING):
            text = amount.token.text
            return Stuck(
                f"“{text}”是已经拿到的，还是预计能拿的？", (f"已经拿到{text}", f"预计能拿{text}")
            )
    return None


def _is_exact(amount: Amount) -> bool:
    """No 几万, which asks."""
    return amount.quantity.low == amount.quantity.high


def _is_again(amount: Amount, question: Question) -> bool:
    """260万，也就是两百六十万吧: said before."""
    value = amount.quantity.value
    return any(a is not amount and a.quantity.value == value for a in question.figures)
