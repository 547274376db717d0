"""The whole formula vocabulary, on wordings that published measures use, compiled and computed."""

from datetime import date
from decimal import Decimal

import pytest

from bot.engine import Facts, Interval, Item, Value, compute
from bot.engine.result import Computation, Kind
from tests.rulekit import Compiled, compile_text

WAN = 10_000


def money(amount: float | str) -> Interval:
    return Interval.exact(Decimal(str(amount)))


def run(compiled: Compiled, *items: Item, **facts: Value) -> Computation:
    return compute(
        compiled.rule, Facts(facts, items), as_of=date(2026, 1, 1), document=compiled.document
    )


TIERS = """
kind: 奖励
quote:
  - 年营业收入500万元（含）至1000万元的企业，奖励5万元
  - 1000万元（含）至5000万元的，奖励10万元
  - 5000万元及以上的，奖励20万元
beneficiary: 企业
inputs: {营业收入: {type: money, span: 年营业收入, ask: 年营业收入是多少？}}
bind:
  奖励: {as: table, rows: [
    {range: 500万元（含）至1000万元, value: 奖励5万元},
    {range: 1000万元（含）至5000万元, value: 奖励10万元},
    {range: 5000万元及以上, value: 奖励20万元}]}
amount: tier(营业收入, 奖励)
"""
TIER_TEXT = (
    "年营业收入500万元（含）至1000万元的企业，奖励5万元；1000万元（含）至5000万元的，奖励10万元；"
    "5000万元及以上的，奖励20万元。"
)


@pytest.mark.parametrize(
    ("revenue", "award"),
    [
        ("4999999.99", 0), (5_000_000, 5), ("9999999.99", 5), (10_000_000, 10),
        ("49999999.99", 10), (50_000_000, 20), (10**9, 20),
    ],
)  # fmt: skip
def test_tiers_of_amounts_meet_at_their_borders(revenue: str | int, award: int) -> None:
    found = run(compile_text(TIER_TEXT, TIERS), 营业收入=money(revenue))
    assert found.low == found.high == award * WAN


def test_a_range_across_tiers_spans_their_amounts() -> None:
    facts = Interval(Decimal(8_000_000), Decimal(60_000_000))
    found = run(compile_text(TIER_TEXT, TIERS), 营业收入=facts)
    assert found.kind is Kind.RANGE
    assert found.low == 5 * WAN
    assert found.high == 20 * WAN


def test_tiers_with_a_gap_or_an_overlap_are_refused() -> None:
    gap = TIER_TEXT.replace("1000万元（含）至5000万元", "2000万元（含）至5000万元")
    assert compile_text(gap, TIERS.replace("1000万元（含）至", "2000万元（含）至")).says(
        "空档或重叠"
    )
    overlap = TIER_TEXT.replace("至1000万元的", "至1000万元（含）的")
    rule = TIERS.replace("至1000万元的", "至1000万元（含）的").replace(
        "500万元（含）至1000万元,", "500万元（含）至1000万元（含）,"
    )
    assert compile_text(overlap, rule).says("空档或重叠")


RATES = """
kind: 补贴
quote: 按投资额分段给予补贴，1000万元以下的部分按5%，1000万元以上的部分按2%
inputs: {投资额: {type: money, span: 投资额分段, ask: 投资额是多少？}}
bind:
  分段: {as: table, rows: [
    {range: 1000万元以下的部分, value: 按5%},
    {range: 1000万元以上的部分, value: 按2%}]}
amount: tier(投资额, 分段, marginal)
"""


def test_tiers_of_rates_apply_to_each_slice() -> None:
    text = "按投资额分段给予补贴，1000万元以下的部分按5%，超过1000万元的部分按2%。"
    rule = RATES.replace("1000万元以上的部分", "超过1000万元的部分")
    compiled = compile_text(text, rule)
    assert run(compiled, 投资额=money(8_000_000)).high == 40 * WAN
    assert run(compiled, 投资额=money(10_000_000)).high == 50 * WAN
    assert run(compiled, 投资额=money(15_000_000)).high == 60 * WAN
    whole = compile_text(text, rule.replace(", marginal)", ", whole)"))
    assert run(whole, 投资额=money(15_000_000)).high == 30 * WAN


def test_what_exceeds_a_base_is_paid_at_a_rate_under_a_cap() -> None:
    text = "企业年销售额超过1000万元的部分，按5%给予奖励，最高不超过50万元。"
    compiled = compile_text(
        text,
        """
kind: 奖励
quote: 企业年销售额超过1000万元的部分，按5%给予奖励，最高不超过50万元
beneficiary: 企业
inputs: {销售额: {type: money, span: 年销售额, ask: 年销售额是多少？}}
bind:
  基数: {span: 超过1000万元的部分, as: above}
  比例: {span: 按5%, as: rate}
  上限: {span: 最高不超过50万元, as: cap}
amount: cap(excess(销售额, 基数) * 比例, 上限)
""",
    )
    assert run(compiled, 销售额=money(9_000_000)).high == 0
    assert run(compiled, 销售额=money(12_000_000)).high == 10 * WAN
    assert run(compiled, 销售额=money(30_000_000)).high == 50 * WAN


def test_a_cap_per_project_and_one_per_firm_apply_in_that_order() -> None:
    text = (
        "对企业信息化项目，按项目投入的30%给予补贴，单个项目不超过50万元，"
        "每家企业每年不超过100万元。"
    )
    rule = """
kind: 补贴
quote:
  - 对企业信息化项目，按项目投入的30%给予补贴
  - 单个项目不超过50万元，每家企业每年不超过100万元
beneficiary: 企业信息化项目
inputs: {项目投入: {type: money, span: 项目投入, ask: 项目投入是多少？}}
bind:
  比例: {span: 按项目投入的30%, as: rate}
  项目上限: {span: 单个项目不超过50万元, as: cap}
  企业上限: {span: 每家企业每年不超过100万元, as: cap}
per: {year: 每年}
amount: cap(sum_over(项目投入, cap(项目投入 * 比例, 项目上限)), 企业上限)
"""
    compiled = compile_text(text, rule)
    items = [Item(f"项目{i}", 2025, {"项目投入": money(a * WAN)}) for i, a in enumerate((100, 500))]
    assert run(compiled, *items).high == 80 * WAN
    more = [*items, Item("项目3", 2025, {"项目投入": money(500 * WAN)})]
    assert run(compiled, *more).high == 100 * WAN
    later = [*more, Item("项目4", 2026, {"项目投入": money(100 * WAN)})]
    assert run(compiled, *later).high == 130 * WAN

    itemised = rule.replace(
        "per: {year: 每年}", "per: {year: 每年, items: {name: 项目, span: 单个项目}}"
    )
    itemised = itemised.replace(
        "cap(sum_over(项目投入, cap(项目投入 * 比例, 项目上限)), 企业上限)",
        "cap(cap(项目投入 * 比例, 项目上限), 企业上限)",
    )
    assert run(compile_text(text, itemised), *later).high == 130 * WAN


def test_a_grade_picks_its_amount() -> None:
    text = "对获得国家级、省级、市级认定的企业，分别给予100万元、50万元、20万元奖励。"
    compiled = compile_text(
        text,
        """
kind: 奖励
quote: 对获得国家级、省级、市级认定的企业，分别给予100万元、50万元、20万元奖励
beneficiary: 企业
inputs:
  级别:
    type: choice
    span: 获得国家级、省级、市级认定
    ask: 哪一级？
    choices: [国家级, 省级, 市级]
bind: {金额: {span: 分别给予100万元、50万元、20万元, as: sequence}}
amount: pick(金额, 级别)
""",
    )
    assert run(compiled, 级别="省级").high == 50 * WAN
    asked = run(compiled)
    assert asked.kind is Kind.NEEDS_INPUT
    assert asked.low == 20 * WAN
    assert asked.high == 100 * WAN
    assert asked.missing[0].choices == ("国家级", "省级", "市级")


def test_growth_and_a_fixed_award() -> None:
    text = "企业本年产值较上年产值增长15%以上的，给予一次性奖励10万元。"
    compiled = compile_text(
        text,
        """
kind: 奖励
quote: 企业本年产值较上年产值增长15%以上的，给予一次性奖励10万元
beneficiary: 企业
inputs:
  本年产值: {type: money, span: 本年产值, ask: 本年产值是多少？}
  上年产值: {type: money, span: 较上年产值, ask: 上年产值是多少？}
bind:
  增速: {span: 增长15%以上, as: at_least}
  奖励: {span: 给予一次性奖励10万元, as: fixed}
conditions: [{name: 增速达标, when: 'growth(本年产值, 上年产值) >= 增速'}]
amount: fixed(奖励)
""",
    )
    assert run(compiled, 本年产值=money(115), 上年产值=money(100)).high == 10 * WAN
    assert run(compiled, 本年产值=money("114.99"), 上年产值=money(100)).kind is Kind.NOT_ELIGIBLE


def test_a_floor_lifts_small_amounts_and_a_third_is_exact() -> None:
    text = "按房租的三分之一给予补贴，不低于1万元，最高10万元。"
    compiled = compile_text(
        text,
        """
kind: 补贴
quote: 按房租的三分之一给予补贴，不低于1万元，最高10万元
inputs: {房租: {type: money, span: 房租, ask: 房租是多少？}}
bind:
  比例: {span: 按房租的三分之一, as: rate}
  下限: {span: 不低于1万元, as: floor}
  上限: {span: 最高10万元, as: cap}
amount: cap(floor(房租 * 比例, 下限), 上限)
""",
    )
    assert run(compiled, 房租=money(100)).low == WAN
    assert run(compiled, 房租=money(100_000)).low == Decimal("33333.33")
    assert run(compiled, 房租=money(200_000)).low == Decimal("66666.67")
    assert run(compiled, 房租=money(10**7)).low == 10 * WAN


def test_a_period_and_a_choice_as_conditions() -> None:
    text = "2025年1月1日至2025年12月31日期间投产的市级、省级平台，给予奖励30万元。"
    compiled = compile_text(
        text,
        """
kind: 奖励
quote: 2025年1月1日至2025年12月31日期间投产的市级、省级平台，给予奖励30万元
beneficiary: 平台
inputs:
  投产日期: {type: date, span: 投产, ask: 哪一天投产？}
  级别: {type: choice, span: 市级、省级平台, ask: 哪一级平台？, choices: [市级, 省级]}
bind:
  期间: {span: 2025年1月1日至2025年12月31日期间, as: period}
  金额: {span: 给予奖励30万元, as: fixed}
conditions:
  - {name: 期间内投产, when: 'during(投产日期, 期间)'}
  - {name: 级别, when: 'one_of(级别, 市级, 省级)'}
amount: fixed(金额)
""",
    )
    assert run(compiled, 投产日期=date(2025, 12, 31), 级别="省级").high == 30 * WAN
    assert run(compiled, 投产日期=date(2026, 1, 1), 级别="省级").kind is Kind.NOT_ELIGIBLE
    assert run(compiled, 投产日期=date(2024, 12, 31), 级别="市级").kind is Kind.NOT_ELIGIBLE


def test_the_lesser_and_the_greater_of_two_amounts() -> None:
    text = "按设备投入的10%与贷款利息的50%两者孰低给予补助。"
    rule = """
kind: 补助
quote: 按设备投入的10%与贷款利息的50%两者孰低给予补助
inputs:
  设备投入: {type: money, span: 设备投入, ask: 设备投入是多少？}
  贷款利息: {type: money, span: 贷款利息, ask: 贷款利息是多少？}
bind:
  设备比例: {span: 设备投入的10%, as: rate}
  利息比例: {span: 贷款利息的50%两者孰低, as: rate}
amount: lesser(设备投入 * 设备比例, 贷款利息 * 利息比例)
"""
    facts = {"设备投入": money(1_000_000), "贷款利息": money(150_000)}
    assert run(compile_text(text, rule), **facts).high == 75_000
    higher = compile_text(
        text.replace("孰低", "孰高"), rule.replace("孰低", "孰高").replace("lesser", "greater")
    )
    assert run(higher, **facts).high == 100_000
