"""What is missing, each with its question, the one that narrows the answer most first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bot.engine.facts import Facts, Interval, Item, Value
from bot.engine.outcome import Outcome, outcome
from bot.engine.result import Missing, Truth
from bot.engine.units import UnitFacts
from corpus.numerals import round_cents
from corpus.rules import Condition, Input, InputType, Role, Rule
from corpus.rules.formula import names

_YES_NO = ("是", "否")
_OPEN = Fraction(10) ** 15  # how wide "open upwards" counts when questions are compared
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Candidate:
    missing: Missing
    answers: tuple[Value, ...]  # what people may answer, to see how much each narrows


def missing(rule: Rule, facts: Facts, found: Outcome) -> tuple[Missing, ...]:
    """Return the open questions of a computation, most decisive first; ties as declared."""
    candidates = {c.missing.name: c for unit in found.units for c in _of_unit(rule, unit.unit)
                  if unit.standing.eligible is not Truth.NOT_MET}  # fmt: skip
    for unit in found.units:
        if unit.standing.eligible is not Truth.NOT_MET:
            for condition in unit.standing.pending:
                for candidate in _of_condition(rule, condition, unit.unit):
                    candidates.setdefault(candidate.missing.name, candidate)
    if len(candidates) < 2:
        return tuple(c.missing for c in candidates.values())
    ranked = sorted(candidates.values(), key=lambda c: _width_left(rule, facts, c))
    return tuple(candidate.missing for candidate in ranked)


def _of_unit(rule: Rule, unit: UnitFacts) -> list[_Candidate]:
    """Required inputs that nobody gave; 不清楚 counts as given."""
    found = []
    for entry in rule.required:
        if unit.settles(entry):
            continue
        if entry.type is InputType.YEAR and unit.lacks_first:
            found.append(_Candidate(Missing(entry.first, entry.first_ask), (unit.year or 0,)))
        else:
            found.append(_Candidate(_question(rule, entry), _answers(rule, entry)))
    return found


def _of_condition(rule: Rule, condition: Condition, unit: UnitFacts) -> list[_Candidate]:
    if condition.when is None:
        if condition.fact in unit.flags:  # answered with 不清楚: not asked again
            return []
        question = Missing(condition.fact, condition.ask or "", _YES_NO)
        return [_Candidate(question, (True, False))]
    entries = [rule.inputs[name] for name in names(condition.when) if name in rule.inputs]
    return [
        _Candidate(_question(rule, entry), _answers(rule, entry))
        for entry in entries
        if entry.name not in unit.ranges
    ]


def _question(rule: Rule, entry: Input) -> Missing:
    return Missing(entry.name, entry.ask, choices_of(rule, entry))


def choices_of(rule: Rule, entry: Input) -> tuple[str, ...]:
    """Return the answers a user may pick from: 是/否, the printed options, 第1年 … 第3年."""
    if entry.type is InputType.BOOL:
        return _YES_NO
    if entry.type is InputType.YEAR:
        years = [t for t in rule.terms.values() if t.role is Role.DURATION]
        return tuple(f"第{i}年" for i in range(1, int(years[0].value) + 1)) if years else ()
    return entry.choices


def _answers(rule: Rule, entry: Input) -> tuple[Value, ...]:
    match entry.type:
        case InputType.MONEY | InputType.COUNT:
            return tuple(map(Interval.exact, _samples(rule, whole=entry.type is InputType.COUNT)))
        case InputType.YEAR:
            return tuple(range(1, len(choices_of(rule, entry)) + 2))
        case InputType.CHOICE:
            return entry.choices
        case InputType.BOOL:
            return (True, False)
    return ()


def _samples(rule: Rule, *, whole: bool) -> list[Decimal]:
    """Amounts around every border of the rule."""
    if whole:
        return [Decimal(n) for n in (1, 2, 3, 4)]
    edges = [t.value for t in rule.terms.values() if t.money]
    rates = [v for t in rule.terms.values() if not t.money for v in t.values if 0 < v < 1]
    edges += [cap.value / rate for cap in rule.caps for rate in rates]
    borders = [round_cents(edge) for edge in edges] or [Decimal(1_000_000)]
    return sorted({max(_CENT, b + shift) for b in borders for shift in (-_CENT, Decimal(0))})


def _width_left(rule: Rule, facts: Facts, candidate: _Candidate) -> tuple[Fraction, Fraction]:
    """Mean and greatest width of the result over the answers to one question."""
    widths = [_width(rule, _answered(facts, candidate.missing.name, a)) for a in candidate.answers]
    if not widths:
        return (_OPEN, _OPEN)
    return (sum(widths, Fraction(0)) / len(widths), max(widths))


def _answered(facts: Facts, name: str, value: Value) -> Facts:
    items = tuple(replace(item, values=_without(item, name)) for item in facts.items)
    return Facts({**facts.shared, name: value}, items)


def _without(item: Item, name: str) -> dict[str, Value]:
    return {key: value for key, value in item.values.items() if key != name}


def _width(rule: Rule, facts: Facts) -> Fraction:
    total = Fraction(0)
    for unit in outcome(rule, facts).units:
        high = _OPEN if unit.amount.high is None else unit.amount.high
        low = Fraction(0) if unit.standing.pending else unit.amount.low
        total += high - low
    return total
