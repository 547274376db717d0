from dataclasses import replace
from pathlib import Path

from evals.compare import accept, compare
from evals.measure import MEASURES, Summary, Tally

SUMMARY = Summary(
    system="assistant",
    measures={name: Tally(8, 10) for name in MEASURES},
    categories={},
    clauses={},
    median_length=100,
    passed=("a", "b"),
)


def _with(summary: Summary, **tallies: Tally) -> Summary:
    return replace(summary, measures={**summary.measures, **tallies})


def test_the_same_run_again_is_no_regression(tmp_path: Path) -> None:
    accept(SUMMARY, tmp_path / "accepted.json")
    comparison = compare(SUMMARY, ["a", "b", "c"], tmp_path / "accepted.json")
    assert comparison is not None
    assert not comparison.regressed


def test_a_measure_that_fell_is_a_regression(tmp_path: Path) -> None:
    accept(SUMMARY, tmp_path / "accepted.json")
    worse = _with(SUMMARY, verbatim=Tally(79, 100))
    comparison = compare(worse, ["a", "b"], tmp_path / "accepted.json")
    assert comparison is not None
    assert comparison.lower == ("verbatim",)
    assert comparison.regressed


def test_a_case_that_passed_and_fails_now_is_a_regression_even_if_others_make_up_for_it(
    tmp_path: Path,
) -> None:
    accept(SUMMARY, tmp_path / "accepted.json")
    moved = replace(SUMMARY, passed=("b", "c"))
    comparison = compare(moved, ["a", "b", "c"], tmp_path / "accepted.json")
    assert comparison is not None
    assert (comparison.newly_failing, comparison.newly_passing) == (("a",), ("c",))
    assert comparison.regressed


def test_a_case_that_left_the_set_is_no_regression(tmp_path: Path) -> None:
    accept(SUMMARY, tmp_path / "accepted.json")
    smaller = replace(SUMMARY, passed=("b",))
    comparison = compare(smaller, ["b"], tmp_path / "accepted.json")
    assert comparison is not None
    assert not comparison.regressed


def test_there_is_nothing_to_compare_with_before_the_first_run_is_accepted(
    tmp_path: Path,
) -> None:
    assert compare(SUMMARY, ["a"], tmp_path / "accepted.json") is None
