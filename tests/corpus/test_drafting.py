"""What is drafted from a money sentence, and what never is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.engine.facts import Facts, Interval
from bot.engine.outcome import outcome
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
    # a cap between the rate and the words of giving, or behind 、
    (
        "按项目投资额给予单个项目20%、最高300万元支持。",
        {"项目投资额": 20_000_000},
        3_000_000,
        3_000_000,
    ),
    (
        "投资额超过2000万元的，按实际投资额的15%给予不超过1000万元的补助。",
        {"实际投资额": 30_000_000},
        4_500_000,
        4_500_000,
    ),
    (
        "按照设备投资额10%的标准给予单个项目最高100万元补助。",
        {"设备投资额": 30_000_000},
        1_000_000,
        1_000_000,
    ),
    ("给予实际缴纳保费不超过50%、最高40万元补贴。", {"实际缴纳保费": 600_000}, 0, 300_000),
    ("按软性投入的50%给予补助、最高不超过100万元。", {"软性投入": 900_000}, 450_000, 450_000),
    ("给予不超过30%的办公房租补贴。", {"办公房租": 100_000}, 0, 30_000),
    ("返还其上年度实际缴纳失业保险费的50%。", {"上年度实际缴纳失业保险费": 40_000}, 20_000, 20_000),
    # limits on time beside the sum, and in a sentence of their own
    (
        "企业可按每名职工每月1000元、最长不超过3个月的标准享受以工代训补贴。",
        {"人数": 2, "月数": 6},
        6_000,
        6_000,
    ),
    ("每连续租满1年补贴6000元。补贴期限累计不超过3年。", {"年数": 5}, 18_000, 18_000),
    ("租金补贴\n每连续租满1年补贴6000元。补贴期限：累计不超过3年。", {"年数": 5}, 18_000, 18_000),
    ("每引进1名博士补贴5万元。每家企业每年不超过3名。", {"人数": 6}, 150_000, 150_000),
    (
        "每成功介绍1名劳动者就业的，给予300元/人的服务补贴，所需资金从就业资金中列支。",
        {"人数": 4},
        1_200,
        1_200,
    ),
    # kinds and steps told apart
    (
        "对吸纳脱贫劳动力和监测对象劳动力就业的单位，分别按照每人1500元、2000元的标准给予补贴。",
        {"类别": "监测对象劳动力", "人数": 3},
        6_000,
        6_000,
    ),
    (
        "对大型、中型、小型招聘活动分别按15万元、10万元、6万元给予补助。",
        {"类别": "小型"},
        60_000,
        60_000,
    ),
    (
        "对新建、改建的仓库，分别按设备投资额的30%、20%给予补贴，每家企业最高100万元。",
        {"类别": "改建", "设备投资额": 9_000_000},
        1_000_000,
        1_000_000,
    ),
    (
        "从事护理工作满3年、5年、10年的护理员，每月分别发放岗位津贴100元、200元、400元。",
        {"从事护理工作": 6, "月数": 12},
        2_400,
        2_400,
    ),
    # kinds with words in brackets, of which each is paid for, under a limit that is a share
    (
        "取得证书的，可按照初级（五级）1000元、高级（三级）2000元的标准申请提升补贴。",
        {"类别": "高级（三级）"},
        2_000,
        2_000,
    ),
    (
        "对工作满3年的本科及以上、专科（高职）、中职毕业生（不含在编的），分别给予不低于3万元、2万元、1万元补贴。",
        {"类别": "专科"},
        20_000,
        None,
    ),
    (
        "对养老院给予补助，其中新建的床位每张补助不少于1万元，改建的床位每张补助不少于4000元。",
        {"类别": "改建的床位", "张数": 20},
        80_000,
        None,
    ),
    (
        "取得初级、中级证书的，按每人1500元、2000元的标准给予补贴。",
        {"类别": "中级", "人数": 3},
        6_000,
        6_000,
    ),
    (
        "对国家级、省级园区，分别给予100万元、60万元奖励，但不得超过建设总投资的50%。",
        {"类别": "省级", "建设总投资": 1_000_000},
        500_000,
        500_000,
    ),
    # multiples, and who decides beside them
    (
        "丧葬补助金按照地级以上市上年度月平均工资的三倍计发。",
        {"地级以上市上年度月平均工资": 10_000},
        30_000,
        30_000,
    ),
    ("按投资额的1至1.25倍给予补助。", {"投资额": 1_000_000}, 1_000_000, 1_250_000),
    # the most of several kinds of applicants
    (
        "按核准预算的80%给予补贴。单位申报的项目最高不超过10万元，个人申报的项目最高不超过5万元。",
        {"类别": "个人申报的项目", "核准预算": 75_000},
        50_000,
        50_000,
    ),
    # several awards of one sentence, kinds over several parts, only what exceeds
    (
        "补贴标准：完全失能每人每月300元；部分失能每人每月200元。",
        {"类别": "部分失能", "人数": 2, "月数": 12},
        4_800,
        4_800,
    ),
    ("增资额超过5000万元的部分，给予1%的增资奖励。", {"增资额": 200_000_000}, 1_500_000, 1_500_000),
    ("增资额超过5000万元的部分，给予1%的增资奖励。", {"增资额": 40_000_000}, 0, 0),
    ("招用高校毕业生并参保的，按每招用1人不超过1500元发放。", {"人数": 8}, 0, 12_000),
    # steps in several parts
    (
        "上岗人数为50人（含）以上的，补助2.4万元；100人（含）以上的，补助4.5万元。",
        {"上岗人数": 120},
        45_000,
        45_000,
    ),
    (
        "年产值达1亿元的，奖励20万元；达2亿元的，奖励50万元。",
        {"年产值": 200_000_000},
        500_000,
        500_000,
    ),
    (
        "年产值300万元（含）至500万元的，奖励5万元；500万元（含）以上的，奖励10万元。",
        {"年产值": 4_999_999},
        50_000,
        50_000,
    ),
    ("年产值300万元（含）至500万元的，奖励5万元。", {"年产值": 8_000_000}, 0, 0),
    (
        "招用人数50人以上不满100人的，补贴2万元；100人以上不满200人的，补贴4万元。",
        {"招用人数": 200},
        0,
        0,
    ),
    (
        "招用人数10人以下的，补贴2万元；10人以上50人以下的，补贴5万元；50人以上的，补贴8万元。",
        {"招用人数": 50},
        80_000,
        80_000,
    ),
]
# sentence → a word of why nothing is computed
HELD = [
    ("按照上年补助额度的50%提前拨付补助资金。", "不由程序读出"),
    ("对符合条件的平台给予不超过30%的建设补贴，单个平台最高不超过500万元。", "按什么的比例"),
    ("按照投资额的20%给予补贴，超出部分按10%给予补贴。", "不由程序读出"),
    ("按照投资额的20%给予补贴，与市级补贴就高不重复。", "后面的话没有读懂"),
    ("按实际展位费的70%给予补助，每个标准展位最高2万元。", "上限按件计"),
    ("按设备投资额的10%给予10万元补助。", "没有读懂"),
    ("每引进一家国家级、省级企业，分别给予50万元、10万元奖励。", "怎样给付"),
    ("对二孩、三孩家庭，分别按每孩每月500元、800元给予补贴。", "怎样给付"),
    ("可按照一等奖2万元、二等奖1万元给予奖励。", "裁量"),
    ("对国家级企业给予30万元奖励。小微企业减半执行。", "限额"),
    ("按投资额的20%给予补贴，单个项目最高1万元，省级项目最高3万元。", "什么的上限"),
    ("按投资额的20%给予补贴，其中设备项目最高5万元，软件项目最高3万元。", "什么的上限"),
    ("给予50万元奖励。单位申报的最高10万元，个人申报的最高5万元。", "限额"),
    ("生活补助按照月平均工资的50%发放，最长不超过6个月。", "期限"),
    ("按每人平均工资5000元给予补贴。", "不由程序读出"),
    ("补贴资金按照年度预算的50%发放。", "怎样给付"),
    ("对优秀企业给予2倍奖励。", "按什么的比例"),
    ("给予每人500元补贴，偏远地区加倍。", "不由程序读出"),
    ("每招用1人补贴1000元，每招用1名残疾人另补贴500元。", ""),
    ("择优按投资额的20%给予补贴。", "裁量"),
    ("每间每夜每桌给予补助80元。", "按什么计"),
    ("产值达1亿元的，奖励2万元；利润达2亿元的，奖励4万元。", "分档"),
    ("产值达1亿元的，奖励2万元；达2亿元且纳税500万元的，奖励4万元。", "没有读懂"),
    ("产值100万元至300万元的，奖励2万元；500万元以上的，奖励4万元。", "空档"),
    ("按照投资额的20%给予补贴。两项合计，每家企业不超过50万元。", "限额"),
    ("按照每人每月800元给予补贴，补贴期限为2020年2月至6月。", "后面的话没有读懂"),
    ("给予省内不高于2000元、省外不高于5000元的交通费用补贴。", "前面还有一个数"),
    ("对国家级、省级平台，不再分别给予50万元、30万元奖励。", "不给付"),
    ("对新建冷库的企业，不再给予50万元奖励。", "不给付"),
    ("对国家级、省级平台，原则上分别给予50万元、30万元奖励。", "没有读懂"),
    ("人数为50人以上的，补助2万元；100人以上的，补助4万元；两项可累加。", "没有读懂的部分"),
    ("人数为50人以上的，补助2万元；100人以上的，参照前款执行。", "没有读懂的部分"),
    ("企业通过认定的，奖励5万元，满3年的奖励10万元。", "后面的话没有读懂"),
    ("企业通过认定的，奖励5万元，其中小微企业奖励10万元。", "后面的话没有读懂"),
    ("企业通过认定的，奖励5万元，否则奖励1万元。", "后面的话没有读懂"),
    ("按设备投资的20%给予补贴，按软件投资的30%给予补贴，设备补贴最高1万元。", "没有读懂"),
    ("出口额1亿元以内的，按0.3%给予奖励；出口额超过1亿元的部分，按0.5%给予奖励。", "没有读懂"),
    ("出口额超过1亿元且利润超过100万元的部分，按0.5%给予奖励。", "没有读懂"),
    ("人才给予购房补贴：甲类150万元；乙类不超过80万元；丙类40万元。", "没有读懂"),
    ("按每人每月1000元给予补贴。补贴期限不少于3个月。", "期限"),
    ("给予50%的贷款贴息。", "按什么的比例"),
    ("招用10人以上的每人奖励200元，招用20人以上的每人奖励500元。", ""),
    ("按每人每月500元给予补贴，补贴时间自企业与其签订劳动合同之日起12个月。", "后面的话没有读懂"),
    ("50人以上的，每人补助2000元；100人以上的，每人补助3000元，最高5万元。", ""),
    ("按国家到账资金1:0.5的比例给予配套资助，单个项目最高100万元。", "不由程序读出"),
    ("按国家到账资金1:1.5的比例给予配套资助，单个项目最高100万元。", "不由程序读出"),
    ("对企业给予80%的资金补贴。", "按什么的比例"),
    ("研发支出额在20万元（含）至100万元的，按支出额的5%给予补助。", "区间"),
    ("每亩补贴有机肥限量1吨，补贴标准为480元/吨。", "限额"),
    ("按照投资额的20%给予补贴，其中设备最高100万元。", "什么的上限"),
    ("按照投资额的20%给予补贴，超过500万元的不予补贴。", "后面的话没有读懂"),
    ("按照投资额的20%给予补贴，与省级补贴不重复享受。", "后面的话没有读懂"),
    ("对企业和个人，分别给予5万元、3万元奖励，企业最高10万元。", "怎样给付"),
    ("对国家级、省级、市级平台，分别给予50万元、30万元奖励。", "怎样给付"),
    ("对甲类企业和乙类企业、丙类企业分别给予10万元、5万元奖励。", "怎样给付"),
    ("对新建冷库的企业，给予一次性奖励，具体标准另行制定。每家企业最高奖励20万元。", "在前一句"),
    ("对评为优秀的，视情况给予设备补贴。对单家企业年度补贴不超过50万元。", "在前一句"),
]
NOTHING = [
    "设立规模10亿元的产业基金，支持企业发展。",
    "年营业收入不低于2亿元，研发投入占比不低于5%。",
    "个人创业担保贷款额度最高30万元。",
    "对小规模纳税人免征增值税。",
    "给予每户最高30万元，用于发放贷款。",
    "违反规定的，给予5000元。",
    "企业应当按每人每月2000元发放。",
    "对创业者给予10万元，三年内归还。",
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


PAID_SO = [
    ("对通过陶艺认证的企业，一次性奖励10万元。", ["通过陶艺认证的企业"]),
    ("获评省级、市级名匠的，给予一次性奖励，标准为省级2万元、市级1万元。", ["获评省级、市级名匠"]),
    ("入驻陶艺园的企业，每年按房屋租金的40%给予补贴。", ["入驻陶艺园的企业"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "conditions"), PAID_SO)
def test_how_an_award_is_paid_is_no_condition_of_it(sentence: str, conditions: list[str]) -> None:
    assert [condition.name for condition in drafted(sentence).conditions] == conditions


def test_a_threshold_of_the_base_is_compared_with_it() -> None:
    rule = drafted("企业技术改造投资额100万元（含）以上的，按照实际投资额的20%进行资助。")
    assert amount(rule, 实际投资额=1_000_000) == (200_000, 200_000)
    assert amount(rule, 实际投资额=999_999) == (0, 0)


def test_whose_threshold_it_is_stays_a_condition_of_its_own() -> None:
    rule = drafted("对开展窑炉改造投入金额30万元以上的规上陶坊，按照实际投入金额的40%给予补贴。")
    assert amount(rule, 实际投入金额=300_000) == (120_000, 120_000)
    assert amount(rule, 实际投入金额=299_999) == (0, 0)
    assert "规上陶坊" in [condition.span.text for condition in rule.conditions]


def test_a_threshold_of_the_amount_called_more_fully_is_compared_with_it() -> None:
    rule = drafted("对窑炉设备投资100万元以上的规上陶坊，按实际投资额的8%给予补助。")
    assert amount(rule, 实际投资额=1_000_000) == (80_000, 80_000)
    assert amount(rule, 实际投资额=800_000) == (0, 0)


def test_a_threshold_of_the_amount_in_another_order_of_words_is_compared_with_it() -> None:
    rule = drafted(
        "企业上一年度购置陶瓷烧制设备金额达到50万元（含）以上的，按照设备购置金额的15%给予补助。"
    )
    assert amount(rule, 设备购置金额=500_000) == (75_000, 75_000)
    assert amount(rule, 设备购置金额=400_000) == (0, 0)


@pytest.mark.parametrize("other", ["软件购置金额", "设备购置贷款金额", "购置设备和租赁厂房金额"])
def test_a_threshold_of_another_amount_is_asked_for_apart(other: str) -> None:
    rule = drafted(f"对{other}达到50万元以上的企业，按照设备购置金额的15%给予补助。")
    assert set(rule.inputs) == {"设备购置金额", other}


def test_words_before_what_is_compared_stay_in_its_condition() -> None:
    rule = drafted("对在本市举办、展期3天以上的陶艺展览，奖励主办方30万元。")
    assert [c.span.text for c in rule.conditions] == ["在本市举办、展期3天以上的陶艺展览"]


def test_several_awards_of_one_clause_are_each_a_rule() -> None:
    found = drafts("对上市的企业，给予50万元奖励。对进入榜单的企业，给予30万元奖励。")
    assert [amount(rule) for rule in found.rules] == [
        (Decimal(500_000), Decimal(500_000)),
        (Decimal(300_000), Decimal(300_000)),
    ]


def test_awards_told_one_after_the_other_share_what_stands_before_and_behind_them() -> None:
    found = drafts(
        "旅行社组织外地团队来旅游的，过1夜的按每人20元奖励，过2夜的按每人50元奖励，单家不超过60万元。"
    )
    one, two = found.rules
    assert (amount(one, 人数=100), amount(two, 人数=20_000)) == ((2_000, 2_000), (600_000, 600_000))
    assert [c.name for c in two.conditions] == ["旅行社组织外地团队来旅游", "过2夜"]
    assert "几项给付合计" in two.notes[-1]


def test_a_limit_in_a_sentence_of_its_own_caps_the_award_before_it() -> None:
    rule = drafted("按照设备投资额的20%给予补贴。单个项目补贴不超过50万元。")
    assert amount(rule, 设备投资额=9_000_000) == (500_000, 500_000)


TWICE_LIMITED = [
    (
        "按照每平方米每月8元给予租金补贴，补贴面积不超过2000平方米，补贴期限不超过24个月。",
        {"面积": 3000, "月数": 30},
        ["限量", "限量", "单位金额"],
    ),
    (
        "招用10人以上不满50人的，每月补贴2万元；50人以上的，每月补贴4万元。",
        {"招用": 60, "月数": 2},
        ["分档", "单位金额"],
    ),
]


@pytest.mark.parametrize(("sentence", "facts", "labels"), TWICE_LIMITED)
def test_every_step_of_a_calculation_is_told_once(
    sentence: str, facts: dict[str, int], labels: list[str]
) -> None:
    given = Facts({name: Interval.exact(Decimal(value)) for name, value in facts.items()})
    (unit,) = outcome(drafted(sentence), given).units
    assert [step.label for step in unit.steps] == labels
    assert len({step.formula for step in unit.steps}) == len(labels)


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


# an award, then clauses behind it that say nothing but limits → facts → the most in 元
LIMITED = [
    (
        ("依据审定投资额给予不超过50%的资金支持。", "单个项目支持额度不超过500万元。"),
        {"审定投资额": 20_000_000},
        5_000_000,
    ),
    (
        ("每连续租满1年补贴6000元。", "补贴期限：累计不超过3年。"),
        {"年数": 5},
        18_000,
    ),
]


@pytest.mark.parametrize(("clauses", "facts", "most"), LIMITED)
def test_a_limit_in_a_clause_of_its_own_is_part_of_the_award_before_it(
    clauses: tuple[str, ...], facts: dict[str, str | int], most: int
) -> None:
    found = drafts(*clauses)
    assert [amount(rule, **facts)[1] for rule in found.rules] == [most]
    assert found.rules[0].quotes[-1].text in clauses[-1]


def test_a_limit_of_each_project_behind_two_awards_is_the_limit_of_each() -> None:
    found = drafts(
        "对冷库，按投资额的50%给予补贴。",
        "对粮库，按投资额的20%给予补贴。",
        "单个项目补贴不超过100万元。",
    )
    limits = [amount(rule, 投资额=9_000_000) for rule in found.rules]
    assert limits == [(1_000_000, 1_000_000)] * 2
    assert all("其他给付的上限" in rule.notes[-1] for rule in found.rules)


@pytest.mark.parametrize("limit", ["最高不超过100万元。", "补贴期限不超过3年。"])
def test_a_limit_behind_two_awards_that_does_not_say_of_what_it_is_holds_both(limit: str) -> None:
    found = drafts("对冷库，按投资额的50%给予补贴。", "每亩每年补贴200元。", limit)
    assert found.rules == ()
    assert len(found.held) == 2


def test_a_limit_behind_a_sentence_that_grants_nothing_is_the_limit_of_the_award_before() -> None:
    rule = drafted(
        "每年按房屋租金的40%给予补贴。高于指导价的，按指导价计算补贴。补贴面积不超过2000平方米。"
    )
    assert rule.conditions[-1].span.text == "补贴面积不超过2000平方米"
    assert "按指导价计算补贴" in rule.notes[-1]


def test_an_area_up_to_which_rent_is_paid_is_shown_with_the_conditions() -> None:
    rule = drafted("对入驻企业，按房屋租金的40%给予补贴。享受补贴面积不超过2000平方米。")
    assert rule.conditions[-1].span.text == "享受补贴面积不超过2000平方米"


def test_a_difference_that_is_made_up_is_said_beside_the_award() -> None:
    rule = drafted("对国家级企业给予30万元奖励。从省级升为国家级的，补足差额。")
    assert "补足差额" in rule.notes[-1]
