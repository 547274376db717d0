"""Two runs side by side: only what both hold is compared; the sentence says it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.records.comparison import compare
from bot.records.outcome import MEASURES, Fault, Outcome
from bot.records.sentence import sentence
from bot.records.summary import FaultTally, Tally, summarise

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
COUNTS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: (min(pair), max(pair)))
OUTCOMES = st.lists(
    st.builds(
        Outcome,
        case_id=st.sampled_from("abcdefgh"),
        stamp=st.sampled_from("12"),
        category=st.sampled_from(("amount", "自己的")),
        clauses=st.lists(st.sampled_from(("m:4", "m:5")), unique=True).map(tuple),
        passed=st.booleans(),
        faults=st.lists(st.sampled_from(Fault), max_size=2, unique=True).map(tuple),
        counts=st.dictionaries(st.sampled_from(tuple(MEASURES)), COUNTS),
        said=st.sampled_from("xy"),
    ),
    max_size=8,
    unique_by=lambda one: one.case_id,
)


def outcome(case_id: str, *, passed: bool = True, category: str = "amount") -> Outcome:
    counts = {"overall": (int(passed), 1), "amount": (int(passed), 1)}
    return Outcome(
        case_id=case_id, stamp="s", category=category, passed=passed, counts=counts,
        clauses=("m:4",), faults=() if passed else (Fault.AMOUNT,),
    )  # fmt: skip


@patient
@given(OUTCOMES)
def test_a_run_compared_with_itself_shows_no_difference(run: list[Outcome]) -> None:
    found = compare(run, run)
    assert found.same_set
    assert not found.regressed
    assert (found.newly_right, found.newly_wrong, found.reworded, found.fallen) == ((), (), (), ())
    assert found.before == found.after == summarise(run)
    assert all(line.before == line.after for line in (*found.categories, *found.clauses))
    assert all(line.before == line.after for line in found.faults)


@patient
@given(OUTCOMES, OUTCOMES)
def test_what_one_run_alone_holds_changes_no_figure(
    first: list[Outcome], second: list[Outcome]
) -> None:
    found = compare(first, second)
    shared = {one.case_id for one, _ in found.shared}
    again = compare(
        [one for one in first if one.case_id in shared],
        [one for one in second if one.case_id in shared],
    )
    assert again.same_set
    assert (again.before, again.after) == (found.before, found.after)
    assert again.regressed == found.regressed


@patient
@given(OUTCOMES, OUTCOMES)
def test_every_case_is_shared_or_named_as_left_out(
    first: list[Outcome], second: list[Outcome]
) -> None:
    found = compare(first, second)
    shared = [one.case_id for one, _ in found.shared]
    assert sorted([*shared, *found.altered, *found.only_before]) == sorted(
        one.case_id for one in first
    )
    assert sorted([*shared, *found.altered, *found.only_after]) == sorted(
        one.case_id for one in second
    )


@patient
@given(OUTCOMES, OUTCOMES)
def test_the_other_way_round_right_and_wrong_change_places(
    first: list[Outcome], second: list[Outcome]
) -> None:
    there, back = compare(first, second), compare(second, first)
    assert {a.case_id for a, _ in there.newly_right} == {a.case_id for a, _ in back.newly_wrong}
    assert {a.case_id for a, _ in there.reworded} == {a.case_id for a, _ in back.reworded}


@patient
@given(OUTCOMES)
def test_disjoint_sets_give_no_verdict(run: list[Outcome]) -> None:
    other = [replace(one, case_id=one.case_id.upper(), passed=False) for one in run]
    found = compare(run, other)
    assert not found.shared
    assert not found.regressed
    assert (found.categories, found.clauses, found.faults) == ((), (), ())


@patient
@given(OUTCOMES)
def test_an_outcome_is_plain_data_and_back(run: list[Outcome]) -> None:
    assert [Outcome.from_json(one.to_json()) for one in run] == run


def test_a_case_that_passed_and_fails_now_is_a_regression_even_if_others_make_up_for_it() -> None:
    before = [outcome("a"), outcome("b", passed=False)]
    found = compare(before, [outcome("a", passed=False), outcome("b")])
    assert found.regressed
    assert not found.fallen
    (line,) = found.categories
    assert (line.newly_right, line.newly_wrong) == (("b",), ("a",))


def test_a_measure_that_fell_is_a_regression_though_every_verdict_is_the_same() -> None:
    before = [replace(outcome("a"), counts={"overall": (1, 1), "verbatim": (3, 3)})]
    after = [replace(outcome("a"), counts={"overall": (1, 1), "verbatim": (79, 80)})]
    found = compare(before, after)
    assert found.fallen == ("verbatim",)
    assert found.regressed


def test_a_case_whose_right_answer_was_changed_is_not_compared() -> None:
    found = compare([outcome("a")], [replace(outcome("a", passed=False), stamp="t")])
    assert found.altered == ("a",)
    assert not found.regressed


def test_faults_are_counted_apart_where_the_case_passed_anyway() -> None:
    run = [outcome("a", passed=False), replace(outcome("b"), faults=(Fault.OVERCITED,))]
    assert summarise(run).faults == {
        Fault.AMOUNT: FaultTally(1, 0),
        Fault.OVERCITED: FaultTally(0, 1),
    }


@pytest.mark.parametrize(
    ("tally", "shown"), [(Tally(0, 0), "—"), (Tally(511, 517), "511/517（98.8%）")]
)
def test_a_tally_says_so_many_of_so_many(tally: Tally, shown: str) -> None:
    assert str(tally) == shown


RIGHT = [outcome(f"r{n}") for n in range(3)]
WRONG = [outcome("w", passed=False, category="lookup")]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, [], "没有题目。"),
        (None, RIGHT, "3 题中答对 3 题（100.0%）；金额题全部正确。"),
        (None, [*RIGHT, *WRONG], "4 题中答对 3 题（75.0%）；金额题 4 题中 1 题金额不对。"),
        (RIGHT, RIGHT, "3 题中答对 3 题（100.0%），与上次一样多；金额题全部正确。"),
        (
            [outcome("w", category="lookup")],
            WRONG,
            "1 题中答对 0 题（0.0%），比上次少 1 题；金额题 1 题中 1 题金额不对。",
        ),
        (
            WRONG,
            [*RIGHT, replace(WRONG[0], passed=True)],
            "4 题中答对 3 题（75.0%），与上次相同的 1 题中答对的比上次多 1 题；"
            "金额题 4 题中 1 题金额不对。",
        ),
        (
            WRONG,
            RIGHT,
            "3 题中答对 3 题（100.0%），与上次没有相同的题目，不作比较；金额题全部正确。",
        ),
    ],
)
def test_a_run_in_one_sentence(
    before: list[Outcome] | None, after: list[Outcome], said: str
) -> None:
    since = None if before is None else compare(before, after)
    assert sentence(summarise(after), since) == said


def test_a_share_is_never_rounded_to_all_or_nothing() -> None:
    many = [replace(outcome(f"{n}"), counts={"overall": (int(n > 0), 1)}) for n in range(5000)]
    assert "（99.9%）" in sentence(summarise(many))
