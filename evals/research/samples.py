"""Random plain facts for every rule: amounts around and away from each border, in 元 to 分."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from bot.engine.facts import Facts, Interval, Value
from corpus.rules import InputType, Role, Rule
from evals.research.publicodes import Fact, Task

_CENT = Decimal("0.01")


def borders(rule: Rule) -> list[Decimal]:
    """Thresholds, caps and the investments at which a cap begins to bind, to 分."""
    edges = [term.value for term in rule.terms.values() if term.money]
    rates = [v for t in rule.terms.values() if not t.money for v in t.values if 0 < v < 1]
    edges += [cap.value / rate for cap in rule.caps for rate in rates]
    return sorted({Decimal(round(edge * 100)) / 100 for edge in edges}) or [Decimal(100_000)]


def tasks(rules: Sequence[Rule], count: int, seed: int) -> Iterator[Task]:
    """Yield ``count`` tasks, the rules in turn."""
    random = Random(seed)
    for number in range(count):
        rule = rules[number % len(rules)]
        yield Task(rule.id, _facts(rule, random))


def _facts(rule: Rule, random: Random) -> dict[str, Fact]:
    facts: dict[str, Fact] = {}
    for entry in rule.required:
        match entry.type:
            case InputType.MONEY:
                facts[entry.name] = _amount(rule, random)
            case InputType.COUNT:
                facts[entry.name] = Decimal(random.randint(1, 8))
            case InputType.YEAR:
                years = next(t for t in rule.terms.values() if t.role is Role.DURATION)
                facts[entry.name] = random.randint(1, int(years.value) + 1)
    for condition in rule.conditions:
        if condition.ask is not None:
            facts[condition.fact] = random.random() < 0.9
    return facts


def _amount(rule: Rule, random: Random) -> Decimal:
    if random.random() < 0.4:
        near = random.choice(borders(rule)) + random.randint(-3, 3) * _CENT
        return max(near, _CENT)
    digits = random.randint(1, 11)
    return Decimal(random.randint(1, 10**digits)) / 100


def as_facts(task: Task) -> Facts:
    """Return the facts of a task as the engine takes them."""
    shared: dict[str, Value] = {
        name: Interval.exact(value) if isinstance(value, Decimal) else value
        for name, value in task.facts.items()
    }
    return Facts(shared)
