"""Compute one rule on the facts of an enterprise, as of one day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.engine.conditions import by_convention, merge
from bot.engine.facts import Facts
from bot.engine.missing import missing
from bot.engine.outcome import Outcome, outcome, with_term
from bot.engine.remarks import assumptions, caveats, period_caveat
from bot.engine.result import Computation, ConditionState, Kind, Part, Step, Truth
from bot.engine.say import cents
from corpus.document import Document
from corpus.numerals import Comparison, format_plain
from corpus.rules import Direction, Rule
from corpus.rules.formula import Call, Compare, Expression, Junction, Name, Not
from corpus.versions import Period, period

_OVER = (Period.BEFORE, Period.AFTER)
_STRICT = {Comparison.AT_LEAST: Comparison.ABOVE, Comparison.AT_MOST: Comparison.BELOW}


def compute(rule: Rule, facts: Facts, *, as_of: date, document: Document) -> Computation:
    """What ``rule`` grants on ``facts`` when asked on ``as_of``. Amounts in 元, to 分.

    NEEDS_INPUT carries the bounds that can be said without the missing facts;
    ELIGIBILITY_UNKNOWN the amount if the asked condition holds; NOT_ELIGIBLE zero.

    Raises:
        FactError: a fact is not usable (negative, not a number, contradictory).

    """
    found = outcome(rule, facts)
    if period(document, as_of) in _OVER:
        return _out_of_period(rule, found, document, as_of)
    alternatives = (*_at_border(rule, facts, found), *_per_year(rule, facts, found))
    result = _computation(rule, facts, found)
    return replace(
        result,
        assumptions=assumptions(rule, facts, found, document, as_of),
        caveats=(*caveats(rule, document, as_of), *_spread(rule, found)),
        alternatives=alternatives,
    )


def _computation(rule: Rule, facts: Facts, found: Outcome) -> Computation:
    lacking = missing(rule, facts, found)
    kind = _kind(rule, found, needs=bool(lacking and _lacks_input(rule, found)))
    low, high = cents(found.total)
    if kind is Kind.NOT_ELIGIBLE:
        lacking = ()
    return Computation(
        rule_id=rule.id, kind=kind, low=low, high=high, parts=_parts(found),
        steps=_steps(found), conditions=_conditions(found), missing=lacking,
    )  # fmt: skip


def _steps(found: Outcome) -> tuple[Step, ...]:
    return (*(step for unit in found.units for step in unit.steps), *found.steps)


def _conditions(found: Outcome) -> tuple[ConditionState, ...]:
    return merge([(unit.unit.name, unit.standing.states) for unit in found.units])


def _parts(found: Outcome) -> tuple[Part, ...]:
    if len(found.units) == 1 and not found.units[0].unit.name:
        return ()
    return tuple(Part(unit.unit.name, *cents(unit.amount)) for unit in found.units)


def _lacks_input(rule: Rule, found: Outcome) -> bool:
    return any(
        entry.name not in unit.unit.ranges and not unit.unit.settles(entry)
        for entry in rule.required
        for unit in found.units
        if unit.standing.eligible is not Truth.NOT_MET
    )


def _kind(rule: Rule, found: Outcome, *, needs: bool) -> Kind:
    if all(unit.standing.eligible is Truth.NOT_MET for unit in found.units):
        return Kind.NOT_ELIGIBLE
    if needs:
        return Kind.NEEDS_INPUT
    if any(unit.standing.pending for unit in found.units):
        return Kind.ELIGIBILITY_UNKNOWN
    if rule.direction is Direction.CEILING and found.total.high is not None:
        return Kind.AT_MOST
    if found.total.high is None:
        return Kind.AT_LEAST
    return Kind.EXACT if found.total.exact else Kind.RANGE


def _out_of_period(rule: Rule, found: Outcome, document: Document, as_of: date) -> Computation:
    return Computation(
        rule_id=rule.id, kind=Kind.OUT_OF_PERIOD, conditions=_conditions(found),
        caveats=(period_caveat(document, as_of),),
    )  # fmt: skip


def _spread(rule: Rule, found: Outcome) -> tuple[str, ...]:
    """Under a ceiling rate, say how far the ceiling itself moves with a range of facts."""
    if rule.direction is not Direction.CEILING:
        return ()
    printed = [step for unit in found.units for step in unit.steps if step.low is not None]
    last = printed[-1] if printed and len(found.units) == 1 else None
    if last is None or last.high is None or last.low == last.high:
        return ()
    low, high = format_plain(last.low or Decimal(0)), format_plain(last.high)
    return (f"按所给区间，金额的上限在{low}至{high}之间。",)


def _at_border(rule: Rule, facts: Facts, found: Outcome) -> tuple[Computation, ...]:
    """The other reading where a fact stands exactly at a 以上 that prints no （含）."""
    for name in by_convention(rule):
        term = rule.terms[name]
        inputs = _compared_with(rule, name)
        exactly = any(
            (value := unit.unit.ranges.get(entry)) is not None
            and value.exact
            and value.low == term.value
            for unit in found.units
            for entry in inputs
        )
        if exactly and term.comparison in _STRICT:
            other = replace(
                term,
                comparison=_STRICT[term.comparison],
                reads_as=term.reads_as.replace("≥", ">").replace("≤", "<").replace("含", "不含"),
            )
            stricter = _stricter(with_term(rule, other), name)
            result = _computation(stricter, facts, outcome(stricter, facts))
            note = f"若“{term.span.text}”不含本数，则按此计算。"
            return (replace(result, assumptions=(note,)),)
    return ()


def _compared_with(rule: Rule, term: str) -> set[str]:
    return {
        left.name
        for condition in rule.conditions
        if condition.when is not None
        for left, right in _comparisons(condition.when)
        if isinstance(left, Name) and right == Name(term)
    }


def _comparisons(expression: Expression) -> list[tuple[Expression, Expression]]:
    match expression:
        case Compare(_, left, right):
            return [(left, right)]
        case Junction(_, parts) | Call(_, parts):
            return [pair for part in parts for pair in _comparisons(part)]
        case Not(part):
            return _comparisons(part)
    return []


def _stricter(rule: Rule, term: str) -> Rule:
    """The rule with the comparisons against one term made strict."""

    def strict(expression: Expression) -> Expression:
        match expression:
            case Compare(operator, left, right) if right == Name(term):
                return Compare(operator.rstrip("="), left, right)
            case Junction(operator, parts):
                return Junction(operator, tuple(strict(part) for part in parts))
            case Not(part):
                return Not(strict(part))
        return expression

    conditions = tuple(
        replace(c, when=strict(c.when)) if c.when is not None else c for c in rule.conditions
    )
    return replace(rule, conditions=conditions)


def _per_year(rule: Rule, facts: Facts, found: Outcome) -> tuple[Computation, ...]:
    """The reading in which a cap that names no year starts anew each year."""
    if not found.capped_over_years:
        return ()
    other = outcome(rule, facts, years_apart=True)
    note = "若上限按每年分别计算，则按此计算。"
    return (replace(_computation(rule, facts, other), assumptions=(note,)),)
