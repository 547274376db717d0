"""Headings without a number (条件要求), and where a text ends without one."""

from __future__ import annotations

import re

from corpus.clause import ClauseKind
from corpus.outline.headings import RESPONSIBLE
from corpus.outline.lines import Line
from corpus.outline.marks import Mark, Style
from corpus.outline.node import Node
from corpus.outline.sequence import Sequence

_SHORT = 20  # characters of an unnumbered heading
_LABEL = 8  # the same behind a list that has shown no headings so far
_FIELD = 300  # characters of a bracket that names who is responsible
_LIKE = 4  # characters in which the ends of parallel headings agree
_TITLE = 40  # the same where it heads articles: the title of a text inside the text
_HEADING_END = re.compile(r"[。；：，、;:,!?！？…0-9]$")
_TAIL = re.compile(
    r"(?:本|以上|上述)[^，。；：]{0,12}?"
    r"(?:措施|办法|意见|细则|方案|规定|通知|政策|条例|制度|指南|清单)[^，。；：]{0,30}?"
    r"(?:施行|实施|执行|有效期|解释)"
)
_CLOSING = re.compile(r"附则|其他|有关|保障|组织|实施")


def is_heading_line(line: Line, longest: int = _SHORT) -> bool:
    """A short unmarked line without a stop, such as 条件要求."""
    return (
        line.mark is None
        and not (line.furniture or line.table or line.inline)
        and 2 <= len(line.text) <= longest
        and _HEADING_END.search(line.text) is None
        and "。" not in line.text
    )


def heading_rank(lines: list[Line], marks: Sequence, stack: list[Node], i: int) -> int | None:
    """The rank of the heading that line ``i`` is, None where it is none.

    A heading is a short line at which a list of an open style begins anew; where a text has
    shown such headings, also a short line between two paragraphs.
    """
    line, before = lines[i], lines[i - 1] if i else None
    if not is_heading_line(line, _TITLE) or (before and before.open and not before.full):
        return None
    mark = _headed_mark(lines, i)
    if mark is not None and mark.number == 1 and mark.style >= Style.ARTICLE:
        if mark.style > Style.ARTICLE and len(line.text) > _SHORT:
            return None
        again = any(node.style is mark.style for node in stack)
        if again or (not stack and _heads_again(lines, marks, i, mark.style)):
            return mark.style.rank - 1
        return None
    after = lines[i + 1] if i + 1 < len(lines) else None
    if after is None or after.mark is not None or len(after.text) <= _SHORT:
        return None
    if len(line.text) > _SHORT:
        return None
    established = [node.rank for node in stack if node.kind is ClauseKind.HEADING]
    return established[-1] if established else _behind_only_list(lines, marks, stack, i)


def _behind_only_list(lines: list[Line], marks: Sequence, stack: list[Node], i: int) -> int | None:
    """Rank of a heading behind a plain list that is all the text has: 1. … 7. 办理流程."""
    item = stack[0] if len(stack) == 1 else None
    if item is None or item.style is not Style.NUM or not item.number or item.number == 1:
        return None
    complete = lines[i - 1].text.endswith("。") and len(lines[i].text) <= _LABEL
    if not complete or marks.next(i, item.style, item.number + 1) is not None:
        return None
    return item.rank - 1


def _headed_mark(lines: list[Line], i: int) -> Mark | None:
    """The mark whose list line ``i`` heads.

    It stands on the next line, or behind a line that introduces the list
    (条件要求 / 申报企业须符合以下条件： / 1.).
    """
    for j in range(i + 1, min(i + 4, len(lines))):
        line = lines[j]
        if line.mark is not None:
            return line.mark if j == i + 1 or lines[j - 1].colon else None
        if is_heading_line(line) and not lines[j - 1].open:
            return None
    return None


def _heads_again(lines: list[Line], marks: Sequence, i: int, style: Style) -> bool:
    """Whether a later list of this style begins under an unnumbered heading too."""
    first = marks.next(i, style, 1)
    again = marks.next(first, style, 1) if first is not None else None
    if again is None:
        return False
    return any(
        is_heading_line(lines[j]) and _headed_mark(lines, j) is lines[again].mark
        for j in range(max(i, again - 3), again)
    )


def has_parallel(lines: list[Line], i: int) -> bool:
    """Whether a later heading line says it alike: 面向单位的政策 … 面向个人的政策."""
    text = lines[i].text
    if not is_heading_line(lines[i]):
        return False
    return any(
        line.text[-_LIKE:] == text[-_LIKE:] and line.text[:2] == text[:2] and line.text != text
        for line in lines[i + 2 :]
        if is_heading_line(line)
    )


def ends_document(line: Line, marks: Sequence, stack: list[Node], i: int) -> bool:
    """Whether ``line`` speaks of the text as a whole behind its last unit: 本措施自…起施行."""
    outermost = next((node for node in stack if node.style is not None), None)
    if outermost is None or outermost.style is None or outermost.number is None:
        return False
    if _TAIL.match(line.text) is None and not _closes(line, marks, stack[-1], i):
        return False
    if any(node.style is Style.ARTICLE for node in stack) or outermost.style is Style.ANNEX:
        return False  # the last article says it itself
    if _CLOSING.match(outermost.lines[0].body):
        return False
    return marks.next(i, outermost.style, outermost.number + 1) is None


def _closes(line: Line, marks: Sequence, unit: Node, i: int) -> bool:
    """Whether the last unit ended with “（责任单位：…）” and ``line`` no longer belongs to it."""
    ended = RESPONSIBLE.search(unit.tail[-_FIELD:])
    if ended is None or unit.tail[-1] not in "）)。" or marks.following(i) is not None:
        return False
    return RESPONSIBLE.search(line.text) is None
