"""From the figures of a question to the facts of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.engine.facts import Facts, Interval, Item, Value
from bot.question.ask import Question
from bot.question.figures import Figure, Role
from bot.question.places import PlaceRole
from corpus.numerals import Mention, QuantityKind, read_people
from corpus.numerals.people import AmountError, reading
from corpus.rules import InputType, Rule
from corpus.rules.model import Input

_MOST_YEARS: Final = 10
_ENTERPRISE: Final = re.compile(r"^[^，。,]{0,8}(总部|企业|公司|机构)")
_IN_TURN: Final = re.compile(r"依次|分别|逐年|三年|3年|连续|各年")
_EACH_YEAR: Final = re.compile(r"每年|每一年|年年|都(是|投|投入|花)")
_FOUNDED: Final = re.compile(r"^(年)?(才|就|刚)?(设立|成立|建立|建成|开办|首次|开始办|第一次)")
_FOUNDED_BEFORE: Final = re.compile(r"(设立|成立|建立|建成|首次(补贴|举办)?)(于|是|时间)?(是|为)?$")
_SETTLES: Final = re.compile(
    r"(就|还是)?(按|实际(投入|投资|发生|花费)?(是|了|额|为)?|改成|改为|应该是|更正为|其实是)$"
)
_TOTAL: Final = re.compile(r"(一共|总共|合计|共计|加起来|总计)(是|投|投了|花了|投入)?(了)?$")
_WITHDRAWN: Final = re.compile(r"(不是|并非|而非|原计划|计划|预算|本来|原来)(投|投入|是|要投)?$")


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
    shared: dict[str, Value] = {**_truths(rule, question), **_years(rule, question)}
    money = next((e for e in rule.required if e.type is InputType.MONEY), None)
    count = next((e for e in rule.required if e.type is InputType.COUNT), None)
    echoes: list[str] = []
    items: list[Item] = []
    try:
        for figure in question.figures:
            if figure.role is Role.TURNOVER and (entry := _turnover(rule, figure)):
                shared[entry.name] = _interval(figure.mention)
        if money is not None:
            used = _used(question.bases(), question.text)
            items = [
                _item(money.name, figure.mention, _interval(figure.mention)) for figure in used
            ]
            echoes = [reading(figure.mention.quantity).echo for figure in used]
            items = _in_years(rule, money.name, items, question)
        elif count is not None:
            items = _counted(count, question) or _one_told_of(count, shared, rule)
            if items and not question.counts:
                echoes = [f"按{count.label}为1{count.unit}计"]
    except AmountError as error:
        return Heard(Facts(shared), problem=str(error))
    if len(items) == 1 and not items[0].label and items[0].year is None:
        shared.update(items[0].values)
        items = []
    return Heard(Facts(shared, tuple(items)), tuple(dict.fromkeys(echoes)))


def _used(figures: Iterable[Figure], text: str) -> list[Figure]:
    """The figures to compute with: where one amount is told twice, the one that settles it."""
    used = list(figures)
    used = [f for f in used if not _WITHDRAWN.search(text[: f.mention.quantity.start])] or used
    placed = [f for f in used if f.mention.year or f.mention.ordinal or f.mention.label]
    places = {(f.mention.year, f.mention.ordinal, f.mention.label) for f in placed}
    if placed and len(placed) >= len(used) - 1 and len(places) == len(placed):
        return placed
    for pattern in (_SETTLES, _TOTAL):
        settled = [f for f in used if pattern.search(text[: f.mention.quantity.start])]
        if settled:
            return settled[-1:]
    exact = [
        f
        for f in used
        if not f.mention.quantity.approximate
        and not f.mention.quantity.vague
        and f.mention.quantity.low == f.mention.quantity.high
    ]
    return exact or used


def _in_years(rule: Rule, name: str, items: list[Item], question: Question) -> list[Item]:
    """Amounts of consecutive years that are told without naming each year."""
    counts_years = any(e.type is InputType.YEAR for e in rule.inputs.values())
    if not counts_years or any(item.year or item.label for item in items):
        return items
    years = next(
        (
            int(q.value)
            for q in read_people(question.text)
            if q.kind is QuantityKind.DURATION and q.unit == "年"
        ),
        None,
    )
    if len(items) > 1 and (years == len(items) or _IN_TURN.search(question.text)):
        return [Item("", i, item.values) for i, item in enumerate(items, 1)]
    if len(items) == 1 and years and years <= _MOST_YEARS and _EACH_YEAR.search(question.text):
        return [Item("", i, items[0].values) for i in range(1, years + 1)]
    return items


def _years(rule: Rule, question: Question) -> dict[str, Value]:
    """Which year of the sequence is meant, and the calendar year that it counts from."""
    entry = next((e for e in rule.inputs.values() if e.type is InputType.YEAR), None)
    if entry is None:
        return {}
    found: dict[str, Value] = {}
    for quantity in read_people(question.text):
        after = question.text[quantity.end : quantity.end + 6]
        before = question.text[max(0, quantity.start - 6) : quantity.start]
        founded = _FOUNDED.match(after) or _FOUNDED_BEFORE.search(before)
        if quantity.kind is QuantityKind.YEAR and entry.first and founded:
            found[entry.first] = int(quantity.value)
    if not question.figures:
        ordinals = [
            q
            for q in read_people(question.text)
            if q.kind is QuantityKind.ORDINAL and q.unit == "年"
        ]
        if ordinals:
            found[entry.name] = int(ordinals[0].value)
    return found


def _interval(mention: Mention) -> Interval:
    read = reading(mention.quantity)
    return Interval(read.low, read.high)


def _item(name: str, mention: Mention, value: Value) -> Item:
    return Item(mention.label, mention.ordinal or mention.year, {name: value})


def _counted(entry: Input, question: Question) -> list[Item]:
    counts = [m for m in question.counts if _counts(entry, m, question.text)]
    placed = [m for m in counts if m.label] or [m for m in counts if m.year]
    items = []
    for mention in placed if len(placed) > 1 else counts[-1:]:
        quantity = mention.quantity
        low, high = Decimal(int(quantity.low)), Decimal(int(quantity.high))
        items.append(Item(mention.label, mention.year, {entry.name: Interval(low, high)}))
    return items


def _counts(entry: Input, mention: Mention, text: str) -> bool:
    """Whether a count counts what the input counts: 4家, 两个总部, but not 两个园区."""
    if mention.quantity.unit in (entry.unit, "间", "户"):
        return True
    return (
        mention.quantity.unit == "个"
        and _ENTERPRISE.match(text[mention.quantity.end :]) is not None
    )


def _one_told_of(entry: Input, shared: Mapping[str, Value], rule: Rule) -> list[Item]:
    """One enterprise where facts of one are told and no count is."""
    if any(name in rule.inputs for name in shared):
        return [Item(values={entry.name: Interval(Decimal(1), Decimal(1))})]
    return []


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
