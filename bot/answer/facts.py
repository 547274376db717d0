"""From the figures of a question to the facts of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.engine.facts import Facts, Interval, Item, Value
from bot.question.ask import Question
from bot.question.figures import Figure, Role
from bot.question.places import PlaceRole
from corpus.numerals import Mention
from corpus.numerals.people import AmountError, reading
from corpus.rules import InputType, Rule
from corpus.rules.model import Input


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts of a rule as heard in a question; ``echoes`` repeat them for the user to check.

    ``problem`` is a Chinese sentence on an amount that can't be used as it stands.
    """

    facts: Facts
    echoes: tuple[str, ...] = ()
    problem: str = ""


def facts_for(rule: Rule, question: Question) -> Heard:
    """The facts a question gives for a rule."""
    shared: dict[str, Value] = dict(_truths(rule, question))
    money = next((e for e in rule.required if e.type is InputType.MONEY), None)
    count = next((e for e in rule.required if e.type is InputType.COUNT), None)
    echoes: list[str] = []
    items: list[Item] = []
    try:
        for figure in question.figures:
            if figure.role is Role.TURNOVER and (entry := _turnover(rule, figure)):
                shared[entry.name] = _interval(figure.mention)
        if money is not None:
            used = _used(question.bases())
            items = [_item(money.name, figure.mention, _interval(figure.mention)) for figure in used]
            echoes = [reading(figure.mention.quantity).echo for figure in used]
        elif count is not None:
            items = _counted(count, question.counts)
    except AmountError as error:
        return Heard(Facts(shared), problem=str(error))
    if len(items) == 1 and not items[0].label and items[0].year is None:
        shared.update(items[0].values)
        items = []
    return Heard(Facts(shared, tuple(items)), tuple(dict.fromkeys(echoes)))


def _used(figures: Iterable[Figure]) -> list[Figure]:
    """The figures to compute with: of two readings of one amount only the corrected one."""
    used = [f for f in figures]
    placed = [f for f in used if f.mention.year or f.mention.ordinal or f.mention.label]
    return placed if placed and len(placed) >= len(used) - 1 else used


def _interval(mention: Mention) -> Interval:
    read = reading(mention.quantity)
    return Interval(read.low, read.high)


def _item(name: str, mention: Mention, value: Value) -> Item:
    return Item(mention.label, mention.ordinal or mention.year, {name: value})


def _counted(entry: Input, counts: Iterable[Mention]) -> list[Item]:
    items = []
    for mention in counts:
        if mention.quantity.unit and entry.unit and not _same_unit(mention, entry):
            continue
        quantity = mention.quantity
        low, high = Decimal(int(quantity.low)), Decimal(int(quantity.high))
        items.append(Item(mention.label, mention.year, {entry.name: Interval(low, high)}))
    return items


def _same_unit(mention: Mention, entry: Input) -> bool:
    return mention.quantity.unit == entry.unit or mention.quantity.unit in ("家", "间", "户")


def _turnover(rule: Rule, figure: Figure) -> Input | None:
    """The input that a turnover belongs to: the one whose name or alias it was called by."""
    for entry in rule.inputs.values():
        if entry.type is InputType.MONEY and any(
            figure.name in name or name in figure.name for name in (entry.name, *entry.aliases)
        ):
            return entry
    return None


def _truths(rule: Rule, question: Question) -> Mapping[str, bool]:
    truths = dict(question.truths)
    for condition in rule.conditions:
        if condition.name in truths and condition.fact:
            truths[condition.fact] = truths[condition.name]
    if (place := operating_outside(question)) is not None:
        for condition in rule.conditions:
            if condition.general and "经营地" in condition.span.text:
                truths[condition.name] = not place
    known = {c.name for c in rule.conditions} | {c.fact for c in rule.conditions if c.fact}
    return {name: value for name, value in truths.items() if name in known}


def operating_outside(question: Question) -> bool | None:
    """Whether the enterprise says that it works outside the region; None where it says nothing."""
    working = [place for place in question.places if place.role is PlaceRole.OPERATING]
    if not working:
        return None
    return not any(place.local for place in working)
