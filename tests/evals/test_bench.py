from collections.abc import Sequence
from datetime import date

import pytest

from evals.answerer import Answered, Elapsed
from evals.bench import time_answers
from evals.case import Case, Row


class Slow:
    """Takes no time, and counts how often it is asked."""

    name = "slow"

    def __init__(self) -> None:
        self.asked = 0

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Count."""
        self.asked += 1
        return Answered(Row(id=item_id, answer_text=""), elapsed=_elapsed(self.asked))


def _elapsed(asked: int) -> Elapsed:
    return Elapsed(wall=0.002 if asked % 3 else 0.5, cpu=0.001)


def test_one_slow_repeat_does_not_count_as_the_time_of_a_case() -> None:
    answerer = Slow()
    cases = [Case(id=str(number), turns=("问",), category="c") for number in range(10)]
    timing = time_answers(answerer, cases, repeats=3)
    assert answerer.asked == 31
    assert timing.wall_p95 == pytest.approx(2)
    assert timing.per_second == pytest.approx(1000)
