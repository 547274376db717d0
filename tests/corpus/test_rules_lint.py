"""What the rule compiler refuses, each with a message that names the word."""

import pytest

from tests.rulekit import compile_text

TEXT = "企业上一年度设备投资额100万元以上的，按照设备投资额的20%给予补贴，每家企业每年最高500万元。"
RULE = """
kind: 补贴
quote: 企业上一年度设备投资额100万元以上的，按照设备投资额的20%给予补贴，每家企业每年最高500万元
beneficiary: 企业
inputs: {投资额: {type: money, span: 上一年度设备投资额, ask: 投资额是多少？}}
bind:
  门槛: {span: 100万元以上, as: at_least}
  比例: {span: 设备投资额的20%, as: rate}
  上限: {span: 每家企业每年最高500万元, as: cap}
per: {year: 每年}
conditions: [{name: 达到门槛, when: 投资额 >= 门槛}]
amount: cap(投资额 * 比例, 上限)
"""


def test_the_sound_rule_compiles() -> None:
    assert compile_text(TEXT, RULE).problems == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  上限: {span: 每家企业每年最高500万元, as: cap}\n", "", ("上限", "没有绑定原文词句")),
        ("span: 100万元以上, as: at_least", "span: 100万元, as: at_least", ("100万元", "不符")),
        ("as: at_least", "as: above", ("100万元以上", "不低于")),
        ("as: rate}", "as: rate_floor}", ("20%", "没有方向词的确定数")),
        ("as: cap", "as: floor", ("每家企业每年最高500万元", "不超过")),
        ("as: cap", "as: fixed", ("每家企业每年最高500万元", "不超过")),
        ("投资额 >= 门槛", "投资额 > 门槛", ("写作“>”", "≥ 1,000,000元")),
        ("投资额 >= 门槛", "投资额 >= 上限", ("不能与", "比较")),
        ("投资额 >= 门槛", "投资额 >= 1000000", ("1000000", "不能写在公式里")),
        ("cap(投资额 * 比例, 上限)", "投资额 * 比例", ("上限", "没有用到")),
        ("cap(投资额 * 比例, 上限)", "cap(投资额, 上限) * 比例", ("套在乘积外面",)),
        ("cap(投资额 * 比例, 上限)", "cap(投资额 * 门槛, 上限)", ("金额不能乘以门槛",)),
        ("cap(投资额 * 比例, 上限)", "min(投资额 * 比例, 上限)", ("没有“min”这个函数",)),
        ("cap(投资额 * 比例, 上限)", "cap(投资额 * 比例, 上限", ("应为“)”",)),
        ("cap(投资额 * 比例, 上限)", "cap(投资额 * 比率, 上限)", ("比率", "没有绑定原文词句")),
        ("ask: 投资额是多少？", "ask: 投资额有100万吗？", ("写了数字",)),
        ("per: {year: 每年}\n", "", ("按年计", "per.year")),
        ("per: {year: 每年}", "per: {year: 每家企业}", ("没有写明按年计算",)),
        ("beneficiary: 企业", "beneficiary: 单位", ("单位", "逐字一致")),
        ("kind: 补贴", "kind: 奖励", ("没有“奖励”",)),
        ("的20%给予补贴，", "的30%给予补贴，", ("30%", "原文是“20%”")),
        ("quote: 企业上一年度", "quote: 上一年度", ("截断",)),
    ],
)  # fmt: skip
def test_a_faulty_rule_is_refused_with_the_word(old: str, new: str, says: tuple[str, ...]) -> None:
    assert old in RULE
    assert compile_text(TEXT, RULE.replace(old, new)).says(*says)


def test_a_cap_that_is_quoted_but_not_bound_is_named() -> None:
    rule = RULE.replace("  上限: {span: 每家企业每年最高500万元, as: cap}\n", "")
    found = compile_text(TEXT, rule.replace("cap(投资额 * 比例, 上限)", "投资额 * 比例"))
    assert found.says("500万元", "没有绑定")
    assert found.says("方向词“最高”没有绑定")
    assert found.says("口径词“每年”没有绑定")


def test_a_number_in_the_rule_file_is_refused() -> None:
    assert compile_text(TEXT, RULE + "rate: 0.2\n").says("0.2", "数字只能从原文词句绑定")


def test_a_quote_that_leaves_out_the_cap_is_refused() -> None:
    text = TEXT
    rule = RULE.replace("，每家企业每年最高500万元\n", "\n").replace(
        "  上限: {span: 每家企业每年最高500万元, as: cap}\n", ""
    )
    rule = rule.replace("cap(投资额 * 比例, 上限)", "投资额 * 比例").replace(
        "per: {year: 每年}\n", "per: {year: 上一年度}\n"
    )
    assert compile_text(text, rule).says("500万元", "不在引文内")


def test_a_condition_that_the_author_overlooked_is_named() -> None:
    text = TEXT.replace("企业上一年度", "无失信记录的企业上一年度", 1)
    rule = RULE.replace("quote: 企业", "quote: 无失信记录的企业")
    assert compile_text(text, rule).says("无失信记录", "没有对应")


def test_a_discretion_word_must_be_bound_and_makes_the_amount_a_ceiling() -> None:
    text = TEXT.replace("按照设备", "可按照设备")
    rule = RULE.replace("的，按照设备投资额的20%给予", "的，可按照设备投资额的20%给予")
    assert compile_text(text, rule).says("裁量词“可”")
    bound = rule.replace("span: 设备投资额的20%", "span: 可按照设备投资额的20%")
    compiled = compile_text(text, bound).rule
    assert compiled.direction.value == "ceiling"
    assert any("裁量" in note for note in compiled.notes)


def test_a_cap_per_project_needs_a_rule_per_project() -> None:
    text = TEXT.replace("每家企业", "每个项目")
    rule = RULE.replace("每家企业", "每个项目")
    assert compile_text(text, rule).says("按项目计", "per.items")


def test_a_document_that_defines_以上_gives_the_ground() -> None:
    text = TEXT + "本办法所称“以上”包含本数。"
    term = compile_text(text, RULE).rule.terms["门槛"]
    assert term.ground is not None
    assert "本文件" in term.ground.value


@pytest.mark.parametrize(
    ("words", "role", "reads"),
    [
        ("100万元以上", "at_least", "≥ 1,000,000元（含本数）"),
        ("超过100万元", "above", "> 1,000,000元（不含本数）"),
        ("100万元（不含）以上", "above", "> 1,000,000元（不含本数）"),
        ("达到100万元", "at_least", "≥ 1,000,000元（含本数）"),
        ("满100万元", "at_least", "≥ 1,000,000元（含本数）"),
        ("不低于100万元", "at_least", "≥ 1,000,000元（含本数）"),
        ("高于100万元", "above", "> 1,000,000元（不含本数）"),
    ],
)
def test_threshold_words_read_as_what_they_mean(words: str, role: str, reads: str) -> None:
    operator = ">=" if role == "at_least" else ">"
    text = TEXT.replace("100万元以上", words)
    rule = (
        RULE.replace("100万元以上", words)
        .replace("as: at_least", f"as: {role}")
        .replace(">= 门槛", f"{operator} 门槛")
    )
    assert compile_text(text, rule).rule.terms["门槛"].reads_as == reads


SEQUENCE = """
kind: 补助
quote: 对公共平台从设立当年连续3年，依次按照当年投入的50%和30%给予补助
beneficiary: 公共平台
inputs:
  投入: {type: money, span: 当年投入, ask: 投入多少？}
  年次: {type: year, span: 从设立当年连续3年, ask: 第几年？}
bind:
  年限: {span: 连续3年, as: duration}
  比例: {span: 依次按照当年投入的50%和30%, as: sequence}
conditions: [{name: 年限内, when: 年次 <= 年限}]
amount: 投入 * pick(比例, 年次)
"""


def test_a_sequence_must_be_as_long_as_its_years() -> None:
    text = "对公共平台从设立当年连续3年，依次按照当年投入的50%和30%给予补助。"
    assert compile_text(text, SEQUENCE).says("连续3年", "却有2个数")
