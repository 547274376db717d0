"""What a message counts that is neither money nor enterprises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.question.measured import Measured, measured
from tests.bot.question.reading import read


def told(message: str, before: tuple[Measured, ...] = ()) -> list[tuple[str, Decimal]]:
    found = measured(read(message).frame.parts, before, follows=True)
    return [(one.unit, one.number) for one in found]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("岗前培训了40名员工", [("人", Decimal(40))]),
        ("租了6个月", [("月", Decimal(6))]),
        ("租了300平方米", [("平方米", Decimal(300))]),
    ],
)
def test_a_count_is_kept_under_the_unit_that_rules_use(
    message: str, expected: list[tuple[str, Decimal]]
) -> None:
    assert told(message) == expected


def test_a_later_number_of_the_same_unit_takes_the_place_of_the_earlier() -> None:
    before = (Measured("人", Decimal(40), "40人", clear=True),)
    assert told("培训了50人", before) == [("人", Decimal(50))]


def test_a_number_of_another_unit_stays_beside_it() -> None:
    before = (Measured("人", Decimal(40), "40人", clear=True),)
    assert told("租了6个月", before) == [("人", Decimal(40)), ("月", Decimal(6))]


def test_how_large_the_enterprise_is_is_not_told_of_what_it_applies_for() -> None:
    (one,) = measured(read("我们公司有200人").frame.parts, (), follows=True)
    assert not one.clear


def test_a_rough_number_is_none() -> None:
    assert told("培训了三四十人") == []


@pytest.mark.parametrize(("message", "full"), [("租满2年了", [True]), ("快满2年了", [])])
def test_years_that_are_over_are_kept_as_such(message: str, full: list[bool]) -> None:
    found = measured(read(message).frame.parts, (), follows=True)
    assert [one.full for one in found] == full
