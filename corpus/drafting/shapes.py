"""How texts say what they grant: patterns over words and masked numbers, each with an example."""

from __future__ import annotations

import re
from typing import Final

from corpus.drafting.sentences import MONEY, OTHER, RATE
from corpus.drafting.words import AID, DOWN, GIVE, UP
from corpus.rules.unit import UNIT

_STOP: Final = f"，。；：,:、{MONEY}{RATE}{OTHER}（）()"
_LOOSE: Final = f"，。；：,:{MONEY}{RATE}{OTHER}（）()"
_BASELESS: Final = _LOOSE.replace(OTHER, "")  # 近2年改造实际投入
_BASE: Final = rf"(?P<base>[^{_BASELESS}]{{2,40}}?)(?:（[^）{MONEY}{RATE}]{{1,20}}）)?"
_BOUND: Final = rf"(?P<bound>{UP}|{DOWN})?"
_MEASURE: Final = r"(?P<measure>的?比例|的?标准|的?额度|以内|之内)?"
_AID: Final = rf"(?P<aid>{AID})(?:{AID})?"  # 贴息支持
_RATE: Final = rf"(?P<figure>{RATE}+)"
_SUM: Final = rf"(?P<figure>{MONEY}+)"

# 每月1000元、最长不超过3个月的标准: for how many it is paid
_FOR: Final = rf"(?:[、，,](?P<quota>(?:补贴|补助)?(?:期限?)?(?:最长|最多|不超过)+{OTHER}+))?"


def _free(most: int) -> str:
    return rf"[^{_STOP}]{{0,{most}}}?"


# 按照首笔订单的30%、单个项目最高300万元给予奖励 ｜ 按投资额的15%给予不超过1000万元的补助: a cap
# told before the words of giving, or between them and the word for the grant
_CAPPED: Final = (
    rf"(?:(?:[、，,和且及]|[，,]?(?:给予|予以))(?P<scope>[^{_STOP}]{{0,12}}?)"
    rf"(?P<capping>{UP})(?P<cap>{MONEY}+)的?(?:标准)?)?"
)


# shape → what it looks like
_PATTERNS: Final = {
    # 按照实际投资额的20%进行资助 ｜ 按照近2年改造实际投入30%的比例，给予不超过1000万元资金支持
    "rate_by": rf"(?:最高|最多)?可?以?(?:按照?|依照|依据|根据)(?:{UP})?{_BASE}的?{_BOUND}"
    rf"{_RATE}{_MEASURE}{_CAPPED}(?:[，,](?:{GIVE}|对))?{_free(24)}{_AID}",
    # 租赁费用按不超过50%的比例予以补助
    "rate_noun": rf"(?:(?<=[，；：])|^)(?P<base>[^{_LOOSE}]{{2,30}}?)按照?{_BOUND}{_RATE}"
    rf"{_MEASURE}{_CAPPED}[，,]?{_free(16)}{_AID}",
    # 丧葬补助金按照上年度月平均工资的三倍计发
    "rate_paid": rf"(?:(?<=[，,；：])|^){_free(8)}{_AID}金?(?<!资金)按照?{_BASE}的?{_BOUND}"
    rf"{_RATE}{_MEASURE}(?P<given>计发|发放)(?=[，,；]|$)",
    # 对权利人支出的律师费、公证费、鉴定费，补助比例不超过50%
    "rate_told_for": rf"对(?P<base>[^{_LOOSE}]{{2,40}}?)[，,]{_AID}"
    rf"(?:比例|标准)(?:为|按)?{_BOUND}{_RATE}",
    # 按当年实际完成的转贷规模给予发行人0.5%贴息 ｜ 按投资额给予单个项目20%、最高300万元支持
    "rate_then": rf"(?:按照?|依据){_BASE}{GIVE}{_free(10)}{_BOUND}{_RATE}{_CAPPED}的?"
    rf"{_free(10)}{_AID}",
    # 给予培训经费的30%补贴 ｜ 给予项目研发投入30%、单个项目最高1000万元支持
    "rate_given": rf"(?:给予|予以|发放){_BASE}的?{_BOUND}{_RATE}{_CAPPED}的?{_free(10)}{_AID}",
    # 资金支持比例不超过项目审定实际投资额的50%
    "rate_told": rf"{_AID}(?:资金)?(?:比例|标准|额度|金额)(?:一般)?(?:为|按照?|是)?{_BOUND}"
    rf"{_BASE}的?{_RATE}{_MEASURE}",
    # 资助额度占项目全部成本核算的比例一般不超过60%
    "rate_share": rf"{_AID}(?:资金|额度|金额)?占{_BASE}的?比例{_BOUND}{_RATE}",
    # 对展位费用给予不超过50%的补贴
    "rate_for": rf"对(?P<base>[^{_LOOSE}]{{2,40}}?)[，,]?可?(?:给予|予以|按照?|进行){_BOUND}{_RATE}"
    rf"{_MEASURE}{_CAPPED}的?{_free(12)}{_AID}",
    # 增资额超过5000万元的部分，给予1%的增资奖励
    "excess": rf"(?:(?<=[，；：])|^)(?P<base>[^{_LOOSE}]{{2,20}}?)(?P<over>超[过出]{MONEY}+)"
    rf"的?部分[，,]?(?:按照?|{GIVE})*{_BOUND}{_RATE}{_MEASURE}{_CAPPED}[，,]?的?{_free(12)}{_AID}",
    # 给予不超过30%的办公房租补贴: what it is taken of stands behind it
    "rate_of": rf"(?:{GIVE}|按照?){_BOUND}{_RATE}{_CAPPED}的(?P<base>[^{_LOOSE}]{{2,16}}?){_AID}",
    # 返还其上年度实际缴纳失业保险费的50%
    "rate_verb": rf"(?P<aid>返还|补贴|补助|奖励|资助|报销|补偿)"
    rf"(?!标准|比例|资金|金额|额度|按|为|的){_BASE}的?{_BOUND}{_RATE}",
    # 按每人2000元给予补贴 ｜ 按照每人每天100元的补贴标准 ｜ 每引进1家企业奖励5万元
    "each": rf"可?以?按?照?(?:每[^，。；：￥％（）每]{{1,16}}?)+(?:的?标准)?{_BOUND}{_SUM}{_FOR}"
    rf"的?{_free(10)}(?:标准)?(?:[，,]{GIVE})?{_free(16)}{_AID}(?:标准)?",
    # 每引进1家企业给予一次性奖励200万元 ｜ 每人奖励500元
    "each_told": rf"按?照?(?:每[^，。；：￥％（）每]{{1,24}}?)+{_AID}{_free(6)}{_BOUND}{_SUM}",
    # 补贴标准为每人3000元
    "told_each": rf"{_AID}(?:资金)?(?:标准|金额|额度)(?:为|是|：|:)?{_BOUND}"
    rf"(?:每[^，。；：￥％（）每]{{1,6}}?)+{_BOUND.replace('bound', 'bound_')}{_SUM}",
    # 按500元/人标准给予补贴 ｜ 补贴标准为480元/吨
    "per": rf"(?:按照?)?{_BOUND}{_SUM}(?:[/／·•每]\s*(?:{UNIT}))+的?(?:标准)?[，,]?"
    rf"{_free(16)}{_AID}",
    "told_per": rf"{_AID}(?:资金)?(?:标准|金额|额度)(?:为|是|：|:)?{_BOUND}{_SUM}"
    rf"(?:[/／·•每](?:{UNIT}))+",
    # 完成改造的，给予50万元 ｜ 按每招用1人不超过1500元发放: no word but that of giving
    "bare_sum": rf"可?(?P<aid>给予)(?:一次性)?(?:每一?[人户家名个](?:企业|单位)?)?"
    rf"{_BOUND}{_SUM}(?=[，；]|$)",
    "bare_each": rf"按?照?(?:每[^，。；：￥％（）每]{{1,16}}?)+{_BOUND}{_SUM}(?:的?标准)?"
    rf"(?P<aid>给予|发放)(?=[，；]|$)",
    # 申领一次性面试补贴，每人最高1000元 ｜ 给予一次性补助，最高50万元
    "aid_then": rf"{_AID}[，,](?:标准为?)?(?:每[^，。；：￥％（）每]{{1,6}}?)*"
    rf"(?P<bound>{UP}|{DOWN}){_SUM}",
    # 给予不超过100万元的资金支持 ｜ 可申请1万元的一次性创业补贴
    "sum": rf"{GIVE}{_free(16)}{_BOUND}{_SUM}的?{_free(14)}{_AID}",
    # 最高100万元开办费扶持
    "bounded_sum": rf"(?P<bound>{UP}){_SUM}的?{_free(12)}{_AID}",
    # 给予一次性奖励50万元 ｜ 补贴标准：10000元 ｜ 资助额度不超过500万元
    "told_sum": rf"{_AID}{_free(6)}(?:标准|资金|金额|总?额度?)?(?:为|是|：|:)?{_BOUND}{_SUM}",
}  # fmt: skip
_EACH: Final = rf"(?:每一?(?:{UNIT}))*"
_NUMBER: Final = rf"(?:{MONEY}+|{OTHER}+)"
STEPPED: Final = re.compile(
    r"(?P<what>[一-鿿]{2,16}?)(?P<lead>(?:首次|累计)?(?:达到?|突破|超过|满|不低于|不少于))?"
    rf"(?P<edges>{_NUMBER}(?:[、，和及与或]{{1,2}}{_NUMBER})+)(?P<tail>及?以上)?"
)
_CELL: Final = (
    rf"{_EACH}(?:(?<=[每一-鿿])(?:{AID}))?(?:{UP}|{DOWN})?(?:{MONEY}+|{RATE}+)(?:[/／](?:{UNIT}))*"
)
_ASIDE: Final = rf"（[^）{MONEY}{RATE}]{{1,16}}）"
# 优秀、良好的，分别给予不超过100万元、60万元资金支持 ｜ 分别按照每人1500元、2000元的标准给予补贴
# 取得初级、中级证书的，按每人1500元、2000元的标准给予补贴
APART: Final = re.compile(
    rf"(?P<lead>{_EACH}(?:(?:分别|依次)(?:按照?|以|{GIVE})*|按照?)(?:(?P<base>[^{_LOOSE}]{{2,20}}?)的)?{_free(12)}"
    rf"{_EACH}(?P<bound>{UP}|{DOWN})?{_EACH})"
    rf"(?P<figures>(?:{MONEY}+|{RATE}+)(?:[、，和及与](?:{MONEY}+|{RATE}+))+)"
    rf"(?:的?标准|的?比例)?(?:(?:[，,]?{GIVE})?的?{_free(16)}(?P<aid>{AID}))?"
)
ROW: Final = re.compile(
    rf"(?!{UP})(?P<kind>[^，。；：、（）{MONEY}{RATE}{OTHER}]{{1,24}}?(?:{_ASIDE})?"
    rf"(?:、[^，。；：、（）{MONEY}{RATE}{OTHER}]{{1,24}}?)?)"
    rf"(?:的)?(?:{AID})?(?:资金|标准|金额|额度)*(?:一般)?(?:为|按)?(?P<cell>{_CELL})(?:的?(?:{AID}))?"
)
_PLAIN_ROW: Final = ROW.pattern.replace("?P<kind>", "?:").replace("?P<cell>", "?:")
# 补贴标准：一等奖20万元，二等奖15万元 ｜ 按博士每人10000元、硕士每人7000元标准给予补贴
ROWS: Final = re.compile(
    rf"(?:.*?(?P<aid_>{AID})[，,]?(?:标准|金额|额度|资金)*(?:为|是|：|:|，)+|.*?[按照，：])?"
    rf"(?P<rows>(?:{_PLAIN_ROW}[，、；]?){{2,}})"
    rf"(?:的?标准)?(?:{GIVE})?(?:{_free(12)}(?P<aid>{AID}))?"
)
SHAPES: Final = {name: re.compile(pattern) for name, pattern in _PATTERNS.items()}
