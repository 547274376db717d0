"""The conditions of a rule on its units: met, not met or unknown, and which block an amount."""

from __future__ import annotations

from dataclasses import dataclass

from bot.engine.evaluate import Evaluation, flag
from bot.engine.result import ConditionState, Truth
from bot.engine.units import UnitFacts
from corpus.rules import Condition, Ground, Rule
from corpus.rules.formula import names


@dataclass(frozen=True, slots=True)
class Standing:
    """How one unit stands. ``eligible`` is NOT_MET as soon as one condition fails.

    ``pending`` are the unknown conditions that hold the amount back until they are answered;
    unknown premises do not.
    """

    states: tuple[ConditionState, ...]
    eligible: Truth
    pending: tuple[Condition, ...]
    failed: tuple[Condition, ...]
    premises: tuple[Condition, ...]  # unknown, neither asked nor settled by the amounts


def standing(rule: Rule, unit: UnitFacts, evaluation: Evaluation) -> Standing:
    """Evaluate every condition of a rule on one unit."""
    states, pending, failed, premises, eligible = [], [], [], [], Truth.MET
    for condition in rule.conditions:
        state = _state(condition, unit, evaluation)
        states.append(_shown(rule, condition, state))
        if state is Truth.NOT_MET:
            failed.append(condition)
            eligible = Truth.NOT_MET
        elif state is Truth.UNKNOWN and _blocks(rule, condition, unit):
            pending.append(condition)
        elif state is Truth.UNKNOWN and not _straddles(rule, condition, unit):
            premises.append(condition)
        elif state is Truth.UNKNOWN and not failed:
            eligible = Truth.UNKNOWN
    return Standing(tuple(states), eligible, tuple(pending), tuple(failed), tuple(premises))


def _state(condition: Condition, unit: UnitFacts, evaluation: Evaluation) -> Truth:
    if condition.when is not None:
        return evaluation.truth(condition.when)
    return flag(unit, condition.fact)


def _given(rule: Rule, condition: Condition, unit: UnitFacts) -> list[bool]:
    """For each optional input of a numeric condition: whether it was given."""
    used = names(condition.when) if condition.when is not None else iter(())
    entries = [rule.inputs[name] for name in used if name in rule.inputs]
    return [entry.name in unit.ranges for entry in entries if entry.optional]


def _blocks(rule: Rule, condition: Condition, unit: UnitFacts) -> bool:
    """A yes/no condition with a question, or a numeric one that was answered only in part."""
    if condition.when is None:
        return condition.ask is not None
    given = _given(rule, condition, unit)
    return any(given) and not all(given)


def _straddles(rule: Rule, condition: Condition, unit: UnitFacts) -> bool:
    """A numeric condition whose inputs are required or given, yet don't settle it."""
    if condition.when is None:
        return False
    given = _given(rule, condition, unit)
    return not given or all(given)


def _shown(rule: Rule, condition: Condition, state: Truth) -> ConditionState:
    return ConditionState(
        name=condition.name, text=condition.span.text, span=condition.span, state=state,
        ask=condition.ask, ground=_ground(rule, condition), rule_id=rule.id,
        yes_or_no=condition.when is None,
    )  # fmt: skip


def _ground(rule: Rule, condition: Condition) -> str:
    if condition.when is None:
        return ""
    used = (rule.terms.get(name) for name in names(condition.when))
    grounds = {term.ground for term in used if term is not None and term.ground is not None}
    return "；".join(ground.value for ground in grounds)


def by_convention(rule: Rule) -> list[str]:
    """Names of the thresholds that include their number only by drafting convention."""
    return [t.name for t in rule.terms.values() if t.ground is Ground.CONVENTION]


def merge(per_unit: list[tuple[str, tuple[ConditionState, ...]]]) -> tuple[ConditionState, ...]:
    """Join the states of several units: one line where they agree, one a unit where not."""
    if len(per_unit) == 1:
        return per_unit[0][1]
    merged = []
    for column in zip(*(states for _, states in per_unit), strict=True):
        if len({state.state for state in column}) == 1:
            merged.append(column[0])
            continue
        for (label, _), state in zip(per_unit, column, strict=True):
            name = f"{state.name}（{label}）" if label else state.name
            merged.append(
                ConditionState(
                    name, state.text, state.span, state.state, state.ask, state.ground,
                    state.rule_id,
                )
            )  # fmt: skip
    return tuple(merged)
