"""No single change to a rule or its clause passes both lint and the hand-worked cases."""

from corpus.collection import Collection
from evals.mutation import SURVIVED, judge_all


def test_every_mutant_of_every_rule_is_noticed() -> None:
    verdicts = judge_all(Collection.load().library)
    assert len(verdicts) >= 700
    assert [v for v in verdicts if v.noticed == SURVIVED] == []
