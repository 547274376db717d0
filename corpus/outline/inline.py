"""Finds series of marks inside paragraphs: “…以下条件：（1）…；（2）…。” and “五、…（十三）…”."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.outline.headings import RESPONSIBLE
from corpus.outline.lines import Line
from corpus.outline.marks import AR, CIRCLED, CN, PARENTHESISED, Mark, Style, read_mark

_FAR = 3000  # characters between two marks of one series
_FIELD = 300  # characters of a bracket that names who is responsible
_HEADING = 30  # characters of a heading that another mark may follow on the same line
_DIGIT, _NUMERAL = "[0-9０-９]", CN.partition("{")[0]
_CANDIDATE = re.compile(  # each alternative begins with a set of characters: those are found fast
    rf"[（(]\s?(?:{CN}|{AR})\s?[）)]|{CIRCLED}|{PARENTHESISED}|[⒈-⒛]"
    rf"|{_DIGIT}(?<![0-9０-９.．，,%％]{_DIGIT}){_DIGIT}{{0,2}}[.．、]"
    rf"|{_NUMERAL}(?<=[：:；;。\s]{_NUMERAL}){_NUMERAL}{{0,8}}、"
)
_BEFORE_FIRST = "：:。；;"
_BEFORE_NEXT = "；;。，,、 \t　"
_BEFORE_PLAIN = "；;。：: \t　"  # 1. and 一、 also occur in running text
_BARE = (Style.NUM, Style.CN)
_STYLES = (*_BARE, Style.CN_PAREN, Style.NUM_PAREN, Style.CIRCLED)


def split_inline(text: str, lines: list[Line]) -> list[Line]:
    """``lines`` with every safely recognised inline mark made the start of a line of its own.

    A series counts when its marks ascend by one from 1 and each follows a stop; the first mark
    of a series may also stand inside a line whose continuation stands at line starts.
    """
    found = _series(_candidates(text, lines))
    result: list[Line] = []
    for line in lines:
        marks = found.get(line.start, [])
        result.extend(_cut(text, line, marks) if marks else (line,))
    return result


def _candidates(text: str, lines: Iterable[Line]) -> list[tuple[Line, Mark]]:
    pairs: list[tuple[Line, Mark]] = []
    for line in lines:
        if line.furniture or line.table:
            continue
        begin = line.start
        if line.mark:
            pairs.append((line, line.mark))
            begin = line.mark.end
        for match in _CANDIDATE.finditer(text, begin, line.end):
            mark = read_mark(text, match.start(), line.end)
            if mark and mark.style in _STYLES and mark.strong and _may_begin(text, line, mark):
                pairs.append((line, mark))
    return pairs


def _may_begin(text: str, line: Line, mark: Mark) -> bool:
    begin = line.mark.end if line.mark else line.start
    if mark.start == begin:
        return True
    before = text[mark.start - 1]
    if mark.number == 1 and before in _BEFORE_FIRST:
        return True
    if before in "）)" and _behind_responsible(text, line, mark):
        return True
    if mark.style is Style.CN_PAREN and _follows_heading(text, line, mark):
        return True
    return mark.number != 1 and before in (_BEFORE_PLAIN if mark.style in _BARE else _BEFORE_NEXT)


def _behind_responsible(text: str, line: Line, mark: Mark) -> bool:
    """“…奖励。（责任单位：区商务局）（二）…”: the bracket ends a unit."""
    floor = max(line.start, mark.start - _FIELD)
    return any(m.end() == mark.start for m in RESPONSIBLE.finditer(text, floor, mark.start))


def _follows_heading(text: str, line: Line, mark: Mark) -> bool:
    """“五、加强要素支撑（十三）强化组织领导。”: the first words are a heading, not a sentence."""
    if line.mark is None or line.mark.style >= mark.style:
        return False
    between = text[line.mark.end : mark.start]
    return len(between) <= _HEADING and not re.search(r"[，。；：,;:（(]", between)


def _series(pairs: list[tuple[Line, Mark]]) -> dict[int, list[Mark]]:
    """Inline marks that belong to a series, by the start of their line."""
    found: dict[int, list[Mark]] = {}
    following = _next_of_style([mark for _, mark in pairs])
    last: dict[Style, Mark] = {}
    for index, (line, mark) in enumerate(pairs):
        if mark is line.mark:
            last[mark.style] = mark
            continue
        previous, after = last.get(mark.style), following[index]
        if _continues(previous, mark) if mark.number != 1 else _continues(mark, after):
            found.setdefault(line.start, []).append(mark)
            last[mark.style] = mark
    return found


def _continues(first: Mark | None, second: Mark | None) -> bool:
    if first is None or second is None or first.number is None or second.number is None:
        return False
    return second.number == first.number + 1 and second.start - first.end < _FAR


def _next_of_style(marks: list[Mark]) -> list[Mark | None]:
    result: list[Mark | None] = [None] * len(marks)
    seen: dict[Style, Mark] = {}
    for index in range(len(marks) - 1, -1, -1):
        result[index] = seen.get(marks[index].style)
        seen[marks[index].style] = marks[index]
    return result


def _cut(text: str, line: Line, marks: list[Mark]) -> list[Line]:
    """The pieces of a printed line that begin at its inline marks."""
    bounds = [line.start, *(mark.start for mark in marks), line.end]
    pieces = []
    for mark, start, end in zip((line.mark, *marks), bounds, bounds[1:], strict=False):
        if start < end:
            body = text[start:end].rstrip()
            piece = Line(start, start + len(body), line.number, body, mark)
            piece.inline = start > line.start
            pieces.append(piece)
    pieces[-1].open = line.open
    return [*pieces[:-1], *_cut_tail(text, pieces, marks)]


def _cut_tail(text: str, pieces: list[Line], marks: list[Mark]) -> list[Line]:
    """What follows the sentence that an inline list ends goes on with the parent's text.

    Only where the items before the last hold no full stop, so that the first one ends the list.
    """
    last = pieces[-1]
    items = [p for p in pieces[:-1] if p.inline and p.mark and p.mark.style is marks[-1].style]
    stop = last.text.find("。")
    if not items or any("。" in item.text for item in items) or not 0 <= stop < len(last.text) - 1:
        return [last]
    cut = last.start + stop + 1
    rest = text[cut : last.end]
    start = cut + len(rest) - len(rest.lstrip())
    tail = Line(start, last.end, last.number, rest.strip(), inline=True, resumes=True)
    tail.open, last.open = last.open, False
    last.end, last.text = cut, text[last.start : cut]
    return [last, tail]
