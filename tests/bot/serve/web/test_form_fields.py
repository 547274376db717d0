"""A form made from rules: its fields, what comes back of them, and what a browser may send."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.serve.web.form_fields import (
    LONGEST,
    ROWS,
    STATES,
    Form,
    Who,
    entries_of,
    form_of,
    posted_of,
)
from bot.serve.web.notices import expiry_banner
from bot.serve.web.plain import MOST, Sent
from corpus.collection import Collection

COLLECTION = Collection.load()
ENGINE = Engine.load()


def form(*rule_ids: str, posted: dict[str, str] | None = None, who: Who | None = None) -> Form:
    rules = [ENGINE.rule(rule_id) for rule_id in rule_ids] or list(ENGINE.rules.values())
    sent = posted_of((posted or {}).items())
    return form_of(rules, sent, COLLECTION.scopes, who or Who())


def typed(made: Form) -> dict[str, str]:
    return {entry.key: entry.text for entry in entries_of(made)}


def test_no_fact_is_asked_for_twice_and_every_one_of_every_rule_is_asked_for() -> None:
    made = form()
    controls = [c for g in made.groups for row in (*g.rows, g.shared) for c in row]
    facts = [control.fact for control in (*controls, *made.firm) if control.fact]
    assert len(facts) == len(set(facts))
    wanted = {
        field.name
        for field in ENGINE.all_fields()
        if field.required or field.choices or field.unit  # 设立年份 is asked for only when needed
    }
    assert wanted <= set(facts)


def test_two_texts_on_one_matter_are_one_group_of_both_rules() -> None:
    assert ("major-event", "major-event-2026") in [group.rules for group in form().groups]


def test_a_condition_has_three_states_and_takes_a_yes_from_an_address() -> None:
    made = form("digital-transformation", posted={"四上": "是", "独立法人资格": "maybe"})
    states = {control.fact: (control.choices, control.value) for control in made.firm}
    assert states["四上"] == (STATES, "符合")
    assert states["独立法人资格"] == (STATES, "")
    assert typed(made) == {"四上": "符合"}


def test_one_row_needs_no_name_and_several_carry_theirs() -> None:
    one = form("public-platform", posted={"平台投入#0": "260万", "年次#0": "第1年"})
    assert typed(one) == {"平台投入": "260万", "年次": "第1年"}
    two = form(
        "public-platform",
        posted={
            "平台投入#0": "260万", "年次#0": "第1年", "name@public-platform#0": "甲:乙·丙",
            "平台投入#1": "100万", "年次#1": "不清楚",
        },
    )  # fmt: skip
    assert typed(two) == {
        "甲乙丙·第1年:平台投入": "260万",
        "项目2:平台投入": "100万",
        "项目2:年次": "不清楚",
    }


@pytest.mark.parametrize(("asked", "rows"), [("3", 3), ("9", ROWS), ("99", 1), ("-1", 1), ("x", 1)])
def test_rows_are_as_many_as_asked_for_within_bounds(asked: str, rows: int) -> None:
    (group,) = form("public-platform", posted={"rows@public-platform": asked}).groups
    assert len(group.rows) == rows


def test_a_group_for_somebody_else_says_so_and_keeps_what_was_typed() -> None:
    made = form(who=Who(("企业",)), posted={"引进企业数": "2"})
    park = next(group for group in made.groups if group.id == "park-headquarters")
    assert park.unfit == "给产业园区运营方的"
    assert park.filled
    assert typed(made) == {"引进企业数": "2"}


def test_what_is_sent_is_bounded_and_what_no_rule_has_is_not_looked_at() -> None:
    pairs = [("投资额#0", "9" * 5000), ("nowhere#0", "1"), ("as_of", "x" * 500)]
    sent = Sent.of([*pairs, *((f"more{n}", "1") for n in range(5000))])
    assert len(sent.fields) <= MOST
    assert len(sent.fields["投资额#0"]) == LONGEST
    assert len(sent.day_typed) == 40
    made = form_of(ENGINE.rules.values(), sent.fields, COLLECTION.scopes, sent.who)
    assert [entry.place for entry in entries_of(made)] == ["投资额#0"]


def test_the_banner_names_the_text_its_end_and_its_place_in_the_library() -> None:
    banner = expiry_banner(date(2026, 11, 28), COLLECTION.library, "../")
    assert "《若干措施》有效期至2027年1月初，还有37天" in banner
    assert 'href="../library?doc=longgang-fashion-measures-2024"' in banner
    assert not expiry_banner(date(2026, 5, 1), COLLECTION.library).strip()
