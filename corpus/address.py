"""Addresses of clauses as people write them: 三、（二）4 ｜ 第三条第二款 ｜ 新增的第三条."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.outline.ordinal import read_ordinal


class Part(StrEnum):
    """What a step of an address names."""

    PART = "编"
    CHAPTER = "章"
    SECTION = "节"
    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    SUBITEM = "目"
    DIVISION = "部分"  # 第三部分, 第三点: the outermost numbered unit
    ANNEX = "附件"
    CASE = "案例"
    CN = "一、"
    CN_PAREN = "（一）"
    NUM = "1."
    NUM_PAREN = "（1）"
    NUM_HALF = "1）"
    CIRCLED = "①"
    NAME = "名"  # 前言, 附则, 条件要求: a unit named by its heading


@dataclass(frozen=True, slots=True)
class AddressStep:
    """One step: 第三条 → (ARTICLE, 3); 附则 → (NAME, None, 附则); 第（二）项 keeps its bracket."""

    part: Part
    number: int | None
    word: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An address: the document as the writer calls it, 原/新增 before the number, and the steps."""

    steps: tuple[AddressStep, ...]
    document: str | None = None
    branch: str | None = None  # 原 ｜ 新增 ｜ 修改 ｜ 删除: which provision of a revision is meant


@dataclass(frozen=True, slots=True)
class AddressMatch:
    """An address found in running text: ``text[start:end]`` of what was searched."""

    start: int
    end: int
    text: str
    address: Address


_DEEPEST = 6  # steps of an address
_MOST = 50  # addresses in one question; who names more asks nothing
_LEAD = 80  # characters before an address that may name its document
_CN = "[一二三四五六七八九十百千〇零]{1,9}"  # 一千二百六十一
_AR = "[0-9０-９]{1,3}"
_N = rf"(?:{_CN}|{_AR})"
_ORD = rf"(?:{_CN}|[0-9０-９]{{1,4}})"  # behind 第: a code has 1,260 articles
_S = r"[ \t　]?"
_NOT_CLAUSE = r"(?!生产|产线|流水|线路|[街路河]|意见|建议|理由|标语|新闻|船|腿)"
_BRANCH = (
    r"(?P<branch>原(?:来)?|新增|新设|增加|修改|修订|调整|删除|废止)"
    r"(?:后)?(?:的|了|条款)*(?:中|里)?(?:的)?"
)
_IN = r"(?:》|中|里面|里|内|的|关于|，|,|：|:|#|\s)*"
_INSIDE = re.compile(_IN)

_STEP = re.compile(
    rf"(?P<ord>第{_S}[（(]?{_S}(?P<ord_no>{_ORD}){_S}[）)]?{_S}"
    rf"(?P<ord_unit>编|篇|章|节|部分|大点|点|条|款|项|目))(?:之(?P<sub>{_CN}))?"
    rf"|(?P<named>前言|序言|导语|引言|题名|落款|尾段|附则|总则)"
    rf"|(?P<thing>附件|附表|案例){_S}(?P<thing_no>{_N})?"
    rf"|[（(]{_S}(?P<cnp>{_CN}){_S}[）)]"
    rf"|[（(]{_S}(?P<nump>{_AR}){_S}[）)]"
    rf"|(?P<circ>[①-⑳])"
    rf"|<(?P<circ2>[0-9]{{1,2}})>"
    rf"|(?P<numh>{_AR})[）)]"
    rf"|(?P<cn>{_CN})(?![0-9一-鿿])"
    rf"|(?P<cn2>{_CN})(?=附则|总则|第)"
    rf"|(?P<num>{_AR})(?![0-9])"
)
_QUANTITY = re.compile(r"[0-9]|[.．][0-9]|\s?[万亿元千百%％年月日天个家人次倍名项]")
_BETWEEN = re.compile(r"[\s.．、，,：:]*")
_OPENING = {"序言": "前言", "导语": "前言", "引言": "前言"}
_UNITS = {
    "编": Part.PART, "篇": Part.PART, "章": Part.CHAPTER, "节": Part.SECTION,
    "条": Part.ARTICLE, "款": Part.PARAGRAPH, "项": Part.ITEM, "目": Part.SUBITEM,
    "部分": Part.DIVISION, "大点": Part.DIVISION, "点": Part.DIVISION,
}  # fmt: skip
# In running text each step names something inside the one before: 第4条第5条 are two addresses.
_DEPTH = {
    Part.ANNEX: 0, Part.PART: 1, Part.CHAPTER: 2, Part.SECTION: 3, Part.DIVISION: 3,
    Part.ARTICLE: 4, Part.CN: 4, Part.NAME: 5, Part.CASE: 5, Part.PARAGRAPH: 6,
    Part.CN_PAREN: 7, Part.NUM: 8, Part.NUM_PAREN: 9, Part.NUM_HALF: 10, Part.CIRCLED: 11,
    Part.ITEM: 12, Part.SUBITEM: 13,
}  # fmt: skip
_GROUPS = {
    "cnp": Part.CN_PAREN, "nump": Part.NUM_PAREN, "circ": Part.CIRCLED, "circ2": Part.CIRCLED,
    "numh": Part.NUM_HALF, "cn": Part.CN, "cn2": Part.CN, "num": Part.NUM,
}  # fmt: skip
# What begins an address in free text; a bare number or a lone 三、 does not.
_BEGIN = re.compile(
    rf"第{_ORD}(?:[、和与及至到—~～-]){{1,2}}第?{_ORD}(?:条|项|款)"
    rf"|第{_S}[（(]?{_S}{_ORD}{_S}[）)]?{_S}(?:编|篇|章|节|部分|大点|条{_NOT_CLAUSE}|款|项(?!目))"
    rf"|(?:{_CN})[.．、]?(?=[（(]{_CN}[）)])|(?<![一-鿿0-9])(?:{_CN})[.．](?=[0-9])"
    rf"|(?:{_CN})、(?=附则|总则|第)"
    rf"|附则|总则|前言|附件{_N}"
)
_SERIES = re.compile(
    rf"第(?P<a>{_ORD})(?P<sep>[、和与及]|至|到|[-—~～]){{1,2}}第?(?P<b>{_ORD})(?P<unit>条|项|款)"
)


def parse_address(text: str, names: Iterable[str] = ()) -> Address | None:
    """The address that ``text`` as a whole is, or None. ``names``: what documents are called."""
    rest = text.strip().rstrip("。.？?")
    document, rest = split_document(rest, names)
    branch, rest = _take_branch(rest)
    steps, end = _read_steps(rest, 0)
    if not 0 < len(steps) <= _DEEPEST or rest[end:].strip(' 　.、。，:：》”"]）)') not in (
        "",
        "规定",
        "条款",
    ):
        return None
    return Address(steps, document, branch)


def find_addresses(text: str, names: Collection[str] = ()) -> tuple[AddressMatch, ...]:
    """The addresses that stand in running text, in order and not overlapping; at most 50.

    ``names`` may be very many: each is looked up, none is looked for.
    """
    found: list[AddressMatch] = []
    position = 0
    while len(found) < _MOST and (match := _BEGIN.search(text, position)):
        meanings, end = _read_series(text, match.start())
        if not meanings:
            steps, end = _read_steps(text, match.start(), running=True)
            meanings = (steps,) if steps else ()
        start, document, branch = _look_back(text, position, match.start(), names)
        for steps in meanings:
            address = Address(steps, document, branch)
            found.append(AddressMatch(start, end, text[start:end], address))
        position = max(end, match.end())
    return tuple(found)


def _read_series(text: str, start: int) -> tuple[tuple[tuple[AddressStep, ...], ...], int]:
    """第4、5条 and 第四至六条 name several units; () where no such series begins here."""
    series = _SERIES.match(text, start)
    first = read_ordinal(series["a"]) if series else None
    last = read_ordinal(series["b"]) if series else None
    if series is None or first is None or last is None or not first < last < first + 30:
        return (), start
    numbers = (first, last) if series["sep"] in "、和与及" else range(first, last + 1)
    unit = _UNITS[series["unit"]]
    return tuple((AddressStep(unit, number),) for number in numbers), series.end()


def _look_back(
    text: str, floor: int, start: int, names: Collection[str]
) -> tuple[int, str | None, str | None]:
    """The document's name and 原/新增 that stand directly before an address."""
    floor = max(floor, start - _LEAD)
    before = text[floor:start]
    lead = re.search(rf"{_BRANCH}[“\"《\s]*$", before)
    branch = lead["branch"] if lead else None
    if lead:
        before = before[: lead.start()]
    for at in range(len(before)):
        opened = at + 1 if before[at] == "《" else at
        for begin in dict.fromkeys((opened, at)):
            for end in range(len(before), begin, -1):  # the longest name first
                if before[begin:end] in names and _INSIDE.fullmatch(before, end):
                    return floor + at, before[begin:end], branch
    return (floor + lead.start() if lead else start), None, branch


def split_document(text: str, names: Iterable[str]) -> tuple[str | None, str]:
    """What a text says before an address: the document's name, if it begins with one."""
    bare = text.lstrip('《〈“"')
    for name in sorted(names, key=len, reverse=True):
        if bare.startswith(name):
            rest = re.sub(rf"^{_IN}", "", bare[len(name) :])
            return name, rest
    return None, text


def _take_branch(text: str) -> tuple[str | None, str]:
    match = re.match(_BRANCH, text)
    return (match["branch"], text[match.end() :].lstrip('“"《 ')) if match else (None, text)


def _read_steps(
    text: str, start: int, *, running: bool = False
) -> tuple[tuple[AddressStep, ...], int]:
    """Steps from ``start`` on and the offset behind the last one."""
    steps: list[AddressStep] = []
    position = end = start
    while len(steps) <= _DEEPEST and (match := _STEP.match(text, position)):
        step = _step(match)
        if step is None:
            break
        if (
            running
            and steps
            and not (
                _DEPTH[steps[-1].part] < _DEPTH[step.part] and _goes_on(text, end, position, match)
            )
        ):
            break
        steps.append(step)
        end = match.end()
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
    return tuple(steps), end


def _goes_on(text: str, end: int, position: int, match: re.Match[str]) -> bool:
    """In running text a step must follow closely: 第4条，第5条 are two addresses, not one."""
    gap = text[end:position]
    if re.search(r"[，,：:\s]", gap):
        return False
    if match["num"]:
        return _QUANTITY.match(text, match.end()) is None
    return not (gap and match["ord"])


def _step(match: re.Match[str]) -> AddressStep | None:
    if match["ord"]:
        number = read_ordinal(match["ord_no"])
        bracket = "（" if re.search("[（(]", match["ord"]) else ""
        return AddressStep(_UNITS[match["ord_unit"]], number, bracket) if number else None
    if match["named"]:
        return AddressStep(Part.NAME, None, _OPENING.get(match["named"], match["named"]))
    if match["thing"]:
        part = Part.CASE if match["thing"] == "案例" else Part.ANNEX
        return AddressStep(part, read_ordinal(match["thing_no"] or ""), match["thing"])
    for group, part in _GROUPS.items():
        if match[group]:
            number = read_ordinal(match[group])
            return AddressStep(part, number) if number else None
    return None
