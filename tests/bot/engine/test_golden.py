"""Every hand-worked case comes out exactly, to the 分."""

import pytest

from bot.engine import Engine
from evals.golden import Golden, read_golden, run_golden

CASES = read_golden()
ENGINE = Engine.load()
DOCUMENTS = {document.id: document for document in ENGINE.library.documents}


def test_at_least_300_hand_worked_cases_cover_every_rule() -> None:
    assert len(CASES) >= 300
    assert {case.rule_id for case in CASES} == set(ENGINE.rules)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.rule_id}: {c.line}")
def test_a_hand_worked_case_comes_out_exactly(case: Golden) -> None:
    assert list(run_golden(case, ENGINE.rules, DOCUMENTS)) == []
