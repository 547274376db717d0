"""Whose amounts they are: of several firms or hosts, of one that fails, of another than asks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.answer.claims import Claim, counts_money
from bot.answer.knowledge import Knowledge
from bot.answer.layers import rules_of
from bot.question.account import Stuck
from bot.question.amounts import Amount, Role
from bot.question.ask import Question
from bot.question.conditions import fails
from bot.question.frame import Frame
from bot.question.segments import OTHERS
from bot.question.units import firms_counted
from corpus.numerals import QuantityKind
from corpus.rules import Rule


def of_another(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """老陈去年150万，他能拿多少: only another's amount is told, and it is asked what they get.

    In a thread of one's own amounts too: 隔壁上了120万的, and then 他们能拿多少.
    """
    if any(a.role is not Role.NEIGHBOUR for a in question.figures):
        return None
    names = [t.text for p in question.frame.parts for t in p.tokens if t.has(*OTHERS)]
    before = question.context.frame if question.followed else None
    told = question.figures or _of_others(before)
    asks = any(p.has("ask") and p.has(*OTHERS) for p in question.frame.parts)
    goes_on = (
        before is not None
        and bool(question.figures)
        and not any(p.asks for p in question.frame.parts)
    )
    if not told or not (asks or goes_on):
        return None
    name = next(filter(None, (*(figure.name for figure in told), *names, "对方")))
    return Stuck(
        f"您问的是“{name}”能拿多少吗？要替对方测算，请单独问，例如“去年技改150万能补多少”。"
    )


def _of_others(read: Frame | None) -> tuple[Amount, ...]:
    return tuple(a for a in (read.amounts if read else ()) if a.role is Role.NEIGHBOUR)


def of_several_firms(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> Stuck | None:
    """两个独立法人，眼镜厂150万，首饰厂80万: amounts of several firms are never one amount."""
    if not several_firms(question):
        return None
    for claim in found:
        each = counts_money(question, claim.topic, knowledge)
        joined = any(item.amounts > 1 for item in claim.items) or _are_joined(question)
        alone = question.frame.together and len(found) == len(claim.items) == 1
        if each and (len(claim.items) > 1 or joined or alone):
            texts = "、".join(f"“{item.text}”" for item in claim.items)
            return Stuck(f"{texts}各是哪一家的？请逐家说明。")
    return None


def several_firms(question: Question) -> bool:
    """Whether a message counts several firms of the one who asks."""
    return max((n for p in question.frame.parts for n in firms_counted(p)), default=0) > 1


def _are_joined(question: Question) -> bool:
    """两家公司合起来5200万: one amount that is said to be of several firms."""
    return any(
        p.holds_money and p.has("operator.total") and max(firms_counted(p), default=0) > 1
        for p in question.frame.parts
    )


def of_several_hosts(
    question: Question, found: Sequence[Claim], knowledge: Knowledge
) -> Stuck | None:
    """两个园区，今年一共引进4家: a cap of each is not one of both."""
    rules = [r for r in rules_asked(question, found, knowledge) if r.counts_heads and r.unit.items]
    frames = (question.frame, question.context.frame if question.followed else None)
    pairs = [pair for f in frames if f for p in f.parts for pair in pairwise(p.tokens)]
    for rule in rules:
        hosts = {
            int(token.quantity.value)
            for token, behind in pairs
            if token.quantity is not None
            and token.counts(QuantityKind.COUNT)
            and token.quantity.value > 1
            and (behind.text[0] == rule.unit.items[0] or behind.text.endswith(rule.unit.items[0]))
        }
        if hosts and len(question.heads.heads) not in (0, *hosts):
            return Stuck(f"每个{rule.unit.items}各引进了几家符合条件的企业？")
    return None


def some_fail(question: Question) -> Stuck | None:
    """四家里一家是从平湖搬过来的: one of several that fails says nothing of the others."""
    several = question.heads.whole > 1 or sum(head.number for head in question.heads.heads) > 1
    failing = [part for part in question.frame.parts if fails((part,))]
    if not several or not failing or any(part.has("link.all_of_them") for part in failing):
        return None
    return Stuck(f"“{failing[0].text().strip()}”说的是其中几家？符合条件的一共几家？")


def some_firms(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> Stuck | None:
    """老三还没上规模: one of several firms fails."""
    several = len({claim.actor for claim in found}) > 1
    if several and any(fails((part,)) for part in question.frame.parts):
        return Stuck("几家里有的不符合条件：请逐家说明。")
    return None


def rules_asked(question: Question, found: Sequence[Claim], knowledge: Knowledge) -> list[Rule]:
    """The rules of all that is claimed, of every text that is asked."""
    return [rule for c in found for _, rule in rules_of(question, c.topic, knowledge)]
