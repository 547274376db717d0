"""Bars: the sentences by which a text leaves somebody or something out, or takes it in.

What is left out stands before the words that refuse (增资项目不予支持) or behind those that except
(不含厦门); what is taken in stands before 参照执行, behind 不限, or in a list (是指含…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from corpus.document import Span


class Bars(StrEnum):
    """What a sentence does with what it names."""

    REFUSED = "refused"  # 增资项目不予支持
    EXCEPTED = "excepted"  # 不含厦门、劳务派遣企业除外
    TAKEN_IN = "taken_in"  # 其他区域的参照执行、不限用工形式、是指含技工院校高级工班


@dataclass(frozen=True, slots=True)
class Bar:
    """What a sentence leaves out or takes in.

    ``named`` are the words of what it names without those that deny; ``denied``: it is of those
    who have not done it (未参加星级评定的); ``of``: what the list is of (高校毕业生); ``span``: the
    words to quote.
    """

    kind: Bars
    named: str
    denied: bool
    span: Span
    of: str = ""


_KEPT: Final = 1 << 12  # clauses whose reading is kept
_SENTENCE: Final = re.compile(r"[^。；;！？!?\n]+[。；;]?")
_ITEM: Final = re.compile(r"[^；;\n]+")
_BROKEN: Final = re.compile(r"(?<=[^\n\t|]{24})(?<![：:。；;])\n(?=\S)")  # a printed line goes on
_REFUSED: Final = re.compile(
    r"(?:一律|均|则|将|暂|都)?(?:"
    r"不予(?!以)[\u4e00-\u9fff]{2}|不(?:能|得|可以?)再?(?:重复)?(?:申请|申报|享受|领取|参加|参评|获得)"
    r"|不再?(?:重复)?(?:享受|支持|补贴|补助|资助|奖励|安排)|不(?:属于|适用|纳入|列入|计入))"
)
# In brackets, of what stands before them: 注册资本不低于50万元，律师事务所除外 leaves nobody out.
_EXCEPTED: Final = re.compile(
    r"[（(][^）)（(]*?(?:(?:不含|不包[含括])(?P<behind>[^，,。；;）)（(：:]{2,40})"
    r"|(?<=[（(，,])(?P<before>[^，,。；;）)（(：:]{2,40})除外)[^）)（(]*[）)]"
)
_SELF: Final = re.compile(r"本人|法定代表人|经营者|负责人")  # who applies, not counted among others
_LIKE: Final = re.compile(
    r"可?参照|可?同等享受|同样享受|视同|视为(?!自动|放弃|未|无)|也可以?(?:申请|享受|纳入)|均可"
)
_ANY: Final = re.compile(r"不限(?!于|期|额)[\u4e00-\u9fff]{2,8}")
_LIST: Final = re.compile(
    r"(?P<of>[\u4e00-\u9fff\d]{2,12})是指(?:含|包括|包含)?(?P<named>[^。；;]{4,})"
)
_HEAD: Final = re.compile(r"(?:下列|以下|下述)[^。：:]{0,24}[：:](?P<items>[^。]+)")
_SPLIT: Final = re.compile(r"[、，,]|(?<=[\u4e00-\u9fff]{2})[和或及与](?=[\u4e00-\u9fff]{2})")
_MARK: Final = re.compile(r"^\s*(?:[（(]?[\d一二三四五六七八九十]+[）)．.、]|[①-⑳]|[0-9]+\s)\s*")
_LEAD: Final = re.compile(r"^(?:对于?|凡是?|如果?|若|其中|但|且|并|以及|该|已经?|的)+")
_END: Final = re.compile(
    r"(?:的[\u4e00-\u9fff]{0,4}|项目|企业|机构|单位|情形|情况|人员|商户|团队|部分|活动)$"
)
_PHRASE: Final = re.compile(r"[，,：:]")
_WHO: Final = re.compile(r"^(?!.*(?:符合|按照|根据)).*的[\u4e00-\u9fff]{0,4}$")
_DENIED: Final = re.compile(r"^(?:尚未|未曾|未经|未|没有|不是|非|无|不(?!限))")
# Names nobody whose case it is: 具体程序参照市级办法.
_POINTING: Final = re.compile(r"下列|以下|上述|逾期|其他$|(?:方式|标准|程序|事宜|办法|流程|手续)$")
_LEAST: Final = 2  # characters that name something


@lru_cache(maxsize=_KEPT)
def bars(text: str, start: int = 0) -> tuple[Bar, ...]:
    """What a text, which begins at an offset of its document, leaves out and takes in."""
    gaps = {match.start() for match in _BROKEN.finditer(text)}
    kept = [at for at in range(len(text)) if at not in gaps]  # offsets of the whole lines
    flat = "".join(text[at] for at in kept)
    found: list[Bar] = []
    for match in _HEAD.finditer(flat):
        if _REFUSED.search(match.group().partition("：")[0]):
            for first, said in _pieces(_ITEM, match["items"], match.start("items")):
                found += _bar(Bars.REFUSED, said, _span(text, kept, first, said, start))
    for first, said in _pieces(_SENTENCE, flat, 0):
        found += _read(said, _span(text, kept, first, said, start))
    return tuple(found)


def _pieces(pattern: re.Pattern[str], text: str, start: int) -> Iterator[tuple[int, str]]:
    for match in pattern.finditer(text):
        if said := match.group().strip():
            yield start + match.start() + match.group().index(said), said


def _span(text: str, kept: list[int], first: int, said: str, start: int) -> Span:
    """Words of the whole lines as they stand in the text."""
    begin, end = kept[first], kept[first + len(said) - 1] + 1
    return Span(start + begin, start + end, text[begin:end])


def _read(said: str, span: Span) -> Iterator[Bar]:
    for match in _REFUSED.finditer(said):
        yield from _bar(Bars.REFUSED, _before(said, match.start()), span)
    for match in _EXCEPTED.finditer(said):
        for one in _SPLIT.split(match["behind"] or match["before"]):
            if not _SELF.search(one):
                yield from _bar(Bars.EXCEPTED, one, span)
    if _ANY.search(said):
        yield Bar(Bars.TAKEN_IN, said, denied=False, span=span, of=said)
    else:
        for match in _LIKE.finditer(said):
            yield from _bar(Bars.TAKEN_IN, _before(said, match.start()), span)
    for match in _LIST.finditer(said):
        for one in _SPLIT.split(match["named"]):
            yield from _bar(Bars.TAKEN_IN, one, span, match["of"])


def _before(said: str, at: int) -> str:
    """The phrase that names who is refused: that before the words, or one before it ending in 的.

    已获得过市级资金支持的项目，创新券不再重复支持: of the projects, not of the 创新券.
    """
    phrases = [one for one in _PHRASE.split(said[:at]) if len(_bare(one)) >= _LEAST]
    named = next((one for one in reversed(phrases[-2:]) if _WHO.match(one.strip())), None)
    return named or (phrases[-1] if phrases else "")


def _bare(phrase: str) -> str:
    return _END.sub("", _LEAD.sub("", _MARK.sub("", phrase.strip())))


def _bar(kind: Bars, phrase: str, span: Span, of: str = "") -> Iterator[Bar]:
    named = _bare(phrase)
    denied = _DENIED.match(named)
    rest = _DENIED.sub("", named)
    if len(rest) >= _LEAST and not _POINTING.search(rest):
        yield Bar(kind, rest, denied is not None, span, of)
