"""Ranking measures and intervals on cases worked by hand."""

from __future__ import annotations

import math

import pytest

from evals.research.interval import paired
from evals.research.measures import MEASURES, mrr, ndcg, recall
from evals.research.passages import share_held, widened
from index.passage import Passage


def test_ndcg_of_a_right_answer_in_second_place() -> None:
    assert ndcg([5, 7, 9], {7}) == pytest.approx(1 / math.log2(3))


def test_ndcg_divides_by_what_was_possible() -> None:
    assert ndcg([1, 2], {1, 2, 3}) == pytest.approx(
        (1 + 1 / math.log2(3)) / (1 + 1 / math.log2(3) + 1 / 2)
    )


def test_an_unanswered_question_scores_zero_on_every_measure() -> None:
    assert all(measure([], {1}) == 0 for measure in MEASURES.values())


def test_recall_and_reciprocal_rank_stop_at_k() -> None:
    ranking = list(range(20))
    assert recall(ranking, {0, 19}, 10) == 0.5
    assert mrr(ranking, {19}) == 0


def test_an_interval_of_equal_systems_holds_zero_and_of_a_better_one_does_not() -> None:
    scores = [i % 7 / 7 for i in range(200)]
    assert paired(scores, scores).high == 0
    assert paired([s + 0.1 for s in scores], scores).low > 0


def test_a_comparison_of_different_questions_is_refused() -> None:
    with pytest.raises(ValueError, match="同样多"):
        paired([1.0], [1.0, 0.0])


def test_half_an_answer_counts_as_half() -> None:
    assert share_held(["前面甲乙丙丁"], "甲乙丙丁戊己庚辛") == 0.5
    assert share_held(["甲乙", "甲、乙。丙"], "甲乙丙") == 1.0


def test_a_clause_is_widened_inside_its_document_and_budget() -> None:
    made = [
        Passage(str(i), d, "", (), "字" * n)
        for i, (d, n) in enumerate([("a", 10), ("a", 20), ("a", 30), ("b", 5)])
    ]
    assert [len(text) for text in widened(made, 50)] == [30, 50, 50, 5]
