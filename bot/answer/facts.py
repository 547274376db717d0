"""From the figures of a question to the facts of a rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.answer.sequence import in_years, years
from bot.engine.facts import Facts, Interval, Item, Value
from bot.question.ask import Question
from bot.question.exceptions import beside
from bot.question.figures import Figure, Role
from bot.question.places import PlaceRole
from corpus.numerals import Mention
from corpus.numerals.people import AmountError, reading
from corpus.rules import InputType, Rule
from corpus.rules.model import Input

_ROUGH: Final = 5  # a rough amount within a fifth of a threshold may lie on either side
_OTHER_COST: Final = re.compile(
    r"机票|酒店|差旅|住宿|餐|人工|工资|租金|房租|装修|运费|物流|税|利息|保险|广告|搭建|翻译|门票"
)
_ENTERPRISE: Final = re.compile(r"^[^，。,]{0,12}(总部|企业|公司|机构)")
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
    shared: dict[str, Value] = {**_truths(rule, question), **years(rule, question)}
    money = next((e for e in rule.required if e.type is InputType.MONEY), None)
    count = next((e for e in rule.required if e.type is InputType.COUNT), None)
    echoes: list[str] = []
    items: list[Item] = []
    apart = _of_part(rule, question)
    try:
        for figure in question.figures:
            if figure.role is not Role.TURNOVER or figure in apart:
                continue
            if entry := _turnover(rule, figure):
                shared[entry.name] = _interval(figure.mention)
        if money is not None:
            used = _of_input(money, _used(_whole(question), question.text), question.text)
            items = [
                _item(money.name, figure.mention, _interval(figure.mention)) for figure in used
            ]
            items = _without_exceptions(money.name, items, question)
            echoes = [reading(figure.mention.quantity).echo for figure in used]
            if problem := _near_threshold(rule, used):
                return Heard(Facts(shared), problem=problem)
            items = in_years(rule, items, question)
        elif count is not None:
            items = _counted(count, question, apart.values()) or _one_told_of(count, shared, rule)
            if items and not question.counts:
                echoes = [f"按{count.label}为1{count.unit}计"]
    except AmountError as error:
        return Heard(Facts(shared), problem=str(error))
    if len(items) == 1 and not items[0].label and items[0].year is None:
        shared.update(items[0].values)
        items = []
    return Heard(Facts(shared, tuple(items)), tuple(dict.fromkeys(echoes)))


def _whole(question: Question) -> list[Figure]:
    """The figures without the parts that fail a condition or only repeat the rest."""
    apart = question.exceptions.left_out | question.exceptions.ignored
    return [f for f in question.bases() if f.mention.quantity.start not in apart]


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


def _of_input(entry: Input, figures: list[Figure], text: str) -> list[Figure]:
    """Of several amounts those called by the input's own name, where the others are other costs."""
    names = [n for n in (entry.name, *entry.aliases) if len(n) > 2]  # 投了 is anybody's
    own: list[tuple[Figure, str]] = []
    other: list[tuple[Figure, str]] = []
    for figure in figures:
        before = re.split(r"[，,；;。、]", text[: figure.mention.quantity.start])[-1]
        (own if any(name in before for name in names) else other).append((figure, before))
    if own and other and all(_OTHER_COST.search(before) for _, before in other):
        return [figure for figure, _ in own]
    return figures


def _without_exceptions(name: str, items: list[Item], question: Question) -> list[Item]:
    """The whole less the parts that fail a condition (80万里20万是个人消费)."""
    out = [f for f in question.figures if f.mention.quantity.start in question.exceptions.left_out]
    if len(items) != 1 or not out:
        return items
    whole = items[0].values[name]
    if not isinstance(whole, Interval) or whole.high is None:
        return items
    less = sum((_interval(f.mention).low for f in out), Decimal(0))
    rest = Interval(whole.low - less, whole.high - less)
    return [Item(items[0].label, items[0].year, {name: rest})] if rest.low >= 0 else items


def _near_threshold(rule: Rule, figures: Iterable[Figure]) -> str:
    """A question back where a rough amount lies so near a threshold that the answer turns on it."""
    edges = [t.value for t in rule.terms.values() if t.comparison is not None and t.money]
    for figure in figures:
        quantity = figure.mention.quantity
        near = quantity.approximate and any(abs(quantity.value - e) <= e / _ROUGH for e in edges)
        across = quantity.comparison is None and any(
            quantity.low < e <= quantity.high for e in edges
        )
        if near or across:
            return f"“{quantity.text}”不是确数，正在门槛附近，请告知确切金额"
    return ""


def _interval(mention: Mention) -> Interval:
    read = reading(mention.quantity)
    return Interval(read.low, read.high)


def _item(name: str, mention: Mention, value: Value) -> Item:
    return Item(mention.label, mention.ordinal or mention.year, {name: value})


def _of_part(rule: Rule, question: Question) -> dict[Figure, int]:
    """Turnovers of a part of the enterprises → the count of that part where they fall short."""
    edges = [t.value for t in rule.terms.values() if t.comparison is not None and t.money]
    starts = [m.quantity.start for m in question.counts]
    parts: dict[Figure, int] = {}
    for figure in question.figures:
        quantity = figure.mention.quantity
        if figure.role is Role.TURNOVER and edges:
            at = beside(question.text, quantity.start, starts)
            if at is not None:
                parts[figure] = at if quantity.value < max(edges) else -1
    return parts


def _counted(entry: Input, question: Question, short: Iterable[int]) -> list[Item]:
    counts = [m for m in question.counts if _counts(entry, m, question.text)]
    counts = [m for m in counts if m.quantity.start not in question.exceptions.ignored]
    lacking = question.exceptions.left_out | set(short)
    out = [m for m in counts if m.quantity.start in lacking]
    if out:
        whole, less = counts[0].quantity, sum(int(m.quantity.value) for m in out)
        rest = Decimal(max(0, int(whole.value) - less))
        return [Item(values={entry.name: Interval(rest, rest)})]
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
    names = [n for c in rule.conditions for n in (c.name, c.fact) if n]
    said = {name: question.truth(name, rule.document_id) for name in names}
    truths = {name: held for name, held in said.items() if held is not None}
    for condition in rule.conditions:
        if condition.name in truths and condition.fact:
            truths[condition.fact] = truths[condition.name]
    if (place := operating_outside(question)) is not None:
        for condition in rule.conditions:
            if condition.general and "经营地" in condition.span.text:
                truths[condition.name] = not place
    return truths


def operating_outside(question: Question) -> bool | None:
    """Whether the enterprise says that it works outside the region; None where it says nothing."""
    working = [place for place in question.places if place.role is PlaceRole.OPERATING]
    if not working:
        return None
    return not any(place.local for place in working)
