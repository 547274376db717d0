"""From the frame of a question to the facts of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.engine.facts import Facts, Interval, Value
from bot.engine.facts import Item as Fact
from bot.question.account import Item
from bot.question.amounts import Amount
from bot.question.ask import Question
from bot.question.places import PlaceRole
from corpus.numerals import Mention
from corpus.rules import InputType, Rule
from corpus.rules.model import Input

_ROUGH: Final = 5  # a rough amount within a fifth of a threshold may lie on either side
_ENTERPRISE: Final = re.compile(r"^[^，。,]{0,12}(总部|企业|公司|机构)")


@dataclass(frozen=True, slots=True)
class Heard:
    """The facts of a rule as heard in a question; ``echoes`` repeat them for the user to check.

    ``problem`` is a Chinese sentence on an amount that can't be used as it stands.
    """

    facts: Facts
    echoes: tuple[str, ...] = ()
    problem: str = ""


def facts_for(rule: Rule, question: Question, items: Sequence[Item]) -> Heard:
    """The facts a question gives for a rule; `items` are the amounts that are meant for it."""
    shared: dict[str, Value] = {**_truths(rule, question), **_years(rule, question, items)}
    money = next((e for e in rule.required if e.type is InputType.MONEY), None)
    count = next((e for e in rule.required if e.type is InputType.COUNT), None)
    echoes: list[str] = []
    facts: list[Fact] = []
    if money is not None:
        if problem := _near_threshold(rule, items):
            return Heard(Facts(shared), problem=problem)
        facts = [_fact(rule, money, item) for item in items]
        echoes = [note for item in items for note in item.notes]
    elif count is not None:
        facts, turnovers = _counted(rule, count, question)
        shared.update(turnovers)
        if facts and not question.counts:
            echoes = [f"按{count.label}为1{count.unit}计"]
    if len(facts) == 1 and not facts[0].label and facts[0].year is None:
        shared.update(facts[0].values)
        facts = []
    return Heard(Facts(shared, tuple(facts)), tuple(dict.fromkeys(echoes)))


def _fact(rule: Rule, money: Input, item: Item) -> Fact:
    year = item.ordinal if item.ordinal is not None else item.year
    if _year_input(rule) is None and not rule.unit.yearly:
        year = None if item.ordinal is None and not item.label else year
    return Fact(item.label, year, {money.name: Interval(item.low, item.high)})


def _year_input(rule: Rule) -> Input | None:
    return next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)


def _years(rule: Rule, question: Question, items: Sequence[Item]) -> dict[str, Value]:
    """Which year of a sequence is meant, and the calendar year that it counts from."""
    entry = _year_input(rule)
    if entry is None:
        return {}
    found: dict[str, Value] = {}
    founded = question.frame.founded
    if entry.first and founded is not None:
        found[entry.first] = founded
    ordinals = question.frame.ordinals
    placed = any(item.ordinal is not None or item.year is not None for item in items)
    if len(ordinals) == 1 and not any(item.ordinal is not None for item in items):
        found[entry.name] = ordinals[0]
    elif placed and len(items) == 1 and items[0].ordinal is not None:
        found[entry.name] = items[0].ordinal
    return found


def _near_threshold(rule: Rule, items: Iterable[Item]) -> str:
    """A question back where a rough amount lies so near a threshold that the answer turns on it."""
    edges = [t.value for t in rule.terms.values() if t.comparison is not None and t.money]
    for item in items:
        near = bool(item.notes) and any(abs(Decimal(item.low) - e) <= e / _ROUGH for e in map(_d, edges))
        across = item.rough and any(
            item.low < e <= (item.high if item.high is not None else e) for e in map(_d, edges)
        )
        if near or across:
            return f"“{item.text}”不是确数，正在门槛附近，请告知确切金额"
    return ""


def _d(value: object) -> Decimal:
    from corpus.numerals import exact_decimal

    return exact_decimal(value)  # type: ignore[arg-type]


def _counted(
    rule: Rule, entry: Input, question: Question
) -> tuple[list[Fact], Mapping[str, Value]]:
    """The enterprises that count, and what their turnovers say where all of them count alike."""
    threshold = max(
        (_d(t.value) for t in rule.terms.values() if t.comparison is not None and t.money),
        default=None,
    )
    told = [(input_of(rule, t), t) for t in question.frame.account.turnovers]
    values = [(e, _amount(t)) for e, t in told if e is not None]
    counts = [m for m in question.counts if _counts(entry, m, question.text)]
    counts = [m for m in counts if m.quantity.start not in question.exceptions.ignored]
    if threshold is not None and len(values) > 1 and _apart(told):
        short = sum(1 for _, v in values if v < threshold)
        whole = int(counts[0].quantity.value) if counts else len(values)
        if len(values) == whole or not counts:
            rest = Decimal(max(0, whole - short))
            return [Fact(values={entry.name: Interval(rest, rest)})], {}
    out = [m for m in counts if m.quantity.start in question.exceptions.left_out]
    out += _short(question, counts, threshold, told)
    if out:
        less = sum(int(m.quantity.value) for m in {id(m): m for m in out}.values())
        rest = Decimal(max(0, int(counts[0].quantity.value) - less))
        return [Fact(values={entry.name: Interval(rest, rest)})], {}
    shared = {e.name: Interval(v, v) for e, v in values}
    placed = [m for m in counts if m.label] or [m for m in counts if m.year]
    facts = []
    for mention in placed if len(placed) > 1 else counts[-1:]:
        quantity = mention.quantity
        low, high = Decimal(int(quantity.low)), Decimal(int(quantity.high))
        facts.append(Fact(mention.label, mention.year, {entry.name: Interval(low, high)}))
    if not facts and (shared or any(name in rule.inputs for name in question.truths)):
        facts = [Fact(values={entry.name: Interval(Decimal(1), Decimal(1))})]
    return facts, shared


def _apart(told: Sequence[tuple[Input | None, Amount]]) -> bool:
    """Whether the turnovers are of several enterprises, not of one: the same kind twice."""
    names = [e.name for e, _ in told if e is not None]
    actors = {t.actor for e, t in told if e is not None}
    return len(set(names)) < len(names) or len(actors) > 1


def _short(
    question: Question,
    counts: Sequence[Mention],
    threshold: Decimal | None,
    told: Sequence[tuple[Input | None, Amount]],
) -> list[Mention]:
    """The later counts whose own small clause says a turnover below the threshold."""
    found = []
    for entry, amount in told:
        if entry is None or threshold is None or _amount(amount) >= threshold:
            continue
        part = question.frame.parts[amount.segment]
        end = part.tokens[-1].end
        found += [m for m in counts[1:] if part.start <= m.quantity.start < end]
    return found


def _amount(amount: Amount) -> Decimal:
    assert amount.token.quantity is not None
    return amount.token.quantity.amount


def _counts(entry: Input, mention: Mention, text: str) -> bool:
    """Whether a count counts what the input counts: 4家, 两个总部, but not 两个园区."""
    if mention.quantity.unit in (entry.unit, "间", "户"):
        return True
    return (
        mention.quantity.unit == "个"
        and _ENTERPRISE.match(text[mention.quantity.end :]) is not None
    )


def input_of(rule: Rule, amount: Amount) -> Input | None:
    """The input that a turnover belongs to: the one whose name or alias it was called by."""
    for entry in rule.inputs.values():
        names = (entry.name, *entry.aliases)
        if entry.type is InputType.MONEY and amount.name and any(
            amount.name in name or name in amount.name for name in names
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
