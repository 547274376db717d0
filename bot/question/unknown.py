"""What nobody understood: unknown words, and figures that nothing uses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Final

from bot.question.account import NO_EFFECT, Account, Stuck, what_it_is
from bot.question.amounts import Amount, Role
from bot.question.segments import Segment
from bot.question.shares import is_used
from bot.question.token import Token
from corpus.numerals import QuantityKind

# Amounts that unknown words beside them may make something else.
_COUNTING: Final = (
    Role.SPENT, Role.PLANNED, Role.CONTRACTED, Role.PROOF, Role.PART, Role.EXCLUDED,
    Role.UNIT_PRICE, Role.TOTAL, Role.RECEIVED, Role.UNKNOWN, Role.NEIGHBOUR, Role.CLAIMED,
)  # fmt: skip
# What an unknown word may not stand beside: the sentence may mean the opposite.
TELLING: Final = (
    "negation", "condition", "barrier", "place.other", "actor.other", "operator", "business.main",
)  # fmt: skip
# Of these, what holds until it is said otherwise, in later turns too.
_LASTING: Final = ("condition", "barrier", "place.other", "actor.other")
# What makes a bare number of its clause an amount: 三百二十是别家的.
_ABOUT_AMOUNTS: Final = (
    "verb.spent", "operator.replace", "operator.part", "negation", "role", "actor.other",
    "operator.each",
)  # fmt: skip
_RECKONS: Final = "给算按"  # first characters of words that a rate is heard with: 按四成给不
_BY_RATES: Final = ("operator.share", "role.claimed", "role.equity", "link.by_rate")
_LARGE: Final = 100  # a bare number from here on may be an amount
_MYRIAD: Final = 10_000  # 万
_FIRMS: Final = frozenset("家间户")  # of these it matters how many there are
_PIECES: Final = frozenset("台套件副条张箱")  # what is bought is counted in
_MEASURES: Final = (
    QuantityKind.COUNT, QuantityKind.DURATION, QuantityKind.TIME, QuantityKind.ORDINAL,
)  # fmt: skip


def unknown(
    parts: Sequence[Segment], found: Sequence[Amount]
) -> tuple[list[Stuck], tuple[str, ...]]:
    """Unknown words: those beside something that counts are asked about, the others reported."""
    hard: list[Stuck] = []
    soft: list[str] = []
    for part in parts:
        word = next((t.text for t in part.tokens if t.unknown), None)
        if word is None:
            continue
        here = [a for a in found if a.segment == part.index]
        told = part.has("modal", "hypothesis")  # 能有80万吗: supposed, whatever the word means
        counting = [a for a in here if a.role in _COUNTING and not (told and _is_claim(a))]
        quoted = part.text().strip()
        if counting:
            text = counting[0].token.text
            question = f"没有理解“{quoted}”里的“{word}”：{text}是哪一种？"
            hard.append(Stuck(question, what_it_is(text), unread=text))
        elif _tells(part, here):
            question = f"没有理解“{quoted}”里的“{word}”，请换一种说法说明这一句。"
            hard.append(Stuck(question, (NO_EFFECT,), clause=part.has(*_LASTING)))
        else:
            soft.append(quoted)
    return hard, tuple(soft)


def misread(parts: Sequence[Segment], found: Sequence[Amount]) -> tuple[str, ...]:
    """The clauses with an unknown word and an amount."""
    return tuple(
        part.text()
        for part in parts
        if any(t.unknown for t in part.tokens) and any(a.segment == part.index for a in found)
    )


def unaccounted(
    parts: Sequence[Segment], found: Sequence[Amount], account: Account, held: Account | None
) -> list[Stuck]:
    """Rates and bare numbers that nothing uses, beside amounts that something uses.

    ``held`` is the account of the thread before the message: 不是600，是1800万.
    """
    if not account.items:
        return []
    stuck: list[Stuck] = []
    known = {a.quantity.value for a in found} | {item.low for item in account.items}
    before = {item.low for item in held.items} if held else set()
    restated = any(is_again(t, known) for part in parts for t in part.tokens)
    alone = not found and any(
        part.has("link.copula", "count") for part in parts
    )  # 一家2600一家1600
    for part in parts:
        premised = _is_premised(part, [a for a in found if a.segment == part.index])
        for i, token in enumerate(part.tokens):
            used = is_used(token, account)
            shares = part.has("operator.share") and not part.has("link.denies", "role.equity")
            if token.counts(QuantityKind.RATE) and not used and (shares or not premised):
                stuck.append(Stuck(f"“{part.text()}”里的“{token.text}”指什么？请直接告知金额。"))
            denied = part.has("link.denies") and is_again(token, before)
            if denied or is_again(token, known):
                continue
            last = part.tokens[i - 1] if i else None
            beside = restated or (alone and _is_large(token))
            if issue := _issue(token, last, part, beside=beside):
                stuck.append(Stuck(issue))
    return stuck


def is_again(token: Token, known: Collection[object]) -> bool:
    """Whether a number is one of those known, in 万, its unit left out: 600是预算, 不是600."""
    quantity = token.quantity
    bare = quantity is not None and token.counts(QuantityKind.NUMBER)
    return bare and quantity is not None and quantity.value * _MYRIAD in known


def _is_large(token: Token) -> bool:
    return token.quantity is not None and token.quantity.value >= _LARGE


def _issue(token: Token, before: Token | None, part: Segment, *, beside: bool) -> str:
    """Why a bare number can't be read as the amount that its clause tells; "": nothing is wrong."""
    if token.quantity is None or not token.counts(QuantityKind.NUMBER):
        return ""
    if before is not None and before.has("identifier"):
        return ""
    telling = beside or part.has(*_ABOUT_AMOUNTS)  # 不是460，是416
    return token.quantity.issue or "" if telling else ""


def _is_premised(part: Segment, here: Sequence[Amount]) -> bool:
    """Whether a rate is one of the text's, as the user has heard it, or is used for an amount."""
    got = part.has("verb.received", "authority") and not part.has(*_BY_RATES, "link.polar")
    if got and not part.asks:
        return False  # 平台补了30%: got, in an amount that nobody told
    if any(_is_claim(amount) for amount in here):
        return True  # 30%是216万: reckoned by the user
    pays = any(t.pays or (t.has("ask") and t.text[0] in _RECKONS) for t in part.tokens)
    if pays or part.asks or part.has(*_BY_RATES):
        return True
    if not here:
        return part.has("scheme", "matter")
    return any(t.counts(QuantityKind.RATE) for amount in here for t in amount.after[:3])


def _is_claim(amount: Amount) -> bool:
    return amount.role is Role.CLAIMED


def _counts_things(part: Segment) -> bool:
    """磤砳了20台: whether an unknown word stands right before a number of things."""
    words = [t for t in part.tokens if t.text not in ("了", "的")]
    return any(
        lead.unknown
        and token.counts(QuantityKind.COUNT)
        and token.quantity is not None
        and token.quantity.unit in _PIECES
        for lead, token in pairwise(words)
    )


def _tells(part: Segment, here: Sequence[Amount]) -> bool:
    """Whether a clause with unknown words may change what counts."""
    if any(a.role is Role.OTHER for a in here):
        return part.has("operator.part", "operator.exclude", "operator.remainder", "negation")
    if here:
        return False
    tells = any(t.has(*TELLING) and not t.has("link.joins") for t in part.tokens)
    return (
        tells
        or _counts_things(part)
        or any(
            t.quantity is not None and (not t.counts(*_MEASURES) or t.quantity.unit in _FIRMS)
            for t in part.tokens
        )
    )
