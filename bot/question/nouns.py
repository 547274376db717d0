"""Nouns that name money: 营业额, 税, 贷款, 房租: before an amount, behind it, or as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.question.amounts import Role
from bot.question.surroundings import Surroundings
from bot.question.token import Token

Named = tuple[Role, str]  # a role and the word that told it; "": no single word did

_NOUNS: Final = (Role.TURNOVER, Role.TAX, Role.FINANCING, Role.OTHER)
_TOGETHER: Final = ("加", "加上", "连", "连同", "外加")


def noun_of(words: Surroundings) -> Named | None:
    """The kind of money that a noun names: before the amount, right behind it, or 是贷款."""
    behind = next((t for t in words.after if not t.has("filler")), None)
    if behind is not None and behind.has("input") and behind.has("cost"):
        return None  # 贷款实际付了130万利息: a rule is reckoned from the interest
    return _noun_before(words.before) or _noun_behind(words.after) or _predicate(words.after)


def _noun_before(before: Sequence[Token]) -> Named | None:
    if sum(t.text in _TOGETHER for t in before) > 1 and before[-1].has("verb.spent"):
        return None  # 场地加搭建加宣传实际花800万: all of it together
    for i in range(len(before) - 1, -1, -1):
        token = before[i]
        if token.has("matter", "input") and not token.has("role", "verb"):
            return None
        if i + 1 < len(before) and before[i + 1].has("thing") and not token.has("thing"):
            continue  # 订单系统: a kind of system, no turnover
        if (named := _kind(token)) is not None:
            return named
    return None


def _noun_behind(after: Sequence[Token]) -> Named | None:
    behind = [t for t in after if not t.has("filler", "actor.firm") and t.text not in "（(：:"][:1]
    told = (t for t in behind if t.has("role") or not t.has("matter", "input"))
    return next((named for t in told if (named := _kind(t)) is not None), None)


def _predicate(after: Sequence[Token]) -> Named | None:
    if not any(t.has("link.copula") for t in after[:2]):
        return None
    if any(t.has("scheme", "role.spent") for t in after[:9]):
        return None  # 这是老厂房的技改的投入
    told = (t for t in after[:5] if not t.has("matter"))
    return next((named for t in told if (named := _kind(t)) is not None), None)


def _kind(token: Token) -> Named | None:
    return next(((role, token.text) for role in _NOUNS if token.has(f"role.{role}")), None)
