"""What a computation says besides its amount: trace, grounds, questions, dates, refusals."""

from datetime import date
from decimal import Decimal

import pytest

from bot.engine import Engine, FactError, Facts, Interval, Item, Unsure, Value
from bot.engine.explain import conclusion
from bot.engine.result import Computation, Kind, Truth

ENGINE = Engine.load()
DAY = date(2026, 11, 22)


def money(amount: int | str) -> Interval:
    return Interval.exact(Decimal(amount))


def run(rule_id: str, *items: Item, as_of: date = DAY, **facts: Value) -> Computation:
    return ENGINE.compute(rule_id, Facts(facts, items), as_of=as_of)


def test_the_trace_reads_threshold_rate_and_cap_from_their_words() -> None:
    found = run("technical-renovation", 投资额=money(28_000_000))
    assert [(s.label, s.span.text if s.span else "", s.formula, s.bound) for s in found.steps] == [
        ("门槛", "100万元（含）以上", "28,000,000元 ≥ 1,000,000元：满足", False),
        ("比例", "按照实际投资额的20%", "28,000,000元 × 20% = 5,600,000元", False),
        ("上限", "最高500万元", "5,600,000元 超过上限，按 5,000,000元", True),
    ]
    assert found.steps[0].ground == "原文载明"


def test_exactly_at_a_border_without_含_both_readings_are_given() -> None:
    found = run("digital-transformation", 数字化投入=money(300_000), 四上=True)
    (other,) = found.alternatives
    assert (found.kind, found.high) == (Kind.AT_MOST, Decimal(120_000))
    assert (other.kind, other.high) == (Kind.NOT_ELIGIBLE, Decimal(0))
    assert "“30万元以上”不含本数" in other.assumptions[0]
    assert any("《民法典》第一千二百五十九条" in a and "“（含）”" in a for a in found.assumptions)


def test_one_cent_off_the_border_there_is_one_reading() -> None:
    for amount in ("299999.99", "300000.01"):
        found = run("digital-transformation", 数字化投入=money(amount), 四上=True)
        assert found.alternatives == ()


def test_conditions_that_are_asked_hold_the_amount_back_and_premises_do_not() -> None:
    asked = run("digital-transformation", 数字化投入=money(620_000))
    assert asked.kind is Kind.ELIGIBILITY_UNKNOWN
    assert [m.ask for m in asked.missing] == ["贵公司是“四上”企业吗？"]
    assert asked.missing[0].choices == ("是", "否")
    premise = run("park-headquarters", 引进企业数=money(1))
    assert premise.kind is Kind.EXACT
    states = {c.name: (c.state, c.ask) for c in premise.conditions}
    assert states["被引进企业来自区外"] == (Truth.UNKNOWN, None)
    assert any("被引进企业来自区外" in line for line in premise.assumptions)


def test_an_amount_rests_on_a_threshold_that_was_not_told_until_it_is() -> None:
    rule = ENGINE.rule("park-headquarters")
    flags: dict[str, Value] = {c.fact: True for c in rule.conditions if c.when is None}
    untold = Facts({**flags, "引进企业数": money(1)})
    found = ENGINE.compute(rule.id, untold, as_of=DAY)
    assert conclusion(found, rule) == "如果待核实的条件都符合，奖励200万元（2,000,000元）。"
    told = Facts({**untold.shared, "工业总产值": money(400_000_000)})
    found = ENGINE.compute(rule.id, told, as_of=DAY)
    assert conclusion(found, rule) == "奖励200万元（2,000,000元）。"


def test_a_failed_condition_is_named_with_its_words() -> None:
    found = run("technical-renovation", 投资额=money(3_500_000), 实际经营地在龙岗区=False)
    failed = [c for c in found.conditions if c.state is Truth.NOT_MET]
    assert [c.span.text for c in failed] == ["实际经营地在龙岗区"]
    assert found.kind is Kind.NOT_ELIGIBLE
    assert found.steps[-1].formula == "不满足“实际经营地在龙岗区”，不予计算"


def test_either_of_output_and_sales_suffices() -> None:
    low, high = money(350_000_000), money(400_000_000)
    one = money(1)
    assert run("park-headquarters", 引进企业数=one, 工业总产值=low, 销售收入=high).low == 2_000_000
    both = run("park-headquarters", 引进企业数=one, 工业总产值=low, 销售收入=low)
    assert both.kind is Kind.NOT_ELIGIBLE
    half = run("park-headquarters", 引进企业数=one, 工业总产值=low)
    assert [m.name for m in half.missing] == ["销售收入"]


def test_a_year_beyond_the_sequence_is_said_to_be_outside() -> None:
    found = run("public-platform", 平台投入=money(1_000_000), 年次=4)
    assert found.kind is Kind.NOT_ELIGIBLE
    assert found.steps[0].formula == "第4年 ≤ 3年：不满足"


def test_a_missing_year_leaves_the_range_over_all_years() -> None:
    found = run("public-platform", 平台投入=money(1_000_000))
    assert (found.kind, found.high) == (Kind.NEEDS_INPUT, Decimal(500_000))
    assert found.missing[0].choices == ("第1年", "第2年", "第3年")


def test_calendar_years_need_the_year_they_count_from() -> None:
    item = Item("", 2025, {"平台投入": money(1_000_000)})
    found = run("public-platform", item)
    assert [(m.name, m.ask) for m in found.missing] == [("设立年份", "平台是哪一年设立的？")]
    assert run("public-platform", item, 设立年份=2024).low == 300_000
    with pytest.raises(FactError, match="早于设立年份"):
        run("public-platform", item, 设立年份=2026)


def test_the_first_question_is_the_one_that_narrows_most() -> None:
    found = run("digital-transformation")
    assert {m.name for m in found.missing} == {"四上", "数字化投入"}
    assert found.missing[0].name == "四上"
    platform = run("public-platform")
    assert [m.name for m in platform.missing] == ["年次", "平台投入"]


def test_not_sure_is_an_answer() -> None:
    found = run("digital-transformation", 数字化投入=money(620_000), 四上=Unsure.UNSURE)
    assert (found.kind, found.missing) == (Kind.ELIGIBILITY_UNKNOWN, ())


def test_items_of_one_enterprise_are_added_before_the_threshold() -> None:
    items = [Item(f"项目{i}", None, {"投资额": money(a)}) for i, a in enumerate((600_000, 700_000))]
    found = run("technical-renovation", *items)
    assert found.low == 260_000
    assert found.steps[0].formula == "600,000元 + 700,000元 = 1,300,000元"


def test_a_cap_per_event_over_several_years_shows_both_readings() -> None:
    items = [Item("时装周", year, {"活动投入": money(17_000_000)}) for year in (1, 2)]
    found = run("major-event", *items)
    (other,) = found.alternatives
    assert (found.high, other.high) == (Decimal(10_000_000), Decimal(17_000_000))
    assert "每年分别计算" in other.assumptions[0]


def test_1700万_for_an_event_under_both_texts() -> None:
    spent = money(17_000_000)
    first = run("major-event", 活动投入=spent)
    assert (first.kind, first.high) == (Kind.AT_MOST, Decimal(8_500_000))
    revised = run("major-event-2026", 活动投入=spent)
    assert (revised.kind, revised.low) == (Kind.EXACT, Decimal(5_000_000))
    rules = ENGINE.rules
    assert rules["major-event"].topic == rules["major-event-2026"].topic


def test_under_a_ceiling_rate_a_range_says_how_far_the_ceiling_moves() -> None:
    found = run(
        "digital-transformation", 数字化投入=Interval(Decimal(500_000), Decimal(800_000)), 四上=True
    )
    assert (found.kind, found.high) == (Kind.AT_MOST, Decimal(300_000))
    assert "按所给区间，金额的上限在200,000元至300,000元之间。" in found.caveats


def test_a_threshold_inside_the_range_reaches_down_to_nothing() -> None:
    found = run("technical-renovation", 投资额=Interval(Decimal(800_000), Decimal(1_200_000)))
    assert (found.kind, found.low, found.high) == (Kind.RANGE, Decimal(0), Decimal(240_000))
    assert not any("达到门槛" in line for line in found.assumptions)


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2024, 1, 4), "尚未施行"),
        (date(2027, 1, 6), "有效期已届满"),
    ],
)
def test_outside_its_validity_a_text_gives_no_amount(day: date, says: str) -> None:
    found = run("technical-renovation", as_of=day, 投资额=money(3_500_000))
    assert (found.kind, found.low, found.high) == (Kind.OUT_OF_PERIOD, None, None)
    assert says in found.caveats[0]
    assert "自2024年1月5日起施行，有效期3年" in found.caveats[0]


def test_on_the_last_day_the_counting_method_decides() -> None:
    found = run("technical-renovation", as_of=date(2027, 1, 5), 投资额=money(3_500_000))
    assert found.low == 700_000
    assert any("取决于期间的计算方法" in caveat for caveat in found.caveats)


def test_a_text_without_dates_is_said_to_state_none() -> None:
    found = run("smart-glasses", 采购额=money(660_000), 产业端应用=True)
    assert "《修订说明》未载明施行日期和有效期。" in found.caveats
    assert any("正式印发的实施细则为准" in caveat for caveat in found.caveats)


def test_the_previous_year_is_counted_from_the_year_of_application() -> None:
    found = run("technical-renovation", 投资额=money(3_500_000), 申报年度=2025)
    assert "“上一年度”按2025年申报计，即2024年。" in found.assumptions
    other = run("technical-renovation", Item("", 2023, {"投资额": money(3_500_000)}))
    assert any("2023年的投入对应2024年申报" in line for line in other.assumptions)


def test_not_stacking_with_other_policies_is_a_caveat() -> None:
    found = run("technical-renovation", 投资额=money(3_500_000))
    assert any("“从优不重复”" in caveat for caveat in found.caveats)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (money("-1"), "不能为负数"),
        (money("NaN"), "不是有效的数"),
        (money("Infinity"), "不是有效的数"),
        (money("1e30"), "超出合理范围"),
        (money("0"), "为零"),
        (Interval(Decimal(2), Decimal(1)), "前大后小"),
        ("三百五十万", "应为数额"),
        (True, "应为数额"),
    ],
)
def test_an_unusable_amount_is_an_error_and_never_an_amount(value: Value, says: str) -> None:
    with pytest.raises(FactError, match=says):
        run("technical-renovation", 投资额=value)


@pytest.mark.parametrize("value", [0, -1, 2024, True, "二"])
def test_an_unusable_ordinal_year_is_an_error(value: Value) -> None:
    with pytest.raises(FactError, match="第几年"):
        run("public-platform", 平台投入=money(1), 年次=value)


def test_a_part_of_a_park_firm_is_an_error() -> None:
    with pytest.raises(FactError, match="应为整数"):
        run("park-headquarters", 引进企业数=money("1.5"))


def test_an_amount_given_twice_is_contradictory() -> None:
    item = Item("", 1, {"平台投入": money(1)})
    with pytest.raises(FactError, match="既给了总数又给了分项"):
        run("public-platform", item, 平台投入=money(2))


def test_one_total_over_several_years_must_be_split() -> None:
    with pytest.raises(FactError, match="请按年份或项目分别给出"):
        run("public-platform", Item("", 1), Item("", 2), 平台投入=money(9_000_000))
