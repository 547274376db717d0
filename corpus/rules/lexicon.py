"""Words of policy texts that set a scope, a direction or the issuer's discretion."""

from __future__ import annotations

import re

from corpus.numerals import DIRECTION, DIRECTION_SENSE, Comparison
from corpus.rules.model import Scope

_THINGS = (
    "产业园区|园区|项目|企业|单位|机构|平台|活动|展会|赛事|论坛|产品|平方米|人次|人|名|户|家|场|项|次|届|件|台|套|个|"
    "亩|吨|公里|辆|年度|年"
)
SCOPE = re.compile(
    rf"(?:每|单)\s*(?:[个家名场项次届户件台套辆一])?(?:{_THINGS})"
    rf"|(?<!上一)(?<!上)(?<!本)(?<!下)(?<!当)(?<!财政)年度(?!计划|工作|投资)|一次性|累计"
)
_RIGHT = (
    r"以?按[^，。；]{0,40}?(?:享受|申领|申请|领取)"  # 可按每人1000元享受: the applicant's right
)
DISCRETION = re.compile(
    rf"可(?!{_RIGHT})(?=以?(?:分别|按|给予|予|适当|酌情|视))|视情|酌情|择优|原则上|"
    r"经[^，。；]{0,12}评审"
)


def scope_of(text: str) -> Scope:
    """Read the scope that the words of a span name: 每家企业每年 → 企业, yearly."""
    entity, yearly, once, words = "", False, False, []
    for match in SCOPE.finditer(text):
        word = match[0]
        words.append(word)
        if word == "一次性":
            once = True
        elif word.endswith(("年", "年度")):
            yearly = True
        elif word != "累计":
            entity = re.sub(r"^[每单]\s*[个家名场项次届户件台套辆一]?(?=.)", "", word) or word
    return Scope(entity, yearly, once, tuple(words))


_RANKED = re.compile("(?<=[国省市区县地乡部]级)以[上下]")  # 地级以上市: who, not how much
_COUNTED = re.compile(r"(每[^，。；]{0,12}?)(?:满|达到?)(?=\d)")  # 每租满1年: how it is counted


def senses(text: str) -> list[tuple[str, Comparison]]:
    """Find the direction words of a span with what they mean, in order."""
    counted = _COUNTED.sub(r"\1", _RANKED.sub("", text))
    return [(m[0], DIRECTION_SENSE[m[0]]) for m in DIRECTION.finditer(counted)]
