"""Marks (编号): what one looks like at the head of a unit, and which grammar it belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from corpus.outline.ordinal import chinese, read_ordinal


class Style(IntEnum):
    """Families of marks, in the order in which they usually nest."""

    ANNEX = 0  # 附件1
    PART = 1  # 第一编、第一部分
    CHAPTER = 2  # 第一章; also a bare heading 附则
    SECTION = 3  # 第一节
    ARTICLE = 4  # 第一条
    CN = 5  # 一、
    CASE = 6  # 案例1：
    CN_PAREN = 7  # （一）
    NUM = 8  # 1.
    NUM_PAREN = 9  # （1）
    NUM_HALF = 10  # 1）
    CIRCLED = 11  # ①

    @property
    def rank(self) -> int:
        """How deep units of this style usually stand: even, so that headings fit in between."""
        return 2 * self


_UNIT_STYLE = {
    "编": Style.PART,
    "篇": Style.PART,
    "部分": Style.PART,
    "章": Style.CHAPTER,
    "节": Style.SECTION,
    "条": Style.ARTICLE,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A possible mark. ``start``…``end`` are its offsets, white space behind it included.

    ``strong`` marks cannot be taken for running text; weak ones count only where they continue a
    series (第五条 without a space behind it, ``6,``, 第—条 with a dash for 一).
    """

    style: Style
    number: int | None
    start: int
    end: int
    printed: str
    strong: bool = True
    word: str = ""  # 附件 ｜ 案例 ｜ 部分: the noun the mark is printed with
    sub: int | None = None  # 第十条之一
    last: int | None = None  # 第五条至第七条（废止）: 7

    @property
    def token(self) -> str:
        """Canonical token of the mark: 三 ｜ (二) ｜ 4 ｜ 第3条 ｜ 附件1."""
        number = self.number
        if self.style in (Style.ANNEX, Style.CASE):
            return f"{self.word}{number or ''}"
        if number is None:
            return self.word
        if self.style <= Style.ARTICLE:
            token = f"第{number}{self.word}" + (f"之{self.sub}" if self.sub else "")
            return f"{token}至第{self.last}{self.word}" if self.last else token
        if self.style in (Style.CN, Style.CN_PAREN):
            return chinese(number) if self.style is Style.CN else f"({chinese(number)})"
        return _ARABIC[self.style] % number


_ARABIC = {Style.NUM: "%d", Style.NUM_PAREN: "(%d)", Style.NUM_HALF: "%d)", Style.CIRCLED: "<%d>"}

_CN = "[一二三四五六七八九十百千〇零○]"
CN = _CN + "{1,9}"  # 一千二百六十一
AR = "[0-9０-９]{1,3}"
CIRCLED = "[①-⑳㉑-㉟㊱-㊿❶-❿➀-➓⓫-⓴⓵-⓾㊀-㊉]"
PARENTHESISED = "[㈠-㈩⑴-⒇]"
_GAP = r"[ \t　\u00a0]*"
_UNIT_NO = rf"{_CN}(?:{_GAP}{_CN}){{0,8}}|[0-9０-９]{{1,4}}"  # 第 一 百 零 二 条
_UNIT = r"(?:编|篇|部分|章|节|条)"
_GONE = r"(?:已经?|均|予以)?(?:废止|失效|删除|删去|略|保留)"

_DIGIT = "[0-9０-９]"
_PATTERNS = tuple(  # what one begins with, and what it looks like
    (re.compile(first), re.compile(pattern))
    for first, pattern in (
        ("附", rf"(?P<bylaws>附{_GAP}则)(?=\s|$)"),
        (
            "附",
            rf"(?P<annex>附{_GAP}(?:件|表|录)){_GAP}(?P<annex_no>{CN}|{AR})?(?=[:：\s]|$)[:：]?",
        ),
        (
            "第",
            rf"第(?P<unit_from>{_UNIT_NO}){_UNIT}?(?:至|到|[-—－~～])第?(?P<unit_to>{_UNIT_NO})"
            rf"(?P<unit_all>{_UNIT})(?={_GAP}[（(〔【]?{_GAP}{_GONE})",
        ),
        (
            "第",
            rf"第{_GAP}(?P<unit_no>{_UNIT_NO}){_GAP}(?P<unit>{_UNIT})(?:之(?P<sub>{CN}))?[:：]?",
        ),
        ("[（(]", rf"[（(]{_GAP}(?P<cnp>{CN}){_GAP}[）)](?:[、．.]|(?=.))?"),
        ("[㈠-㈩]", r"(?P<cnp1>[㈠-㈩])[、．.]?"),
        ("[（(]", rf"[（(]{_GAP}(?P<nump>{AR}){_GAP}[）)](?:[、．.]|(?=.))?"),
        ("[⑴-⒇]", r"(?P<nump1>[⑴-⒇])[、．.]?"),
        (
            "[案示问情方]",
            rf"(?P<case>案例|示例|问题|情形|方式){_GAP}(?P<case_no>{CN}|{AR}){_GAP}[:：、.．]",
        ),
        (_CN, rf"(?P<cn>{CN}){_GAP}[、．.]"),
        (_CN, rf"(?P<cnh>{CN})[）)][、．.]?"),
        (CIRCLED, rf"(?P<circ>{CIRCLED})[、．.]?"),
        (_DIGIT, rf"(?P<num>{AR}){_GAP}(?P<sep>[.．、,，·])"),
        ("[⒈-⒛]", r"(?P<num1>[⒈-⒛])[、．.]?"),
        (_DIGIT, rf"(?P<numh>{AR})[）)][、．.]?"),
    )
)
_STYLE_OF_GROUP = {
    "cnp": Style.CN_PAREN,
    "cnp1": Style.CN_PAREN,
    "cnh": Style.CN_PAREN,
    "nump": Style.NUM_PAREN,
    "nump1": Style.NUM_PAREN,
    "cn": Style.CN,
    "circ": Style.CIRCLED,
    "num": Style.NUM,
    "num1": Style.NUM,
    "numh": Style.NUM_HALF,
}
_SPACE = re.compile(r"[ \t　\u00a0]*")
_DASHES = str.maketrans("—–―─－ー-", "一" * 7)
_DASHED = re.compile(rf"[第（(]?{_GAP}{_CN}{{0,5}}[—–―─－ー-]")
_GUESSED = (Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.CN, Style.CN_PAREN)
_HEAD = 12  # characters in which a dash may stand for a number
_LOOKS_NUMBERED = re.compile(
    rf"(?:第{_GAP}(?:{_UNIT_NO}){_GAP}{_UNIT}|{CN}[、．.]|[（(]{_GAP}(?:{CN}|{AR}){_GAP}[）)]"
    rf"|{AR}(?:[、．.](?![0-9０-９])|[）)])|{CIRCLED}|{PARENTHESISED}|[⒈-⒛])"
)

# Behind a mark these words show that the text speaks *of* the unit: 第五条规定、（一）项.
_AFTER_UNIT = re.compile(
    r"[第的所、至或与，,。；）)》”之]|规定|和(?![谐平])|及(?!时)|款|项(?!目)"
    r"|中(?![央小介国心型外])|等(?!级)"
)
_AFTER_PAREN = re.compile(
    r"项(?!目)|目(?![标的录前])|款(?!项)|条(?![件例])|至第|[)）》]"
    r"|[、和或及至]?[（(]\s?[一二三四五六七八九十0-9]{1,3}\s?[）)]"
)
_AFTER_CN = re.compile(rf"{CN}(?:[、等级类档批季期产线]|$)")
_AFTER_NUM = re.compile(  # 1.2025年度… ｜ 1.5G网络…
    r"(?![0-9０-９])|(?:19|20)[0-9]{2}\s?(?:年|[-—－至])|(?:[2-6]G|[23]D|[48]K)(?![A-Za-z])"
)


def looks_numbered(line: str) -> bool:
    """Whether a line, stripped, begins like a numbered unit (the report of `unplaced`)."""
    return _LOOKS_NUMBERED.match(line) is not None


def read_mark(text: str, start: int, end: int) -> Mark | None:
    """The mark that begins at ``start``, or None. Looks no further than ``end``."""
    for pattern in _patterns(text[start : start + 1]):
        match = pattern.match(text, start, end)
        if match:
            mark = _interpret(match, text, end)
            if mark is not None or match.lastgroup != "unit_all":
                return mark
    return _guess(text, start, end) if _DASHED.match(text, start, end) else None


@lru_cache(maxsize=10_000)
def _patterns(first: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of marks that begin with a character."""
    return tuple(pattern for begin, pattern in _PATTERNS if begin.fullmatch(first))


def _guess(text: str, start: int, end: int) -> Mark | None:
    """第—条, （—）, —、: a mark in which a dash stands for 一; weak, the series must prove it."""
    head = text[start : min(start + _HEAD, end)].translate(_DASHES)
    read = head + text[start + len(head) : end]
    if _DASHED.match(read):
        return None
    mark = read_mark(read, 0, len(read))
    if mark is None or mark.style not in _GUESSED or mark.printed.endswith((".", "．")):
        return None
    stop = start + mark.end
    printed = text[start : start + len(mark.printed)]
    return replace(mark, start=start, end=stop, printed=printed, strong=False)


def _interpret(match: re.Match[str], text: str, end: int) -> Mark | None:
    stop = _SPACE.match(text, match.end(), end)
    behind = stop.end() if stop else match.end()
    printed = match.group().strip()
    groups = match.groupdict()
    if groups.get("bylaws"):
        return Mark(Style.CHAPTER, None, match.start(), behind, printed, word="附则")
    if groups.get("annex"):
        number = read_ordinal(groups["annex_no"]) if groups["annex_no"] else None
        word = re.sub(r"\s", "", groups["annex"])
        return Mark(Style.ANNEX, number, match.start(), behind, printed, word=word)
    if groups.get("unit_all"):
        return _range(match, behind, printed)
    if groups.get("unit"):
        return _unit(match, text, behind, printed)
    if groups.get("case"):
        number = read_ordinal(groups["case_no"])
        return Mark(Style.CASE, number, match.start(), behind, printed, word=groups["case"])
    return _plain(match, text, behind, end)


def _unit(match: re.Match[str], text: str, behind: int, printed: str) -> Mark | None:
    number, word = _ordinal(match["unit_no"]), match["unit"]
    spaced = behind > match.end() or text[behind : behind + 1] in ("", "\n", "\r")
    if not number or (not spaced and _AFTER_UNIT.match(text, behind)):
        return None
    sub = read_ordinal(match["sub"]) if match["sub"] else None
    strong = spaced or printed[-1] in ":："
    return Mark(_UNIT_STYLE[word], number, match.start(), behind, printed, strong, word, sub)


def _range(match: re.Match[str], behind: int, printed: str) -> Mark | None:
    """第五条至第七条（废止）: several units in one line."""
    word = match["unit_all"]
    first, last = _ordinal(match["unit_from"]), _ordinal(match["unit_to"])
    if not first or not last or first >= last:
        return None
    style = _UNIT_STYLE[word]
    return Mark(style, first, match.start(), behind, printed, word=word, last=last)


def _ordinal(text: str) -> int | None:
    return read_ordinal(re.sub(r"\s", "", text))


def _plain(match: re.Match[str], text: str, behind: int, end: int) -> Mark | None:
    group = match.lastgroup if match.lastgroup != "sep" else "num"
    style = _STYLE_OF_GROUP[str(group)]
    number = read_ordinal(match[str(group)])
    if not number or _speaks_of_it(style, match, text, end):
        return None
    strong = group != "cnh" and match.groupdict().get("sep") not in (",", "，", "·")
    return Mark(style, number, match.start(), behind, match.group().strip(), strong)


def _speaks_of_it(style: Style, match: re.Match[str], text: str, end: int) -> bool:
    """Whether the mark is part of running text: 4.5万元, （一）项, 一、二等奖."""
    if style is Style.CN:
        return _AFTER_CN.match(text, match.end(), end) is not None
    if style in (Style.CN_PAREN, Style.NUM_PAREN):
        return _AFTER_PAREN.match(text, match.end(), end) is not None
    if style is Style.NUM and match.lastgroup == "sep":
        if match["sep"] == "、":
            return re.compile(r"[0-9０-９]+[、.．]").match(text, match.end(), end) is not None
        return _AFTER_NUM.match(text, match.end(), end) is None
    return False
