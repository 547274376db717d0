"""What pages and converters leave between the sentences: page numbers, running heads, contents.

None of it begins a unit. Where it stands in the middle of a sentence it stays inside that
sentence's unit (`Line.within`), so that the sentence is not cut.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import groupby, pairwise

from corpus.outline.lines import Line, breaks_off, find_open
from corpus.outline.marks import CIRCLED, Style

_BARE_PAGE = re.compile(r"[0-9]{1,4}")
_HEAD = 40  # characters of a running head
_NO_DIGITS = str.maketrans("", "", "0123456789")  # a running head may hold the page number
_OFTEN = 3  # pages on which it shows
_CONTENTS = re.compile(r"目\s*[录次]|C(?:ONTENTS|ontents)")
_LEADER = re.compile(
    r"(.*?[^.．…·‥。\s-])\s*(?:(?:[.．…·‥。-]\s?){3,}|…{2,})[-—]?\s*[0-9]{1,4}\s*[-—]?"
)
_PAGE_BEHIND = re.compile(r"\s[-—]?\s?[0-9]{1,4}\s?[-—]?$")
_WEB = re.compile(
    r"(?:相关(?:附件|新闻|链接|文章|解读)|扫一扫.{0,12}|打印(?:本页)?|关闭(?:窗口|本页)?|上一[篇页].{0,40}"
    r"|下一[篇页].{0,40}|返回(?:顶部|首页)|分享(?:到)?[：:]?.{0,12}|浏览次数[：:]?.{0,12}|字号[：:]?.{0,12})"
)
_ENTRY = 120  # characters of an entry of a table of contents
_HEAD_OF_ENTRY = 4  # characters by which its second place is looked up
_NEAR = 5  # places looked at
_ENTRIES = 3  # of a table of contents that has no heading
_REFERENCE = re.compile(
    rf"(?<=[一-鿿A-Za-z0-9”》）])(?<![第至和或及与])({CIRCLED})(?![-—~至、和或及项①-⑳])"
)
_WORD = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile("[一-鿿]")
_TRANSLATED = 4  # one foreign line to so many lines, and no fewer lines than this
_ASIDE = 3  # lines of a translation that stands below its unit; a longer one is a text of its own


def find_furniture(lines: list[Line]) -> None:
    """Mark what belongs to no unit, and what of it stands inside a sentence."""
    _find_pages(lines)
    find_open(lines)
    if _find_heads(lines):
        find_open(lines)
    _find_contents(lines)
    _find_notes(lines)
    for line in lines:
        line.furniture = line.remnant or line.contents or line.note
    _find_foreign(lines)
    _find_within(lines)


def _find_pages(lines: list[Line]) -> None:
    """Bare numbers on lines of their own are page numbers where they count up, or end the text."""
    bare = [line for line in lines if _BARE_PAGE.fullmatch(line.text)]
    for line in lines:
        if line.mark is None and _WEB.fullmatch(line.text):
            line.remnant = True
    values = [int(line.text) for line in bare]
    counting = all(b - a == 1 for a, b in pairwise(values))
    for line in bare:
        line.remnant = (counting and len(bare) > 1) or line is lines[-1]


def _find_heads(lines: list[Line]) -> bool:
    """Running heads: one line printed on page after page, where a page ends or begins."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if line.mark is None and len(line.text) <= _HEAD and not (line.remnant or line.table):
            places[line.text.translate(_NO_DIGITS)].append(i)
    found = False
    for at in places.values():
        if len(at) < _OFTEN or lines[at[0]].text.endswith(("。", "；", "：")):
            continue
        seams = [i for i in at if _is_seam(lines, i)]
        if len(seams) >= max(_OFTEN - 1, len(at) - 1):
            found = True
            for i in seams:
                lines[i].remnant = True
    return found


def _is_seam(lines: list[Line], i: int) -> bool:
    """Whether a page ends or begins at line ``i``: a page number, a form feed, a cut sentence."""
    before, after = lines[i - 1] if i else None, lines[i + 1] if i + 1 < len(lines) else None
    if lines[i].new_page or (before and before.remnant) or (after and after.remnant):
        return True
    return before is not None and after is not None and _is_cut(before, after)


def _is_cut(before: Line, after: Line) -> bool:
    """Whether one sentence runs from ``before``, where a page may end, to ``after``."""
    if after.mark is not None or before.full:
        return False
    return before.open or breaks_off(before)


def _find_contents(lines: list[Line]) -> None:
    """A table of contents: lines with leaders, or headings that all come again further on."""
    for line in lines:
        if _leader(line.text) and not line.table:
            line.contents = True
    heads = [i for i, line in enumerate(lines) if _CONTENTS.fullmatch(line.text)]
    first = next((i for i, line in enumerate(lines) if line.mark and not line.contents), None)
    texts = Counter(line.text for line in lines)
    bare = first if first is not None and texts[lines[first].text] > 1 else None
    if heads or bare is not None:
        keys = [_entry(line.text) for line in lines]
        again = _again(keys)
        for begin in heads:
            _take_contents(lines, begin, _block_end(lines, keys, again, begin + 1))
        if bare is not None:
            end = _block_end(lines, keys, again, bare)
            if end - bare >= _ENTRIES and _are_headings(lines, keys, again, bare, end):
                _take_contents(lines, bare, end)
    for line in lines:
        line.mark = None if line.contents else line.mark


def _take_contents(lines: list[Line], begin: int, end: int) -> None:
    for entry in lines[begin:end] if end - begin > 1 else ():
        entry.contents = True


def _leader(text: str) -> re.Match[str] | None:
    """The match of an entry with leaders: 第一章 总则…………3."""
    if len(text) > _ENTRY or not text.rstrip("-— ")[-1:].isdigit():
        return None
    return _LEADER.fullmatch(text)


def _entry(text: str) -> str:
    """The words of a line without page number and white space."""
    match = _leader(text)
    words = match.group(1) if match else _PAGE_BEHIND.sub("", text[:_ENTRY])
    return re.sub(r"\s", "", words).rstrip("。；;")


def _again(keys: list[str]) -> list[int | None]:
    """For each line the next one that begins with its words."""
    result: list[int | None] = [None] * len(keys)
    later: dict[str, list[int]] = defaultdict(list)
    for i in range(len(keys) - 1, -1, -1):
        near = later[keys[i][:_HEAD_OF_ENTRY]]
        result[i] = next((j for j in near[: -_NEAR - 1 : -1] if keys[j].startswith(keys[i])), None)
        near.append(i)
    return result


def _block_end(lines: list[Line], keys: list[str], again: list[int | None], begin: int) -> int:
    """Behind the last line from ``begin`` on that is an entry of a table of contents."""
    seen: set[str] = set()
    end = begin
    while end < len(lines):
        entry = again[end] is not None and keys[end] not in seen
        if not (entry or lines[end].contents or lines[end].remnant):
            break
        seen.add(keys[end])
        end += 1
    return end


def _are_headings(
    lines: list[Line], keys: list[str], again: list[int | None], begin: int, end: int
) -> bool:
    """Whether the numbered lines come again in order, with text behind or below them."""
    first = lines[begin].mark
    if first is None or first.style > Style.CN_PAREN or first.number != 1:
        return False
    if any(line.mark is None for line in lines[begin:end]):
        return False
    places = [place for place in again[begin:end] if place is not None]
    longer = any(len(keys[place]) > len(keys[begin + i]) for i, place in enumerate(places))
    return places == sorted(places) and (longer or any(b - a > 1 for a, b in pairwise(places)))


def _find_notes(lines: list[Line]) -> None:
    """Footnotes: ① at the head of a line, and the same sign behind a word of the text before."""
    if not any(line.mark and line.mark.style is Style.CIRCLED for line in lines):
        return
    referred: dict[str, int] = {}
    for i, line in enumerate(lines):
        mark = line.mark
        if mark is not None and mark.style is Style.CIRCLED:
            at = referred.get(line.text[0])
            if at is not None and not lines[i - 1].colon:
                line.note, line.mark = True, None
                continue
        for match in _REFERENCE.finditer(line.text):
            following = chr(ord(match.group(1)) + 1)
            if following not in line.text:  # “包括①…；②…” is a list
                referred[match.group(1)] = i


def _find_foreign(lines: list[Line]) -> None:
    """The other language of a bilingual text: no unit of its own, and no paragraph (款)."""
    foreign = [i for i, line in enumerate(lines) if _is_foreign(line)]
    if len(foreign) < _TRANSLATED or len(foreign) * _TRANSLATED < len(lines):
        return
    for i in foreign:
        lines[i].foreign = lines[i].furniture = True
        lines[i].mark, lines[i].open = None, False
    for is_foreign, group in groupby(lines, key=lambda line: line.foreign):
        run = list(group)
        if is_foreign and len(run) <= _ASIDE and run[0] is not lines[0]:
            for line in run:
                line.within = True


def _is_foreign(line: Line) -> bool:
    if line.furniture or line.table or _CHINESE.search(line.text):
        return False
    return len(_WORD.findall(line.text)) > 1


def _find_within(lines: list[Line]) -> None:
    """Furniture between two halves of a sentence belongs to the unit that the sentence is of."""
    before: Line | None = None
    run: list[Line] = []
    for line in lines:
        if line.furniture:
            run.append(line)
            continue
        if run and before is not None and not line.table and _is_cut(before, line):
            for one in (before, *run):
                one.open = True
            for one in run:
                one.within = True
        before, run = (None if line.table else line), []
