"""The reverse question: how much must be invested to get an amount, or to reach a threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bot.engine.compute import compute
from bot.engine.facts import LARGEST, FactError, Facts, Interval
from bot.engine.outcome import outcome
from bot.engine.ranges import Range
from bot.engine.result import Computation
from corpus.document import Document, Span
from corpus.numerals import exact_decimal, format_plain, format_yuan
from corpus.rules import Direction, Input, InputType, Rule
from corpus.rules.formula import Compare, Name

_NUMERIC = (InputType.MONEY, InputType.COUNT)


@dataclass(frozen=True, slots=True)
class Inversion:
    """The least value of one input that reaches ``target`` (元), found exactly.

    ``least`` is in 元 to 分, or a whole count; None where no value reaches the target, and then
    ``words`` says why. ``at`` computes on ``least``, ``below`` on the next smaller value.
    """

    rule_id: str
    input: str
    target: Decimal
    least: Decimal | None
    words: str
    at: Computation | None = None
    below: Computation | None = None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far an amount is from a threshold it must reach, in 元 or pieces."""

    input: str
    threshold: Decimal
    lacking: Decimal
    span: Span


def invert(
    rule: Rule, facts: Facts, *, as_of: date, document: Document, target: Decimal | None = None
) -> Inversion:
    """Find the least amount that yields ``target``, or the greatest payment where it is None.

    Raises:
        FactError: another required fact is missing, or the target is not a positive amount.

    """
    entry = _searched(rule, facts)
    probe = _Probe(rule, facts, entry)
    most = probe.payment(probe.last)
    if target is not None and (not target.is_finite() or target <= 0):
        raise FactError("目标金额", f"目标金额应为正数：{target}")
    if target is None and probe.payment(probe.last // 2) != most:
        words = "原文未载明金额上限，没有“拿满”的数额。"
        return Inversion(rule.id, entry.name, Decimal(0), None, words)
    goal = most if target is None else Fraction(target)
    wanted = exact_decimal(goal)
    if most < goal:
        words = f"最多{format_yuan(exact_decimal(most))}，达不到{format_yuan(wanted)}。"
        return Inversion(rule.id, entry.name, wanted, None, words)
    least = probe.least(goal)
    value = probe.value(least)

    def computed(amount: Decimal) -> Computation:
        return compute(rule, probe.facts(amount), as_of=as_of, document=document)

    below = computed(probe.value(least - 1)) if least > 1 else None
    return Inversion(
        rule.id, entry.name, wanted, value, _words(rule, entry, value, wanted),
        computed(value), below,
    )  # fmt: skip


def _searched(rule: Rule, facts: Facts) -> Input:
    """The one required amount; every other required fact must be given."""
    numeric = [entry for entry in rule.required if entry.type in _NUMERIC]
    if len(numeric) != 1 or facts.items:
        raise FactError(rule.id, "反算需要恰有一个待求的数额，且不分项目、年份")
    for entry in rule.required:
        if entry is not numeric[0] and entry.name not in facts.shared:
            raise FactError(entry.name, entry.ask)
    return numeric[0]


@dataclass(frozen=True, slots=True)
class _Probe:
    """Evaluates the rule at one value of the searched input, without rounding."""

    rule: Rule
    given: Facts
    entry: Input

    @property
    def scale(self) -> int:
        return 100 if self.entry.type is InputType.MONEY else 1

    @property
    def last(self) -> int:
        return int(LARGEST) if self.scale == 100 else 1_000_000

    def value(self, step: int) -> Decimal:
        return Decimal(step) / self.scale

    def facts(self, value: Decimal) -> Facts:
        return replace(
            self.given, shared={**self.given.shared, self.entry.name: Interval.exact(value)}
        )

    def payment(self, step: int) -> Fraction:
        found = outcome(self.rule, self.facts(self.value(step)))
        return sum((unit.nominal.low for unit in found.units), Fraction(0))

    def least(self, goal: Fraction) -> int:
        """The least step whose payment reaches ``goal``; payments never fall as steps rise."""
        low, high = 1, self.last
        while low < high:
            middle = (low + high) // 2
            if self.payment(middle) >= goal:
                high = middle
            else:
                low = middle + 1
        return low


def _words(rule: Rule, entry: Input, value: Decimal, target: Decimal) -> str:
    if entry.type is InputType.MONEY:
        shown = format_yuan(value)
        shown = shown if shown == format_plain(value) else f"{format_plain(value)}（{shown}）"
    else:
        shown = f"{value:f}{entry.unit}"
    verb = {Direction.CEILING: "最高可达", Direction.FLOOR: "至少为"}.get(rule.direction, "为")
    return f"{entry.label}至少{shown}时，金额{verb}{format_yuan(target)}。"


def shortfalls(rule: Rule, facts: Facts) -> tuple[Shortfall, ...]:
    """Return how far each known amount is below a threshold that the rule sets for it.

    Raises:
        FactError: a fact is not usable.

    """
    found = []
    for unit in outcome(rule, facts).units:
        for condition in unit.standing.failed:
            match condition.when:
                case Compare(_, Name(name), Name(edge)) if name in unit.unit.ranges:
                    value, term = unit.unit.ranges[name], rule.terms[edge]
                    if _below(value, term.value):
                        lacking = exact_decimal(term.value - (value.high or Fraction(0)))
                        found.append(Shortfall(name, exact_decimal(term.value), lacking, term.span))
    return tuple(found)


def _below(value: Range, edge: Fraction) -> bool:
    return value.high is not None and value.high < edge
