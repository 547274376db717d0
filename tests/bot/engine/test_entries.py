"""A form read field by field: what each was taken for, and that a wrong one holds up no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from bot.engine import Engine
from bot.engine.checkup import Checkup
from bot.engine.entries import UNKNOWN, Entry, Filled, read_entries, used

ENGINE = Engine.load()
DAY = date(2026, 11, 22)
RULES = tuple(ENGINE.rules.values())


def typed(**facts: str) -> list[Entry]:
    return [Entry(f"{name}#0", name, text) for name, text in facts.items()]


def checked(*entries: Entry) -> tuple[Checkup, Filled]:
    filled = read_entries(RULES, entries)
    return used(RULES, filled, lambda facts: ENGINE.checkup(facts, as_of=DAY))


def test_each_amount_says_what_it_was_taken_for_and_by_which_assumption() -> None:
    filled = read_entries(RULES, typed(投资额="350万", 平台投入="80到120万", 采购额="不清楚"))
    assert filled.meant == {
        "投资额#0": "= 3,500,000元（350万元）",
        "平台投入#0": "= 800,000元至1,200,000元",
        "采购额#0": UNKNOWN,
    }
    short = read_entries(RULES, typed(展位费="8万6"))
    assert short.meant["展位费#0"] == "= 86,000元（8.6万元）；“8万6”按8.6万元理解"
    assert short.given == (("展位费", "8万6（= 86,000元（8.6万元）；“8万6”按8.6万元理解）"),)


def test_a_field_that_cannot_be_read_leaves_the_others_to_compute() -> None:
    found, filled = checked(*typed(投资额="350万", 数字化投入="3万50", 利润="1万", 四上="也许"))
    assert set(filled.problems) == {"数字化投入#0", "利润#0", "四上#0"}
    assert "不止一种读法" in filled.problems["数字化投入#0"]
    assert [entry.key for entry in filled.kept] == ["投资额"]
    assert found.totals[0].bounds == (Decimal(700_000), Decimal(700_000))


def test_a_fact_that_only_the_computation_refuses_is_said_at_its_field_too() -> None:
    found, filled = checked(*typed(投资额="350万", 展位费="0元"))
    assert "为零" in filled.problems["展位费#0"]
    assert found.totals[0].bounds == (Decimal(700_000), Decimal(700_000))


def test_of_two_values_of_one_fact_the_later_is_left_out_and_told() -> None:
    first, later = (
        Entry(f"平台投入#{n}", "项目1·第1年:平台投入", text)
        for n, text in enumerate(("260万", "1万"))
    )
    _, filled = checked(first, later)
    assert filled.kept == (first,)
    assert "两个不同的值" in filled.problems["平台投入#1"]
