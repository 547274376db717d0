"""What is drafted from a money sentence, and what never is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from corpus.document import Document, DocumentKind
from corpus.drafting.draft import draft
from corpus.library import Library
from corpus.rules import Direction
from tests.corpus.drafted import amount, drafted, drafts

# sentence → facts → the least and the most in 元; every shape has one at least
COMPUTED = [
    (
        "对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。",
        {"设备投资额": 10_000_000},
        2_000_000,
        2_000_000,
    ),
    (
        "对新建冷库的企业，按照设备投资额的20%给予补贴，最高不超过500万元。",
        {"设备投资额": 90_000_000},
        5_000_000,
        5_000_000,
    ),
    (
        "按照不超过项目投资额的30%给予补贴，单个项目补贴最高不超过1000万元。",
        {"项目投资额": 1_000_000},
        0,
        300_000,
    ),
    (
        "对通过验收的项目，按照近2年改造实际投入30%的比例，给予不超过100万元资金支持。",
        {"近年改造实际投入": 1_000_000},
        300_000,
        300_000,
    ),
    (
        "对并购品牌的，按合并后并购金额的10%-30%给予扶持。",
        {"合并后并购金额": 1_000_000},
        100_000,
        300_000,
    ),
    (
        "租赁费用按不超过50%的比例予以补助，每家企业每年不超过80万元。",
        {"租赁费用": 1_000_000},
        0,
        500_000,
    ),
    (
        "对权利人支出的律师费，补助比例不超过50%，单个案件不超过10万元。",
        {"权利人支出的律师费": 100_000},
        0,
        50_000,
    ),
    (
        "按当年实际完成的贷款总额给予银行0.5%贴息。",
        {"当年实际完成的贷款总额": 2_000_000},
        10_000,
        10_000,
    ),
    ("对获得资质的人才，给予培训经费的30%补贴。", {"培训经费": 20_000}, 6_000, 6_000),
    (
        "资金支持比例不超过项目审定实际投资额的50%，最高不超过100万元。",
        {"项目审定实际投资额": 1_000_000},
        0,
        500_000,
    ),
    ("资助额度占项目全部成本的比例不超过60%。", {"项目全部成本": 1_000_000}, 0, 600_000),
    ("对企业展位费用给予不超过50%的补贴。", {"企业展位费用": 10_000}, 0, 5_000),
    ("按照每人每天100元给予岗位补贴。", {"人数": 3, "天数": 10}, 3_000, 3_000),
    ("按每人每月800元给予用工补贴，补贴不超过12个月。", {"人数": 2, "月数": 20}, 19_200, 19_200),
    ("每引进1家企业给予园区奖励200万元。", {"家数": 2}, 4_000_000, 4_000_000),
    ("培训补贴标准为每人3000元。", {"人数": 4}, 12_000, 12_000),
    ("技能培训按1200-2400元/人标准给予企业补贴。", {"人数": 10}, 12_000, 24_000),
    ("有机肥补贴标准为480元/吨。", {"吨数": 5}, 2_400, 2_400),
    ("可申领面试补贴，最高1000元。", {}, 0, 1_000),
    ("对首次认定的企业，给予不超过100万元的资金支持。", {}, 0, 1_000_000),
    ("对落户的行业组织，最高100万元开办费扶持。", {}, 0, 1_000_000),
    ("对首次认定的企业，给予一次性奖励50万元。", {}, 500_000, 500_000),
    ("对获得专利奖的单位，最高奖励100万元。", {}, 0, 1_000_000),
    ("由所在区给予单个项目不低于1000万元的奖励。", {}, 10_000_000, None),
    (
        "每个产品奖励10万元，但不得超过研发投入的40%。",
        {"个数": 1, "研发投入": 200_000},
        80_000,
        80_000,
    ),
    ("补贴标准：一等奖20万元，二等奖15万元，三等奖10万元。", {"类别": "二等奖"}, 150_000, 150_000),
    (
        "对新评定的甲级、乙级、丙级民宿，分别给予不超过20万元、10万元、5万元的奖励。",
        {"类别": "乙级"},
        0,
        100_000,
    ),
    (
        "年营业收入首次突破1亿元、5亿元的企业，分别给予20万元、60万元奖励。",
        {"年营业收入": 300_000_000},
        200_000,
        200_000,
    ),
    (
        "年营业收入首次突破1亿元、5亿元的企业，分别给予20万元、60万元奖励。",
        {"年营业收入": 100_000_000},
        0,
        0,
    ),
]
# sentence → a word of why nothing is computed
HELD = [
    ("按照上年补助额度的50%提前拨付补助资金。", "不由程序读出"),
    ("对符合条件的平台给予不超过30%的建设补贴，单个平台最高不超过500万元。", "按什么的比例"),
    ("按照投资额的20%给予补贴，超出部分按10%给予补贴。", "不由程序读出"),
    ("按照投资额的20%给予补贴，与市级补贴就高不重复。", "后面的话没有读懂"),
    ("按实际展位费的70%给予补助，每个标准展位最高2万元。", "上限按件计"),
    ("择优按投资额的20%给予补贴。", "裁量"),
    ("每间每夜每桌给予补助80元。", "按什么计"),
    ("人数为50人以上的，补助2万元；100人以上的，补助4万元。", "分档"),
    ("按照投资额的20%给予补贴。两项合计，每家企业不超过50万元。", "限额"),
    ("每连续租满1年补贴6000元。补贴期限累计不超过3年。", "期限"),
    ("对新建冷库的企业，给予一次性奖励，具体标准另行制定。每家企业最高奖励20万元。", "在前一句"),
    ("对评为优秀的，视情况给予设备补贴。对单家企业年度补贴不超过50万元。", "在前一句"),
]
NOTHING = [
    "设立规模10亿元的产业基金，支持企业发展。",
    "年营业收入不低于2亿元，研发投入占比不低于5%。",
    "个人创业担保贷款额度最高30万元。",
    "对小规模纳税人免征增值税。",
]


@pytest.mark.parametrize(("sentence", "facts", "low", "high"), COMPUTED)
def test_a_sentence_that_is_wholly_read_is_computed(
    sentence: str, facts: dict[str, str | int], low: int, high: int | None
) -> None:
    assert amount(drafted(sentence), **facts) == (low, high)


@pytest.mark.parametrize(("sentence", "why"), HELD)
def test_what_is_not_wholly_read_is_only_quoted_and_says_what_hinders(
    sentence: str, why: str
) -> None:
    found = drafts(sentence)
    assert found.rules == ()
    assert any(why in held.why for held in found.held)


@pytest.mark.parametrize("sentence", NOTHING)
def test_a_sentence_that_gives_nobody_money_drafts_nothing(sentence: str) -> None:
    assert drafts(sentence).rules == ()


def test_a_drafted_rule_says_that_nobody_has_checked_it() -> None:
    assert drafted("对首次认定的企业，给予一次性奖励50万元。").drafted


def test_what_stands_before_the_award_becomes_its_conditions_word_for_word() -> None:
    rule = drafted("对经区级备案、通过验收的项目，按照设备投资额的20%给予补贴。")
    assert [condition.span.text for condition in rule.conditions] == ["经区级备案、通过验收的项目"]


def test_a_threshold_of_the_base_is_compared_with_it() -> None:
    rule = drafted("企业技术改造投资额100万元（含）以上的，按照实际投资额的20%进行资助。")
    assert amount(rule, 实际投资额=1_000_000) == (200_000, 200_000)
    assert amount(rule, 实际投资额=999_999) == (0, 0)


def test_several_awards_of_one_clause_are_each_a_rule() -> None:
    found = drafts("对上市的企业，给予50万元奖励。对进入榜单的企业，给予30万元奖励。")
    assert [amount(rule) for rule in found.rules] == [
        (Decimal(500_000), Decimal(500_000)),
        (Decimal(300_000), Decimal(300_000)),
    ]


def test_a_limit_in_a_sentence_of_its_own_caps_the_award_before_it() -> None:
    rule = drafted("按照设备投资额的20%给予补贴。单个项目补贴不超过50万元。")
    assert amount(rule, 设备投资额=9_000_000) == (500_000, 500_000)


def test_a_ceiling_is_never_an_exact_sum() -> None:
    assert drafted("给予最高100万元的资金支持。").direction is Direction.CEILING


def test_a_clause_under_general_provisions_is_not_called_by_them() -> None:
    text = "样例市若干办法\n第一章　总则\n第一条　对新建冷库的企业，给予100万元奖励。\n"
    document = Document(
        id="sample", title="样例市若干办法", kind=DocumentKind.MEASURES, text=text, sha256="",
        short_title="《若干办法》",
    )  # fmt: skip
    (rule,) = draft(Library([document]), document).rules
    assert rule.name == "样例市若干办法"
