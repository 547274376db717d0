"""Costs: whether some cost counts is a question of its own (这种特装费算不算)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from bot.question.amounts import Amount, Role
from bot.question.segments import Segment
from bot.question.token import Token

_INNER: Final = (Role.OTHER, Role.TAX, Role.PART, Role.EXCLUDED)
_KINDS: Final = ("role.other", "role.tax", "role.financing", "cost")
_GRANTS: Final = ("补", "报销", "奖", "资助")
_PAYERS: Final = ("区里", "区政府", "政府", "国家")
_NEAR: Final = 3  # words behind an amount that may name it
_BESIDE: Final = ("mark", "filler", "link.joins")  # what may stand beside costs that are named


def costs_asked_about(
    parts: Sequence[Segment], found: Sequence[Amount], *, follows: bool
) -> tuple[str, ...]:
    """The costs that a message asks whether they count; none: it asks no such thing.

    No amount answers that. ``follows`` says that a thread goes on: 那装修费呢 asks of its matter.
    """
    if follows and len(parts) == 1 and (names := costs_named(parts[0].tokens)):
        return names
    inner = [amount for amount in found if amount.role in _INNER]
    for part in parts:
        if name := _paid_for(part):
            return (name,)
        asking = part.has("modal", "counting") and part.has("ask")
        again = [a for a in inner if asking and _is_said_again(a, part, found)]
        if again:
            return (_name(again[0]),)
        counting = part.has("counting") or (part.has("modal") and part.has("link.counts_in"))
        if not counting:
            continue
        near = parts[max(0, part.index - 1) : part.index + 1]
        tokens = (t for p in reversed(near) for t in p.tokens)
        cost = next((t.text for t in tokens if t.has(*_KINDS) and not t.has("input")), "")
        if cost or inner:
            return (cost or _name(inner[0]),)
    return ()


def costs_named(tokens: Sequence[Token]) -> tuple[str, ...]:
    """那机票、酒店呢, 买软件的钱呢: the costs that are all a message names; none: it says more."""
    said = [token for token in tokens if _is_cost(token) or not token.has(*_BESIDE)]
    if len(said) < 2 or said.pop().text != "呢":
        return ()
    costs = [token for token in said if _is_cost(token)]
    bought = said[:1] if said[0].has("verb.spent") and not _is_cost(said[0]) else []
    if said != [*bought, *costs]:
        return ()
    names = [token.text for token in costs[:1]]
    for before, token in pairwise(costs):
        if before.end == token.start:  # 物流运费
            names[-1] += token.text
        else:
            names.append(token.text)
    return tuple(names)


def _is_cost(token: Token) -> bool:
    return token.has(*_KINDS) and not token.has("input", "matter")


def cost_of(amount: Amount) -> str:
    """其中300万是买地的钱, 其中含税30万: the cost an amount is of; a source of money is none."""
    near = (*reversed(amount.before), *amount.after[:_NEAR])
    return next((t.text for t in near if _is_cost(t) and not t.has("role.financing")), "")


def _paid_for(part: Segment) -> str:
    """运费补贴是多少, 利息区里给补多少: a cost that no matter is named for is to be paid."""
    if part.has("scheme", "matter") or part.holds_money or not part.has("ask"):
        return ""
    said = (t for t in part.tokens if not t.has("mark", "modal", "filler"))
    for token, behind in pairwise(t for t in said if t.text not in _PAYERS):
        asked = behind.has("ask") and any(word in behind.text for word in _GRANTS)  # 能补吗
        pays = behind.has("role.claimed") or behind.pays or asked
        if token.has(*_KINDS) and not token.has("input", "role.claimed", "verb") and pays:
            return token.text
    return ""


def _is_said_again(amount: Amount, part: Segment, found: Sequence[Amount]) -> bool:
    """其中装修40万，这40万能算吗: the same number in the clause that asks."""
    return any(
        other.segment == part.index
        and other is not amount
        and other.quantity.value == amount.quantity.value
        for other in found
    )


def _name(amount: Amount) -> str:
    return amount.name or amount.token.text
