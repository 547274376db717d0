"""The sets that can be run: ours, other people's, and what the staff made of questions."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bot.records.records import Records
from bot.records.tables import StaffCase
from environment.settings import Settings
from evals.__main__ import main
from evals.people import AMOUNTS, EVERYDAY
from evals.sets import case_sets, staff_cases
from evals.table import TableError
from tests.records import in_environment


@pytest.fixture
def records(records: Records, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Records:
    """Return records that the evals find as well."""
    for name, value in in_environment(settings).items():
        monkeypatch.setenv(name, value)
    return records


def keep(records: Records, *cases: dict[str, Any]) -> None:
    with records.database.writing() as session:
        session.add_all(StaffCase(case=case, author="王科") for case in cases)


def test_every_set_has_a_name_and_a_title_of_its_own() -> None:
    sets = list(case_sets())
    assert {"own", "staff-cases", "signed-interpretations", *AMOUNTS, *EVERYDAY} == {
        one.name for one in sets
    }
    assert len({one.title for one in sets}) == len(sets)


def test_the_sets_are_told_to_other_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sets"]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {"name": "own", "title": "自带题目"}


def test_what_staff_signed_as_right_is_a_set(records: Records) -> None:
    keep(
        records,
        {"turns": ["技改投了180万能补多少？"], "category": "金额", "amount_yuan": "360000"},
        {"question": "电话是多少？", "应拒答": "是"},
    )
    first, second = staff_cases()
    assert (first.id, first.amount_yuan) == ("staff-1", Decimal(360000))
    assert (second.turns, second.answerable) == (("电话是多少？",), False)


def test_cases_of_staff_that_can_not_be_used_are_named(records: Records) -> None:
    with pytest.raises(TableError, match="还没有存过题目"):
        staff_cases()
    keep(records, {"turns": ["一？"], "amount_yuan": "很多"}, {"turns": []})
    with pytest.raises(TableError) as said:
        staff_cases()
    lines = str(said.value).splitlines()
    assert lines[0].startswith("工作人员存的第 1 题不能用：“amount_yuan”：应是一个金额")
    assert lines[1].startswith("工作人员存的第 2 题不能用：question（问题）")


def test_a_set_that_there_is_not_ends_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["run", "--set", "none"])
    assert "--set" in capsys.readouterr().err
