"""Messages of people who saw only the texts: no set may get worse than it was accepted."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from evals import people
from evals.__main__ import main
from evals.answerer import Answerer
from evals.case import CASES, Row
from evals.case_file import read_cases
from evals.generate.truth import Due
from evals.generate.verdict import Verdict, judge
from evals.opening import open_assistant
from evals.people import AMOUNTS, EVERYDAY, accepted, classed, figures, worse

SETS = (*AMOUNTS, *EVERYDAY)


@pytest.fixture(scope="module")
def assistant() -> Answerer:
    return open_assistant()


@pytest.mark.parametrize("name", SETS)
def test_no_set_is_answered_worse_than_accepted(assistant: Answerer, name: str) -> None:
    found = classed(assistant, name)
    fault = worse(name, figures(found), accepted()[name])
    bad = [str(one) for one in found if one.name in (Verdict.WRONG, people.FAILED)]
    assert not fault, "\n".join([fault, *bad])


def test_every_set_is_accepted_whole_and_its_cases_are_its_own() -> None:
    cases = {name: read_cases(CASES / f"{name}.jsonl") for name in SETS}
    assert {name: sum(accepted()[name].values()) for name in SETS} == {
        name: len(ones) for name, ones in cases.items()
    }
    ids = [case.id for ones in cases.values() for case in ones]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(
    ("name", "now", "fault"),
    [
        ("people-hazards", {"right": 8, "asked": 2}, ""),
        ("people-hazards", {"right": 9, "asked": 1}, ""),
        ("people-hazards", {"right": 7, "asked": 3}, "people-hazards：right 8 → 7"),
        ("people-hazards", {"right": 8, "asked": 1, "wrong": 1}, "people-hazards：wrong 0 → 1"),
        ("people-everyday-a", {"passed": 4, "failed": 6}, "people-everyday-a：failed 2 → 6"),
    ],
)
def test_more_wrong_or_fewer_right_is_worse_and_more_questions_are_not(
    name: str, now: dict[str, int], fault: str
) -> None:
    before = {"right": 8, "asked": 2, "failed": 2}
    assert worse(name, now, before) == fault


def test_a_set_that_was_never_accepted_is_not_worse() -> None:
    assert worse("people-hazards", {"wrong": 3}, None) == ""


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ({"answer_text": "至少投2,500万元，才能拿满。"}, Verdict.RIGHT),
        ({"answer_text": "至少投25,000,000元。", "amount_yuan": "5000000"}, Verdict.RIGHT),
        ({"answer_text": "至少投2,000万元。"}, Verdict.WRONG),
        ({"answer_text": "请问是哪一项？"}, Verdict.ASKED),
        ({"answer_text": "是2,000万元还是别的数？", "asked": True}, Verdict.ASKED),
        ({"answer_text": ""}, Verdict.WRONG),
    ],
)
def test_what_must_be_spent_is_right_where_the_first_line_says_it(
    row: dict[str, object], verdict: Verdict
) -> None:
    given = Row.from_json({"id": "x", **row})
    assert judge(Due("reverse", Decimal(25_000_000)), given) is verdict


def test_the_command_prints_each_set_lists_what_failed_and_remembers(
    assistant: Answerer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "people-hazards.jsonl").write_text(
        '{"id":"a","turns":["技改投了340万，能补多少"],"category":"c","amount_kind":"exact",'
        '"amount_yuan":"680000"}\n'
        '{"id":"b","turns":["技改投了340万，能补多少"],"category":"c","amount_kind":"exact",'
        '"amount_yuan":"1","note":"假的"}\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(people, "open_assistant", lambda: assistant)
    monkeypatch.setattr(people, "CASES", tmp_path)
    monkeypatch.setattr(people, "ACCEPTED", tmp_path / "people.json")
    words = ["people", "--set", "people-hazards"]
    assert main([*words, "--accept"]) == 0
    assert json.loads((tmp_path / "people.json").read_text("utf-8")) == {
        "people-hazards": {"right": 1, "wrong": 1}
    }
    capsys.readouterr()
    assert main([*words, "--list", "wrong"]) == 0
    said = capsys.readouterr().out
    assert "right 1（50.0%，原1）" in said
    assert "b wrong\n  技改投了340万，能补多少\n  应为exact 1（假的）" in said
    (tmp_path / "people.json").write_text('{"people-hazards": {"right": 2}}', encoding="utf-8")
    assert main(words) == 1
    assert "people-hazards：right 2 → 1，wrong 0 → 1" in capsys.readouterr().out
