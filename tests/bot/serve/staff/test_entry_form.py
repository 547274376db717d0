"""An entry of a rule as a form: what is filled in is what is checked, and the formula follows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.serve.staff.entry_form import ROLES, Findings, filled, laid_over
from corpus.rules.model import Role
from corpus.rules.problem import RuleProblem

ENTRY: dict[str, Any] = {
    "id": "x", "name": "冷库", "kind": "补贴", "clause": "第1条", "quote": ["甲，乙"],
    "inputs": {
        "投资额": {"type": "money", "span": "投资额", "ask": "投资额是多少？", "aliases": []},
        "产值": {"type": "money", "span": "产值", "ask": "产值？", "optional": True},
    },
    "bind": {
        "标准": {"span": "20%", "as": "rate"},
        "上限": {"span": "最高500万元", "as": "cap"},
        "总上限": {"span": "合计不超过900万元", "as": "cap"},
        "门槛一": {"span": "达到100万元", "as": "at_least"},
    },
    "conditions": [
        {"name": "新建的", "span": "新建的"},
        {"name": "产值达到100万元", "when": "产值 >= 门槛一"},
    ],
    "amount": "cap(cap(投资额 * 标准, 上限), 总上限)",
}  # fmt: skip


def test_a_form_that_changes_nothing_gives_the_entry_back() -> None:
    assert filled(ENTRY, {}) == ENTRY


def test_every_role_can_be_chosen_in_chinese() -> None:
    assert set(ROLES) == set(Role)
    assert len(set(ROLES.values())) == len(ROLES)


def test_words_names_and_other_names_are_taken_line_by_line() -> None:
    form = {
        "name": "冷库补贴", "input.0.aliases": "设备投资\n\n 总投资 \n",
        "cond.0.ask": "是新建的吗？", "beneficiary": "企业",
        "bind.0.span": "投资额的20%", "bind.0.as": "rate_ceiling", "bind.1.as": "none of them",
    }  # fmt: skip
    entry = filled(ENTRY, form)
    assert (entry["name"], entry["beneficiary"]) == ("冷库补贴", "企业")
    assert entry["inputs"]["投资额"]["aliases"] == ["设备投资", "总投资"]
    assert entry["conditions"][0]["ask"] == "是新建的吗？"
    assert entry["bind"]["标准"] == {"span": "投资额的20%", "as": "rate_ceiling"}
    assert entry["bind"]["上限"] == ENTRY["bind"]["上限"]
    assert "beneficiary" not in ENTRY


@pytest.mark.parametrize(
    ("form", "amount"),
    [
        ({"bind.1.span": ""}, "cap(投资额 * 标准, 总上限)"),
        ({"bind.2.span": " "}, "cap(投资额 * 标准, 上限)"),
        ({"bind.1.span": "", "bind.2.span": ""}, "投资额 * 标准"),
        (
            {"limit.new.span": "不低于1万元", "limit.new.as": "floor"},
            "floor(cap(cap(投资额 * 标准, 上限), 总上限), 另一上限)",
        ),
        ({"limit.new.span": "", "limit.new.as": "cap"}, ENTRY["amount"]),
        ({"limit.new.span": "x", "limit.new.as": "rate"}, ENTRY["amount"]),
    ],
)
def test_a_limit_that_is_cleared_or_added_changes_the_formula(
    form: dict[str, str], amount: str
) -> None:
    assert filled(ENTRY, form)["amount"] == amount


def test_a_threshold_of_another_kind_compares_otherwise() -> None:
    entry = filled(ENTRY, {"bind.3.as": "above", "bind.3.span": "超过100万元"})
    assert entry["conditions"][1]["when"] == "产值 > 门槛一"


def test_a_condition_that_is_cleared_goes_with_what_only_it_used() -> None:
    entry = filled(ENTRY, {"cond.0.span": "", "cond.1.name": ""})
    assert entry["conditions"] == []
    assert [*entry["bind"]] == ["标准", "上限", "总上限"]
    assert [*entry["inputs"]] == ["投资额"]


def test_a_condition_is_added() -> None:
    entry = filled(ENTRY, {"cond.new.span": "在本区", "cond.new.ask": "在本区吗？"})
    assert entry["conditions"][-1] == {"name": "在本区", "span": "在本区", "ask": "在本区吗？"}


def test_by_year_and_for_each_are_words_of_the_text() -> None:
    form = {"per.year": "每年", "per.items.name": "项目", "per.items.span": "单个项目"}
    entry = filled(ENTRY, form)
    assert entry["per"] == {"year": "每年", "items": {"name": "项目", "span": "单个项目"}}
    assert "per" not in filled(entry, dict.fromkeys(form, ""))


def test_rows_of_kinds_and_the_choices_that_are_asked_agree() -> None:
    kinds = [{"kind": "一等奖", "value": "20万元"}, {"kind": "二等奖", "value": "10万元"}]
    asked = {"type": "choice", "span": "一等奖", "ask": "哪一等？", "choices": ["一等奖", "二等奖"]}
    entry = {**ENTRY, "bind": {"标准": {"as": "kinds", "kinds": kinds}}, "inputs": {"类别": asked}}
    changed = filled(entry, {"bind.0.kinds.1.kind": "获二等奖"})
    assert changed["inputs"]["类别"]["choices"] == ["一等奖", "获二等奖"]


@pytest.mark.parametrize(
    ("word", "key"),
    [("最高500万元", "bind.1"), ("500万元", "bind.1"), ("产值", "input.1"), ("乙", "quote.0")],
)
def test_a_finding_stands_at_the_field_whose_words_it_is_about(word: str, key: str) -> None:
    findings = Findings.of((RuleProblem("d", "x", word, "没有绑定"),), ENTRY, {})
    assert findings == Findings({key: ("没有绑定",)}, ())


def test_a_finding_about_a_row_that_is_new_stands_there() -> None:
    form = {"limit.new.span": "不低于1万元"}
    findings = Findings.of((RuleProblem("d", "x", "1万元", "没有"),), ENTRY, form)
    assert findings.at == {"limit.new": ("没有",)}


def test_the_form_is_shown_over_the_rows_that_it_was_made_of() -> None:
    laid = laid_over(ENTRY, {"bind.1.span": "", "cond.0.span": " ", "cond.0.name": "新"})
    assert [*laid["bind"]] == [*ENTRY["bind"]]
    assert laid["bind"]["上限"] == {"span": "", "as": "cap"}
    assert laid["conditions"][0] == {"name": "新", "span": ""}
    assert laid["amount"] == ENTRY["amount"]


def test_a_finding_about_words_in_no_field_stands_above_the_form() -> None:
    assert Findings.of((RuleProblem("d", "x", "丙", "漏了"),), ENTRY, {}).others == ("漏了",)
