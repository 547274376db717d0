"""Attachment: every amount of a message with its role, its actor and its matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.question.amounts import COUNTED, Amount, Role
from bot.question.conditions import fails
from bot.question.matters import topic_of
from bot.question.roles import role_of
from bot.question.segments import Segment, money
from bot.question.surroundings import Surroundings
from bot.question.token import Token
from bot.question.units import firms_counted, how_many
from corpus.numerals import QuantityKind

_QUOTES: Final = {"“": "”", "「": "」", '"': '"', "‘": "’"}
_BARRED: Final = "不符合条件的部分"
_COUNTED_AS: Final = ("算", "计入", "算进", "算在", "都算", "归到", "列入")
_THE_OTHER: Final = ("另一家", "另外一家")
_UNPAID: Final = "花付投给"  # 没花, 没付: last characters
# What a later clause may still take away: 其中40万是厂房装修，这部分不算.
_TAKEN_LATER: Final = (Role.PART, Role.OTHER, Role.UNKNOWN, Role.FINANCING, Role.TAX)


def amounts(parts: Sequence[Segment]) -> tuple[Amount, ...]:
    """Every amount of money of a message in order, each with its role."""
    found: list[Amount] = []
    said = _Said()
    for part in parts:
        found += _of_segment(part, said)
        said.close(part)
    return tuple(_with_anaphora(found, parts))


@dataclass(slots=True)
class _Said:
    """What earlier clauses said and later ones inherit until it is replaced."""

    actor: str = ""
    topic: str | None = None
    any: bool = False  # whether an amount was given
    several: bool = False  # whether several firms are spoken of: 我们两家公司
    other: bool = False  # whether this very clause names somebody else: 老王的公司

    def close(self, part: Segment) -> None:
        """Take in the actors and the matter of a clause that is over."""
        tells = part.has("verb", "matter", "input", "role", "money", "year")
        self.several = self.several or max(firms_counted(part), default=0) > 1
        for token in part.tokens:  # 老乡帮忙看看: nobody's money is spoken of
            if tells or token.has("actor.self", "place.other", "actor.group"):
                self.see(token)
        told = [
            t for t in part.tokens if not t.has("role.turnover")
        ]  # 营收6400万: no matter of ours
        self.topic = topic_of(told) or self.topic
        self.other = False

    def see(self, token: Token) -> None:
        """Take in whom a token makes the clause speak of."""
        if token.has("actor.self") or (token.has("actor.firm") and not self.other):
            self.actor = ""
        elif self.several and token.text in _THE_OTHER:
            self.actor = token.text  # 两家…，一家110万，另一家48万
        elif token.has("actor.other"):
            self.actor, self.other = f"~{token.text}", True
        elif token.has("actor.third") and not token.has("filler"):
            self.actor = self.actor or f"~{token.text}"  # 那家: whoever was named, else another
        elif token.has("actor.group", "actor.named") and not self.other:
            self.actor = token.text


def _of_segment(part: Segment, said: _Said) -> list[Amount]:
    found: list[Amount] = []
    at = 0
    places = [(i, q) for i, t in enumerate(part.tokens) if (q := money(t, part)) is not None]
    whole = topic_of(part.tokens)
    for order, (place, quantity) in enumerate(places):
        before = part.tokens[at:place]
        last = order + 1 == len(places)
        after = part.tokens[place + 1 : None if last else places[order + 1][0]]
        for token in before:
            said.see(token)
        firms = dict.fromkeys(t.text for t in before if t.has("actor.group", "actor.named"))
        if len(firms) > 1 and len(places) == 1 and "respectively" not in _operators(before):
            said.actor = "、".join(firms)
        role, name = role_of(Surroundings(before, after, said.actor, follows=said.any, last=last))
        if _is_quoted(part, place):
            role, name = Role.QUOTED, ""
        topic = _head_behind(after) or topic_of(before) or topic_of(after) or whole or said.topic
        amount = Amount(
            part.tokens[place], quantity, role, part.index, name, said.actor, topic,
            _operators(before), before, after,
        )  # fmt: skip
        said.any = True
        found.append(amount)
        at = place + 1
    return found


def _head_behind(after: Sequence[Token]) -> str | None:
    """交了4万展位费: the matter that the very next word names by a name or an input of it."""
    near = [t for t in after if not t.has("filler", "mark")][:1]
    return (
        topic_of(near)
        if any(t.has("scheme", "input") and not t.has("verb") for t in near)
        else None
    )


def _operators(before: Sequence[Token]) -> frozenset[str]:
    near = [t for t in before if not t.has("filler", "mark")][-1:]
    told = [t for t in before if t in near or not t.has("link.by_rate")]  # 按190万; 按一半，那…
    return frozenset(name for token in told for name in token.under("operator"))


def _is_quoted(part: Segment, place: int) -> bool:
    inside = ""
    for token in part.tokens[:place]:
        if inside:
            inside = "" if token.text == inside else inside
        elif token.text in _QUOTES:
            inside = _QUOTES[token.text]
    return bool(inside) and any(t.text == inside for t in part.tokens[place + 1 :])


def _with_anaphora(found: Sequence[Amount], parts: Sequence[Segment]) -> list[Amount]:
    """其中40万是厂房装修，这部分不算: what the next clause says of the amount before it."""
    last = {amount.segment: amount for amount in found}
    told = []
    barred = {part.index for part in parts if part.has("barrier") and fails((part,))}
    apart = any(a.role in COUNTED and a.segment not in barred for a in found)
    for amount in found:
        following = parts[amount.segment + 1 : amount.segment + 2]
        all_of_them = any(part.has("link.all_of_them") for part in following)
        said = amount is last[amount.segment] or all_of_them
        if said and amount.role in _TAKEN_LATER and _takes_away(following):
            amount = replace(amount, role=Role.EXCLUDED)
        if amount.role is Role.OTHER and _takes_in(parts[amount.segment + 1 :]):
            amount = replace(amount, role=Role.SPENT if not _is_price(amount) else Role.UNIT_PRICE)
        if said and amount.role in COUNTED and _disowns(following):
            amount = replace(amount, role=Role.NEIGHBOUR)
        if apart and amount.segment in barred and amount.role in (*COUNTED, Role.UNKNOWN):
            amount = replace(amount, role=Role.OTHER, name=_BARRED)  # 另外50万发给员工自己玩
        told.append(amount)
    for part in parts:
        if part.has("operator.exclude") and part.has("link.all_of_them") and not part.holds_money:
            before = [i for i, a in enumerate(told) if a.segment < part.index]
            for i in before[-_how_many(part) :]:  # 装修50万，买车30万，这两样不算
                told[i] = replace(told[i], role=Role.EXCLUDED, name="")
    return told


def _how_many(part: Segment) -> int:
    """How many 这两样, 这三笔 says; 1 where it says no number."""
    words = (t for t in part.tokens if t.has("link.all_of_them"))
    return next((number for t in words if (number := how_many(t))), 1)


def _takes_in(following: Sequence[Segment]) -> bool:
    """全部算技改投资: whether a clause behind says that all of it is of the matter."""
    return any(
        part.has("operator.total", "link.all_of_them")
        and part.has("matter")
        and any(t.text in _COUNTED_AS for t in part.tokens)
        and not part.holds_money
        and not part.has("ask")
        for part in following
    )


def _is_price(amount: Amount) -> bool:
    return "each" in amount.operators or any(
        t.quantity is not None and t.counts(QuantityKind.COUNT) and t.quantity.value == 1
        for t in amount.before
    )


def _disowns(following: Sequence[Segment]) -> bool:
    """协会出了700万，这钱不是我们的: whether the clause behind says that it is not theirs."""
    return any(
        part.has("link.denies")
        and part.has("actor.self")
        and not part.has("verb", "condition", "operator.exclude")
        for part in following
        if not part.holds_money
    )


def _takes_away(following: Sequence[Segment]) -> bool:
    """Whether the clause behind, without an amount of its own, says 不算 or 不是技改."""
    return any(
        part.has("operator.exclude", "tap.irrelevant")
        or (part.has("negation") and part.has("scheme", "matter"))
        or any(t.has("negation") and t.text[-1] in _UNPAID for t in part.tokens)
        for part in following
        if not part.holds_money and not part.has("link.polar")  # 会不会被砍
    )
