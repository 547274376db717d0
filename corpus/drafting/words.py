"""Words by which a sentence that grants money is recognised, and those that forbid to draft it."""

from __future__ import annotations

import re
from typing import Final

# what is granted; the longest first, since 奖励资金 is one word
AID: Final = (
    "资金支持|经费支持|财政支持|奖励资金|补助资金|补贴资金|扶持资金|配套资金|资助资金|奖补资金|支持资金|风险补偿|"
    "资助|补贴|奖励|补助|扶持|支持|奖补|贴息|补偿|返还|贴费|奖金|津贴|救助|慰问|抚恤|配套(?!奖|补|资|支|扶)"
)
# how it is given, which asks nothing of anybody
MODE: Final = "可以?|再|另行|另|将|统一|一次性|分别|按规定|按年度?|据实|按月|按季|每年|同时"
GIVE: Final = (
    f"(?:{MODE}|择优|酌情|适当|最高)*"
    "(?:给予|予以|给与|发放|申请|享受|获得?|进行|实施|奖励|补贴|补助|资助|支持|扶持|贴息)"
)
# 一次性 and 每年 in front of a figure belong to it: they say over what it runs
RUNNING: Final = re.compile(
    rf"(?:给予|予以)?(?:一次性|每年)(?:给予|予以)?(?:(?:{AID})[，,]?(?:标准|金额)?为?)?$"
)
UP: Final = (
    "(?:一般|原则上)?(?:最高不超过|最高不得超过|最多不超过|总额不超过|不超过|不得超过|不能超过|不超出|不高于|不得高于|"
    "不多于|不大于|最高(?:金额|额度|限额|总额|标准)(?:不超过|为)?|最高可?达?|最高|最多|至多|上限为?|限额)(?:给予|补贴|补助|奖励|资助|支持|为)?"
)
DOWN: Final = "(?:一般|原则上)?(?:不低于|不得低于|不少于|不得少于|至少|最低)"
# A base is an amount of money: its last word says so.
MONEY_NOUN: Final = (
    "投资总?额度?|投入总?额?|补[贴助]额度?|总投资|投资|费用|经费|保费|担保费|费|金额|总额|销售额|采购额|合同额|贷款额|成交额|交易额|"
    "营业额|发生额|差额|增量|增加额|新增额|额|价款|价格|总价|单价|造价|货款|租金|利息|成本核算|成本|支出|开支|收入|收益|利润|"
    "税款|税额|税|注册资本|产值|贡献|预算|工资|薪酬|工资总额|规模|余额|资金|本金|损失|赔款|奖金|奖励|补助|补贴|款项|款|开销|"
    "订单|标的物总额|实缴资本|缴纳额|缴费额|运费|房租"
)
# Sentences with these are no grants, or leave out how much: nothing is drafted from them.
BARRED: Final = re.compile(
    r"股权|占股|入股|出资额|授信|贷款额度|信用额度|担保额度|保险额度|基金规模|引导基金|资金池|规模为|总规模|资金规模|"
    r"预付|拨付|预拨|分期|首期|征收率|预征率|应纳税所得|税率|免征|减征|减按|抵减|抵扣|退税|税前|"
    r"参照|比照|另行制定|另行确定|另行发文|另行规定|研究确定|一事一议|一企一策|视情况?|按规定比例|以当年|按当年公布|"
    r"每增加|每提高|每超过?|超过部分|超出部分|增量部分|新增部分|剩余|其余|平均(?!工资的)|之和|两者|二者|孰低|孰高|较低者|较高者|"
    r"最低工资|LPR|基准利率|利率|罚款|处罚|追缴|退回|收回|违约金|注册资本不|免除|免收|减半|优惠|折扣|"
    r"两项合计|三项合计|原补|提高到|提高至|上浮|下浮|上调|下调|调整为|调整至|加倍|翻倍|双倍|倍以|倍数|"
    r"(?!(?<![0-9.])1[:：∶比]1(?![0-9.]))[0-9][:：∶比][0-9.]+的?(?:比例)?(?:给予|予以|配套|补|奖|资)"
)
# The size is left to somebody: what is computed would not be what is paid.
LEFT_OPEN: Final = re.compile(
    r"综合(?:评估|评定|考虑|评审)|择优|酌情|视(?:情|其|项目|绩效)|根据[^，]{0,8}(?:绩效|评估|考核)结?果?"
)
# Ranks and kinds by which an amount is set.
RANK: Final = (
    "国际级?|国家级|国家|全国|省部级|省级|自治区级|市级|地市级|区级|县级|区县级|行业|地方|团体|企业级?|"
    "[1-5１-５]A级?|特等奖|一等奖|二等奖|三等奖|优秀奖|优胜奖|鼓励奖|金奖|银奖|铜奖|冠军|亚军|季军|"
    "优秀|良好|合格|[AＡ]{1,5}级|[ABCＡＢＣ]类|[一二三四五]星级?|[一二三四]类|[ⅠⅡⅢIV]+类|"
    "甲级|乙级|丙级|特级|一级|二级|三级|四级|五级|博士后?|硕士|本科|高级技师|技师|高级工|中级工|初级工"
)
_AMOUNT: Final = re.compile(rf"(?:{MONEY_NOUN})$")


def is_amount(words: str) -> bool:
    """Whether words name an amount of money: their last one does."""
    return _AMOUNT.search(words) is not None


# 30%的资金补贴, 50%的贷款贴息: the words name no amount that the rate could be taken of.
VAGUE: Final = re.compile(
    r"(?:财政|专项|相应|配套|项目|企业|一次性|实际|建设|流动|固定|新增|资产)*"
    r"(?:资金|经费|费用|奖金|奖励|补[贴助]|(?:.*贷)?款项?|金额|额度?|规模|预算|本金|余额)"
)
# Money that is lent, owed, fined or earned: 给予 and 发放 alone do not make it a grant.
NO_GRANT: Final = re.compile(
    "[贷借罚违虚骗赔]|应当|必须|工资|薪|担保|归还|还款|出资|注资|定金|押金"
)

# 不再给予50万元奖励: the grant is denied
DENIED: Final = re.compile(
    rf"(?:不再|不予|不得|不能|不可|不(?=给予|发放|予)|停止|取消|暂停|暂不|未)[^，,；：]{{0,6}}?(?:{GIVE}|{AID}|分别)"
)
