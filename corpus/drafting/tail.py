"""What may follow an award in its sentence: limits, and words that change nothing of its amount.

Every phrase is one of these or the award is not drafted: 每家企业每年不超过80万元 (a cap),
不超过实际投资的20% (a cap that is a share), 补贴不超过12个月 (how many are paid for), 补助期限
最长3年 of an award not paid by time (listed with the conditions), 由财政承担 (nothing).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from corpus.drafting.award import Figure, Hindrance, Ratio, Row
from corpus.drafting.sentences import MONEY, OTHER, RATE, Sentence
from corpus.drafting.words import AID, UP, is_amount
from corpus.numerals import QuantityKind
from corpus.rules.model import Role
from corpus.rules.unit import quota_factor, unit_name

TIMES: Final = frozenset(("月", "年", "天", "季度", "晚"))
_LOOSE: Final = f"，。；：,:{MONEY}{RATE}{OTHER}（）()"
_CAP: Final = re.compile(
    rf"(?P<scope>[^{_LOOSE}]{{0,30}}?)(?P<capping>{UP})(?P<cap>{MONEY}+)"
    rf"(?:的?[^{_LOOSE}]{{0,8}}?(?:{AID}))?"
)
_LIMIT: Final = re.compile(
    rf"[^{_LOOSE}]{{0,16}}?(?:期限?|时间|年限|连续|发放|享受|面积|数量|每[^{_LOOSE}]{{1,10}}|单[^{_LOOSE}]{{1,8}}|"
    rf"同一[^{_LOOSE}]{{1,8}}|{UP}|最长|{AID})[^{_LOOSE}]{{0,10}}?(?P<number>{OTHER}+)[^{_LOOSE}]{{0,6}}"
)
_TIME_LIMIT: Final = re.compile(
    rf"(?:{AID})?(?:的?期限?|周期|时间|年限)?(?:累计|合计|一般|原则上)?(?:{UP}|最长(?:不超过)?|为)+{OTHER}+"
)
_LABEL: Final = re.compile(rf"(?:{AID})?(?:最高|最长)?(?:期限|标准|上限|额度|限额|金额)[：:]")
_AREA_LIMIT: Final = re.compile(rf"[^{_LOOSE}]{{0,12}}?(?:{AID})的?面积(?:{UP}){OTHER}+")
_KIND_CAP: Final = re.compile(
    rf"(?!其中|但|且|并|每|单个|单家|同一|累计|合计|超|项目)(?P<kind>[^{_LOOSE}]{{0,12}}?"
    rf"(?:申报的?|企业|单位|个人|机构|项目|级|类)(?:项目)?)"
    rf"(?:的?(?:{AID})?(?:资金|金额|额度|标准)?)(?P<cell>(?:{UP}){MONEY}+)"
)
_COUNT_LIMIT: Final = re.compile(
    rf"(?:对?(?:每一?|同一|单)[个家户项年人]|全年|每年)[^{_LOOSE}]{{0,16}}?(?:{UP}){OTHER}+[^{_LOOSE}]{{0,6}}"
)
_RATIO: Final = re.compile(
    rf"(?:但|且|并且)?(?P<scope>[^{_LOOSE}]{{0,20}}?){UP}(?P<base>[^{_LOOSE}]{{2,30}}?)的?{RATE}+"
)
_BOUND: Final = re.compile(rf"{UP}|最长|为限|限|期|发放")
_NOTHING: Final = re.compile(
    r"(?:所需)?(?:资金|经费|费用)?[由从在][^，。￥％＃]{2,40}?"
    r"(?:承担|分担|负担|列支|安排|解决|验收|审核|发放|支付|落实|支出)[^，。￥％]{0,10}|"
    r"从?[^，。￥％]{0,12}起(?:发放|执行|计算|实施)|人民币|(?:专项)?用于[^，。￥％＃]{2,60}|"
    r"不(?:得|再)?重复(?:享受|支持|补贴|奖励|申报)|每(?:人|家|户|个\w{0,4})只?能?限?(?:享受|申领|申请)?一次"
)
# Who or what is left out, or how long it runs: shown with the conditions, it changes no amount.
_LEFT_OUT: Final = re.compile(
    rf"(?!.*(?:[与和同][^，]{{0,8}}[国省市区县上]|就高|从高|择高|差额|部分))[^￥％＃（）]{{2,40}}?"
    rf"不(?:予|再|得|得再|予以)?(?:重复)?(?:给予|享受)?(?:{AID}|享受|申领|申报|奖补|给付|兑现)"
    r"(?:本(?:条|项)?政策)?|"
    rf"(?:{AID})(?:期限?|周期|时间)(?:为|自)[^￥％＃]{{4,40}}?"
)
_NOTE: Final = re.compile(
    r"（(?:下同|以下(?:简)?称[^）]*|含[^）]{0,8}|不含税|税前|人民币|大写[^）]*|"
    r"每(?:人|家|户|个\w{0,4})只?能?限?(?:享受|申领|申请)?一次)）"
)
_PHRASE: Final = re.compile(r"[^，,。；]+")
_LED: Final = re.compile(
    r"(?:对|所有)?(?:每一?|单一?|同一|单个|单独)[个家户项次场届台套辆部件款张座站社名人]?[一-鿿]{0,8}?"
    r"(?=每|年|全年|累计|合计|总|最|不|$)"
)
_ONE: Final = re.compile(
    r"企业|单位|机构|项目|主体|公司|年|家|户|[社店站园校院所届场部]|平台|基地|活动"
)
_WORDS: Final = re.compile(
    rf"{AID}|最高|每年|年度|当年|年|全年|累计|合计|最终|实际|总额|总金额|金额|总额度|额度|标准|资金|比例|数额|总|额|"
    r"受|获得?|享受|可|对|的|、|但|且|并|所|其|给予|予以|按|企业|单位|机构|项目|平台|园区|活动|展会|产品|个人"
)


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows an award: caps, limits of quantity, and limits that are only listed."""

    caps: tuple[Figure, ...] = ()
    quotas: tuple[Figure, ...] = ()
    listed: tuple[tuple[int, int], ...] = ()
    ratio: Ratio | None = None
    rows: tuple[Row, ...] = ()  # of kinds: the most that each gets


def read_tail(sentence: Sentence, at: int, units: tuple[str, ...]) -> Tail | Hindrance:
    """Read everything behind ``plain[:at]``; ``units`` are those that the award is paid for."""
    while note := _NOTE.match(sentence.plain, at):
        at = note.end()
    tail = Tail(rows=_caps_of_kinds(sentence, at))
    for match in _PHRASE.finditer(sentence.mask, at):
        words = sentence.plain[slice(*match.span())]
        if _NOTHING.fullmatch(words):
            continue
        if _LEFT_OUT.fullmatch(match[0]) and not (set(units) & TIMES and "期" in words):
            tail = replace(tail, listed=(*tail.listed, match.span()))
            continue
        if tail.rows and _KIND_CAP.fullmatch(match[0]):
            continue
        found = _cap(sentence, match, tail) or _limit(sentence, match, tail, units)
        found = found or _ratio(sentence, match, tail)
        if not isinstance(found, Tail):
            return found or Hindrance(words, "后面的话没有读懂")
        tail = found
    return tail


def _caps_of_kinds(sentence: Sentence, at: int) -> tuple[Row, ...]:
    """单位申报的最高10万元，个人申报的最高5万元: the most of several kinds; () of one."""
    found = [
        (phrase.start(), kind)
        for phrase in _PHRASE.finditer(sentence.mask, at)
        if (kind := _KIND_CAP.fullmatch(phrase[0]))
    ]
    rows = [
        Row(*((start + a, start + b) for a, b in (kind.span("kind"), kind.span("cell"))))
        for start, kind in found
    ]
    return tuple(rows) if len(rows) > 1 else ()


def is_caps_of_kinds(sentence: Sentence) -> bool:
    """Whether a sentence says nothing but the most of several kinds."""
    found = [_KIND_CAP.fullmatch(phrase) for phrase in _PHRASE.findall(sentence.mask)]
    return len(found) > 1 and all(found)


def _cap(sentence: Sentence, phrase: re.Match[str], tail: Tail) -> Tail | Hindrance | None:
    """每家企业每年不超过80万元."""
    cap = _CAP.fullmatch(phrase[0])
    if cap is None:
        return None
    start, end = phrase.span()
    if why := unread_scope(cap["scope"], sentence.plain[:start]):
        return Hindrance(sentence.plain[start:end], why)
    return replace(tail, caps=(*tail.caps, Figure(Role.CAP, start, end)))


def _limit(
    sentence: Sentence, phrase: re.Match[str], tail: Tail, units: tuple[str, ...]
) -> Tail | Hindrance | None:
    """补贴不超过12个月 ｜ 每家企业每年不超过2个产品."""
    limit = _LIMIT.fullmatch(phrase[0])
    if limit is None or not _BOUND.search(phrase[0]):
        return None
    start, end = phrase.span()
    first = start + limit.start("number")
    quantity = next(q for q in sentence.quantities if q.start == first)
    unit = unit_name(quantity.unit)
    if any(quota_factor(one, unit) for one in units):
        return replace(tail, quotas=(*tail.quotas, Figure(Role.QUOTA, start, end, (unit,))))
    if quantity.kind in (QuantityKind.COUNT, QuantityKind.DURATION):
        return replace(tail, listed=(*tail.listed, (start, end)))
    return Hindrance(sentence.plain[start:end], "后面的限制没有读懂")


def _ratio(sentence: Sentence, phrase: re.Match[str], tail: Tail) -> Tail | Hindrance | None:
    """但不得超过工程造价的40%."""
    share = _RATIO.fullmatch(phrase[0])
    if share is None or tail.ratio is not None:
        return None
    start, end = phrase.span()
    base = (start + share.start("base"), start + share.end("base"))
    unread = _unread(share["scope"], sentence.plain[:start])
    if unread or not is_amount(sentence.plain[slice(*base)]):
        return Hindrance(sentence.plain[start:end], "后面的上限没有读懂")
    return replace(tail, ratio=Ratio(base, Figure(Role.RATE_CEILING, start, end)))


def is_cap(phrase: str) -> bool:
    """Whether a masked phrase says nothing but an upper limit."""
    return _CAP.fullmatch(phrase) is not None


def only_caps(sentence: Sentence) -> bool:
    """Whether a sentence says nothing but upper limits: 单个项目支持金额不超过500万元.

    Limits on time, an area and a count are some: 补贴期限最长不超过3年, 补贴面积不超过500平方米,
    每家企业每年不超过3名.
    """
    found = _PHRASE.findall(sentence.mask)
    return bool(found) and all(
        (cap is not None and not _unread(cap["scope"], ""))
        or (_TIME_LIMIT.fullmatch(phrase) and _BOUND.search(phrase))
        or _AREA_LIMIT.fullmatch(phrase)
        or _COUNT_LIMIT.fullmatch(phrase)
        for phrase in found
        for cap in [_CAP.fullmatch(phrase)]
    )


def limits_count(sentence: Sentence) -> bool:
    """Whether a phrase of a sentence says of how many at most: 每家企业每年不超过3名."""
    return any(map(_COUNT_LIMIT.fullmatch, _PHRASE.findall(sentence.mask)))


def unlabelled(sentence: Sentence) -> Sentence:
    """A sentence without the label of its line: 补贴期限：累计不超过3年."""
    label = _LABEL.match(sentence.plain)
    return sentence.part(label.end(), len(sentence.plain)) if label else sentence


def unread_scope(scope: str, before: str) -> str:
    """Why the words that lead a cap are not understood; "" where they are."""
    if _of_things(scope):
        return "上限按件计，一次可能有几件"
    return "上限是什么的上限，没有读懂" if _unread(scope, before) else ""


def _of_things(scope: str) -> bool:
    """Whether a cap runs over things of which one applicant may have several: 每个标准展位."""
    each = re.search(r"每一?(?P<what>[一-鿿]{1,10})", scope)
    return each is not None and _ONE.search(each["what"]) is None


def _unread(scope: str, before: str) -> str:
    """The words of a cap's scope that are neither known nor said before."""
    rest = _WORDS.sub("", _LED.sub("", scope))
    return "" if not rest or rest in before else scope
