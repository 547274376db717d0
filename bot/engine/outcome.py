"""Amounts of all units of a rule, with the caps that run over several of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.engine.conditions import Standing, standing
from bot.engine.evaluate import Evaluation
from bot.engine.facts import Facts
from bot.engine.ranges import ZERO, Range
from bot.engine.result import Step, Truth
from bot.engine.say import amount_words, cents
from bot.engine.units import UnitFacts, units_of
from corpus.rules import Direction, InputType, Rule, Term

_ANY_ITEM = ("次", "场", "项", "个", "届", "件")


@dataclass(frozen=True, slots=True)
class UnitOutcome:
    """One unit: its facts, how it stands, and its amount in 元 if the pending conditions hold."""

    unit: UnitFacts
    standing: Standing
    amount: Range
    nominal: Range  # on the numbers as printed: a ceiling or floor rate taken as the rate
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All units of one rule and their sum after the caps over several units."""

    units: tuple[UnitOutcome, ...]
    total: Range
    steps: tuple[Step, ...]
    capped_over_years: bool  # a cap without 每年 lowered the sum of several years


def outcome(rule: Rule, facts: Facts, *, years_apart: bool = False) -> Outcome:
    """Evaluate a rule on facts.

    ``years_apart`` reads a cap that names no year as running per year.

    Raises:
        FactError: a fact can't be used.

    """
    units = tuple(_unit(rule, unit) for unit in units_of(rule, facts))
    total, steps, over_years = _total(rule, units, years_apart=years_apart)
    return Outcome(units, total, steps, over_years)


def _unit(rule: Rule, unit: UnitFacts) -> UnitOutcome:
    printed = Evaluation(rule, unit, steps=_added(rule, unit))
    stands = standing(rule, unit, printed)
    nominal = printed.value(rule.amount)
    amount = nominal
    if rule.direction is not Direction.EXACT:
        amount = Evaluation(rule, unit, widen=True).value(rule.amount)
    if stands.eligible is Truth.NOT_MET:
        failed = _failed_step(unit, stands)
        kept = tuple(step for step in printed.steps if step.low is None)
        return UnitOutcome(unit, stands, ZERO, ZERO, (*kept, failed))
    if stands.eligible is Truth.UNKNOWN:
        amount = ZERO.hull(amount)
    return UnitOutcome(unit, stands, amount, nominal, tuple(printed.steps))


def _added(rule: Rule, unit: UnitFacts) -> list[Step]:
    """The sum of the items that make up one unit: two projects of one enterprise."""
    steps = []
    for name, total in unit.ranges.items():
        entry = rule.inputs[name]
        amounts = [part[name] for part in unit.parts if name in part]
        if len(amounts) > 1 and entry.type is InputType.MONEY:
            formula = f"{' + '.join(map(amount_words, amounts))} = {amount_words(total)}"
            label = f"{unit.name}·合并" if unit.name else "合并"
            steps.append(Step(label, entry.span, entry.label, formula, None, None))
    return steps


def _failed_step(unit: UnitFacts, stands: Standing) -> Step:
    condition = stands.failed[0]
    label = f"{unit.name}·条件" if unit.name else "条件"
    low, high = cents(ZERO)
    return Step(label, condition.span, condition.name, f"不满足“{condition.name}”，不予计算",
                low, high, bound=True)  # fmt: skip


def _total(
    rule: Rule, units: tuple[UnitOutcome, ...], *, years_apart: bool
) -> tuple[Range, tuple[Step, ...], bool]:
    """Sum the units under the caps that run over several; the trace shows printed numbers."""
    steps: list[Step] = []
    groups = [((u.unit.label, u.unit.year), u.amount, u.nominal) for u in units]
    over_years = False
    for cap in rule.caps:
        if cap.name in rule.summed_caps:
            continue  # limits each item inside the formula
        by_label, by_year = _runs_over(rule, cap)
        if by_label and by_year:
            continue
        limit = Range.point(cap.value)
        merged = _merge(groups, by_label=by_label, by_year=by_year or years_apart)
        groups = []
        for key, amounts, nominals in merged:
            before = _sum(nominals)
            after = before.at_most(limit)
            if after != before:
                over_years |= not by_year and len(amounts) > 1
                steps.append(_cap_step(key[0], cap, nominals, after))
            groups.append((key, _sum(amounts).at_most(limit), after))
    total = _sum(amount for _, amount, _ in groups)
    if len(groups) > 1:
        steps.append(_sum_step([nominal for _, _, nominal in groups]))
    return total, tuple(steps), over_years


def _sum_step(amounts: list[Range]) -> Step:
    total = _sum(amounts)
    formula = f"{' + '.join(map(amount_words, amounts))} = {amount_words(total)}"
    return Step("合计", None, "", formula, *cents(total))


def _runs_over(rule: Rule, cap: Term) -> tuple[bool, bool]:
    """Whether a cap starts anew for each item and for each year of the rule's units.

    A cap that names nothing limits each unit. One that names an item but no year (单个活动)
    runs over its years; one that names the enterprise runs over its items.
    """
    scope = cap.scope
    if not scope.words:
        return True, True
    items = rule.unit.items
    own = not scope.entity or scope.entity in _ANY_ITEM or scope.entity in items
    by_label = not items or own or items in scope.entity
    return by_label, scope.yearly or not rule.unit.yearly


_Key = tuple[str, int | None]


def _merge(
    groups: Iterable[tuple[_Key, Range, Range]], *, by_label: bool, by_year: bool
) -> list[tuple[_Key, list[Range], list[Range]]]:
    """Group amounts; a group of one label or one year keeps it for the caps that follow."""
    merged: dict[_Key, list[tuple[_Key, Range, Range]]] = {}
    for group in groups:
        label, year = group[0]
        key = (label if by_label else "", year if by_year else None)
        merged.setdefault(key, []).append(group)
    found = []
    for members in merged.values():
        labels = {key[0] for key, _, _ in members}
        years = {key[1] for key, _, _ in members}
        kept = (labels.pop() if len(labels) == 1 else "", years.pop() if len(years) == 1 else None)
        found.append((kept, [m[1] for m in members], [m[2] for m in members]))
    return found


def _sum(amounts: Iterable[Range]) -> Range:
    total = ZERO
    for amount in amounts:
        total = total + amount
    return total


def _cap_step(label: str, cap: Term, amounts: list[Range], after: Range) -> Step:
    name = f"{label}·合计上限" if label else "合计上限"
    added = " + ".join(map(amount_words, amounts))
    formula = f"{added} = {amount_words(_sum(amounts))} 超过上限，按 {amount_words(after)}"
    return Step(name, cap.span, cap.reads_as, formula, *cents(after), bound=True)


def with_term(rule: Rule, term: Term) -> Rule:
    """Return the rule with one term read another way."""
    return replace(rule, terms={**rule.terms, term.name: term})
