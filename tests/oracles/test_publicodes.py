"""The engine against the same clauses written in Publicodes: an outside opinion."""

import pytest

from bot.engine import Engine
from bot.engine.result import Kind
from evals.golden import DEFAULT_DAY
from evals.research.publicodes import RULES, absent, evaluate
from evals.research.samples import as_facts, tasks

COUNT = 4_000
# Publicodes computes in binary doubles and does not round; the engine is exact and rounds to 分
TOLERANCE = 0.005 + 1e-6

pytestmark = pytest.mark.skipif(bool(absent()), reason=absent() or "Publicodes 可用")


def test_publicodes_gives_the_same_amounts_on_4000_random_facts() -> None:
    engine = Engine.load()
    assert set(RULES) == set(engine.rules)
    drawn = list(tasks(list(engine.rules.values()), COUNT, seed=7))
    values, _ = evaluate(drawn)
    differing = []
    for task, value in zip(drawn, values, strict=True):
        found = engine.compute(task.rule_id, as_facts(task), as_of=DEFAULT_DAY)
        amount = found.low if found.kind is Kind.AT_LEAST else found.high
        assert amount is not None
        if (value is None) != (found.kind is Kind.NOT_ELIGIBLE) or abs(
            float(amount) - (value or 0)
        ) > TOLERANCE:
            differing.append((task, value, found.kind, amount))
    assert differing == []
