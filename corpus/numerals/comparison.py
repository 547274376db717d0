"""Words that compare with a number: 不超过, 至少, 以上（含）, 不到 — and how they are read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.numerals.quantity import Comparison

_PREFIX = {
    Comparison.AT_MOST: (
        "不得超过 不能超过 不应超过 不得高于 不得多于 不得突破 不超过 不超出 未超过 没超过 "
        "不高于 不多于 不大于 不突破 至多 最多 顶多 最高 最大 最长 上限 封顶 限额"
    ),
    Comparison.AT_LEAST: (
        "不得少于 不得低于 不应低于 不少于 不低于 不小于 至少 起码 最低 最少 下限 达到 达 满 够"
    ),
    Comparison.BELOW: "未达到 未达 未满 未到 没达到 没到 不满 不足 不够 不到 低于 少于 小于",
    Comparison.ABOVE: "超过 超出 高于 大于 多于 突破 逾 超",
    Comparison.EQUAL: "刚好 正好 恰好 恰恰 整整",
    Comparison.ABOUT: "大约 大概 约莫 差不多 将近 接近 左右 上下 约 近",
}
_SUFFIX = {
    Comparison.AT_LEAST: "及以上 以上 或以上 起步 往上",
    Comparison.AT_MOST: "及以下 以下 以内 之内 封顶 为限 为上限",
    Comparison.BELOW: "不到 不足",
    Comparison.ABOUT: "左右 上下 出头",
}
# what people write besides, and what means a bound only beside an amount, a count or a rate
_TYPED_PREFIX = {
    Comparison.AT_MOST: "小于等于 小于或等于 低于或等于 不大于等于 ≤ ⩽ ≦ <= ＜＝ ＜=",
    Comparison.AT_LEAST: "大于等于 大于或等于 高于或等于 ≥ ⩾ ≧ >= ＞＝ ＞=",
    Comparison.BELOW: "< ＜",
    Comparison.ABOVE: "> ＞",
    Comparison.ABOUT: "小",
}
_TYPED_SUFFIX = {
    Comparison.AT_LEAST: "起 起投 起跳 打底 保底 + ＋ 朝上",
    Comparison.AT_MOST: "往下 朝下 到顶",
    Comparison.ABOVE: "开外",
}
_SENSE_BEFORE = {w: c for c, words in _PREFIX.items() for w in words.split()}
_SENSE_AFTER = {w: c for c, words in _SUFFIX.items() for w in words.split()}
_TYPED_BEFORE = {w: c for c, words in _TYPED_PREFIX.items() for w in words.split()}
_TYPED_AFTER = {w: c for c, words in _TYPED_SUFFIX.items() for w in words.split()}


def _alternatives(words: dict[str, Comparison]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_LINK = r"(?:了|为|是|降至|提高至|调整为|至|到|按|：|:|（|\()?"
_BEFORE = re.compile(rf"({_alternatives(_SENSE_BEFORE)})\s*{_LINK}\s*(?:人民币)?\s*$")
# （含）, （含本数） and （含100万元） speak of the number; （含税） and （含运费） of what is in it
_NUMBER_ITSELF = (
    r"(?!一次|一切)(?:[本此该]|等于|[\d一二两三四五六七八九十百千])[^）)税费价险款]{0,7}"
)
_ITSELF = rf"[（(](不?含)(?:{_NUMBER_ITSELF})?[）)]"
_PRINTED = rf"(?:{_ITSELF}|[（(]不?含[^）)]{{0,8}}[）)])?"
_AFTER = re.compile(rf"\s*{_PRINTED}\s*({_alternatives(_SENSE_AFTER)})\s*(?:{_ITSELF})?")
_ALONE = re.compile(rf"\s*{_ITSELF}")
# 500万>300万 relates two numbers, 300->350 is an arrow, <b>70万 markup, 中小100家 no rough number
_NOT_BEHIND = r"\d万亿元块%‰）)\-=<>A-Za-z\"'/中大微较最偏"
_BEFORE_TYPED = re.compile(
    rf"(?<![{_NOT_BEHIND}])(?<![{_NOT_BEHIND}]\s)(?!(?<=\n)[>＞]\s)"
    rf"({_alternatives(_TYPED_BEFORE)})\s*(?:人民币)?\s*$"
)
_AFTER_TYPED = re.compile(
    rf"\s*({_alternatives(_TYPED_AFTER)})(?<![+＋](?=\s*[\dA-Za-z一二两三四五六七八九十(（]))"
    r"(?<!起(?=[来草诉用始点源算伏色因义步]))"
)

# words that set a direction wherever they stand in a sentence of a policy text
DIRECTION = re.compile(
    r"不得超过|不得高于|不得少于|不得低于|不超过|不超出|不高于|不多于|不大于|不少于|不低于|不小于|至多|最多|最高|最长|"
    r"至少|最低|最少|上限|下限|封顶|限额|为限|及以上|以上|及以下|以下|以内|不满|不足|低于|少于|小于|超过|超出|"
    r"高于|大于|多于|达到(?=[\d一二三四五六七八九十])|达(?=[\d一二三四五六七八九十])|"
    r"(?<!不)满(?=[\d一二三四五六七八九十])|逾(?=[\d一二三四五六七八九十])|"
    r"超(?=[\d一二三四五六七八九十])"
)
DIRECTION_SENSE = {
    **_SENSE_BEFORE,
    **_SENSE_AFTER,
}


@dataclass(frozen=True, slots=True)
class Compared:
    """The comparison around a number and how far the words reach."""

    comparison: Comparison | None
    printed: bool
    start: int
    end: int


def around(text: str, start: int, end: int, *, typed: bool = False) -> Compared:
    """Read the comparison that the words right before and after ``text[start:end]`` express.

    （含） makes it include the number, （不含） exclude it, whichever side it stands on. Where the
    words before and after disagree the ones after win: 达4亿元及以上 is ≥. ``typed`` also takes
    what people write and texts don't: ≥100万, 100万+, 150万打底.
    """
    before = _BEFORE.search(text, max(0, start - 14), start)
    after = _AFTER.match(text, end, min(len(text), end + 30))
    comparison = _SENSE_BEFORE[before[1]] if before else None
    first, last, marks = (before.start() if before else start), end, ""
    if after:
        comparison, last = _SENSE_AFTER[after[2]], after.end()
        marks = after[1] or after[3] or ""
    elif alone := _ALONE.match(text, end):
        marks, last = alone[1], alone.end()
    found = Compared(_printed(comparison, marks), bool(marks), first, last)
    return found if marks or after or not typed else _typed(text, found, start, end)


def _typed(text: str, found: Compared, start: int, end: int) -> Compared:
    """The comparison as people type it, where there is one."""
    if after := _AFTER_TYPED.match(text, end):
        return replace(found, comparison=_TYPED_AFTER[after[1]], end=after.end())
    if before := _BEFORE_TYPED.search(text, max(0, start - 8), start):
        return replace(found, comparison=_TYPED_BEFORE[before[1]], start=before.start())
    return found


def _printed(comparison: Comparison | None, marks: str) -> Comparison | None:
    if not marks or comparison is None:
        return comparison
    upward = comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
    if marks == "含":
        return Comparison.AT_LEAST if upward else Comparison.AT_MOST
    return Comparison.ABOVE if upward else Comparison.BELOW
