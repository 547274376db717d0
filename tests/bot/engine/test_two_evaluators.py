"""The engine and an evaluator written separately from the text agree on random facts."""

from decimal import Decimal

from bot.engine import Engine
from bot.engine.result import Computation, Kind
from evals.golden import DEFAULT_DAY
from evals.research.samples import as_facts, tasks
from tests.bot.engine.second import evaluate

ENGINE = Engine.load()
COUNT = 12_000


def amount_in_fen(found: Computation) -> int:
    amount = found.low if found.kind is Kind.AT_LEAST else found.high
    assert amount is not None
    assert amount == amount.quantize(Decimal("0.01"))
    return int(amount * 100)


def test_two_evaluators_agree_to_the_fen_on_12000_random_facts() -> None:
    differing = []
    for task in tasks(list(ENGINE.rules.values()), COUNT, seed=20261122):
        found = ENGINE.compute(task.rule_id, as_facts(task), as_of=DEFAULT_DAY)
        if (found.kind.value, amount_in_fen(found)) != evaluate(task.rule_id, task.facts):
            differing.append((task, found.kind, found.low, found.high))
    assert differing == []
