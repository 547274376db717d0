"""Fields of a card: 申报条件, 扶持标准, 联系电话, on lines of their own or in running text.

A field gets a node of its own. “申报条件：…。扶持标准：…。” in one paragraph is cut at the labels;
so is what was glued behind a “（责任单位：…）” bracket, which ends a unit.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby, pairwise

from corpus.outline.headings import RESPONSIBLE
from corpus.outline.lines import Line
from corpus.outline.node import Node
from corpus.outline.sequence import Sequence

_NOUNS = (
    "条件|标准|对象|材料|流程|程序|方式|期限|依据|范围|内容|要求|金额|比例|额度|主体|渠道|时间|时限"
)
_OTHERS = (  # in a card that has fields already
    "单位|部门|机构|电话|地点|地址|科室|处室|窗口|入口|网址|频度|文件|字号|分类|日期"
)
_FIELD = re.compile(rf"[一-鿿/]{{0,4}}(?:{_NOUNS})")
_BARE = re.compile(rf"[一-鿿/]{{0,4}}(?:{_NOUNS}|{_OTHERS})")
_CONTACT = re.compile(r"(?:咨询|联系|联络|服务|投诉)(?:电话|方式|热线)[：:]?")
_LABEL = re.compile(rf"(?:^|(?<=[。；;]))\s*(?P<label>[一-鿿]{{0,6}}(?:{_NOUNS}|{_OTHERS}))[：:]")
_CARD = 2  # different fields in one line that make it a card
_SHEET = 3  # lines that are fields, which make a text a sheet or a row of cards
_COLUMN = 10  # characters of the narrowest column
_RAGGED = 3  # by which a line of a column may be shorter than the longest
_ENDS = "。！？；：…!?;:）)"
_SENTENCE = 10  # characters of a sentence that can have been glued
_GLUED = re.compile(r"[。；]?\s*(?=[一-鿿“])")
_TOP = 1  # rank of a field of the text as a whole: below an annex, above everything numbered


def find_fields(lines: list[Line]) -> None:
    """Mark the lines that are or begin a field; running text is left to `split_fields`."""
    bare = [line for line in lines if _is_ordinary(line) and _BARE.fullmatch(line.text)]
    led = [(line, match["label"]) for line in lines if (match := _leading(line))]
    cores = Counter(name for _, name in led if _FIELD.fullmatch(name))
    if len({line.text for line in bare}) >= _SHEET:
        for line in bare:
            line.field = line.text
    if len(cores) > 1 and cores.total() >= _SHEET:
        for line, name in led:
            line.field = name
    for line in lines:
        if _is_ordinary(line) and _CONTACT.fullmatch(line.text):
            line.field = line.text.rstrip("：:")
    _join_cells(lines)


def _join_cells(lines: list[Line]) -> None:
    """Lines of a narrow column go on in the next one: all are as long as the column is wide."""
    if not any(line.field for line in lines):
        return
    cell: list[Line] = []
    inside = False
    for line in [*lines, None]:
        if line is not None and inside and _is_ordinary(line) and not line.field:
            cell.append(line)
            continue
        width = max((len(one.text) for one in cell), default=0)
        for one, after in pairwise(cell):
            broken = one.text[-1] not in _ENDS and not one.text[-1].isdigit()
            wide = max(_COLUMN, width - _RAGGED) <= len(one.text)
            if broken and (wide or after.text.startswith(("（", "("))):
                one.open = True
        cell, inside = [], line is not None and bool(line.field) and line.text == line.field


def _is_ordinary(line: Line) -> bool:
    return not (line.mark or line.furniture or line.table)


def _leading(line: Line) -> re.Match[str] | None:
    match = _LABEL.match(line.text) if _is_ordinary(line) else None
    return match if match and match.start("label") == 0 else None


def field_rank(
    line: Line, i: int, stack: list[Node], marks: Sequence, known: dict[str, int]
) -> int:
    """How deep a field stands: below the unit whose series goes on behind it, or at the top."""
    beside = next((node.rank for node in reversed(stack) if node.is_field), None)
    if line.inline:
        same = next(
            (n.rank for n in stack if n.is_field and n.lines[0].number == line.number), None
        )
        return same if same is not None else (stack[-1].rank + 1 if stack else _TOP)
    if line.field in known:
        return known[line.field]
    for node in reversed(stack):
        if node.style is None or node.number is None:
            continue
        if marks.is_next(i, node.style, node.number + 1):
            return node.rank + 1
    return beside if beside is not None else _TOP


def split_fields(lines: list[Line]) -> list[Line]:
    """``lines`` with the fields of running text and glued sentences made the start of lines."""
    result: list[Line] = []
    for _, group in groupby(lines, key=lambda line: line.number):
        pieces = list(group)
        if not any("：" in piece.text or ":" in piece.text for piece in pieces):
            result.extend(pieces)
            continue
        cuts = [_fields(piece) for piece in pieces]
        names = {name for found in cuts for _, name in found if _FIELD.fullmatch(name)}
        card = len(names) >= _CARD
        for piece, found in zip(pieces, cuts, strict=True):
            result.extend(_cut(piece, found if card else _glued(piece)))
    return result


def _fields(line: Line) -> list[tuple[int, str]]:
    """Offsets in the line at which a field begins, and what it is called; none inside brackets."""
    if line.furniture or line.table:
        return []
    body = line.body
    head = len(line.text) - len(body)
    found = []
    seen = depth = 0
    for match in _LABEL.finditer(body):
        between = body[seen : match.start()]
        depth += sum(between.count(one) for one in "（(") - sum(between.count(one) for one in "）)")
        seen, depth = match.start(), max(depth, 0)
        if not depth:
            found.append((head + match.start("label"), match["label"]))
    return found


def _glued(line: Line) -> list[tuple[int, str]]:
    """Offsets at which a sentence follows the bracket that ended a unit."""
    if line.furniture or line.table:
        return []
    found = []
    for match in RESPONSIBLE.finditer(line.text):
        behind = _GLUED.match(line.text, match.end())
        closed = line.text[match.start() - 1 : match.start()] in ("。", "；") or (
            behind is not None and behind.group().startswith(("。", "；"))
        )
        if behind and closed and len(line.text) - behind.end() >= _SENTENCE:
            found.append((behind.end(), ""))
    return found


def _cut(line: Line, cuts: list[tuple[int, str]]) -> list[Line]:
    """The pieces of a line; a field that begins behind the line's own mark stays with the mark."""
    head = len(line.text) - len(line.body)
    cuts = [(at, name) for at, name in cuts if not (line.mark and at == head)]
    if not cuts:
        return [line]
    bounds = [0, *(at for at, _ in cuts), len(line.text)]
    names = [line.field, *(name for _, name in cuts)]
    pieces = []
    for name, begin, end in zip(names, bounds, bounds[1:], strict=False):
        words = line.text[begin:end].rstrip()
        if words:
            start = line.start + begin
            piece = replace(line, start=start, end=start + len(words), text=words, field=name)
            piece.open = piece.full = False
            piece.inline = line.inline or begin > 0
            if begin:
                piece.mark, piece.resumes = None, False
            pieces.append(piece)
    pieces[-1].open, pieces[-1].full = line.open, line.full
    return pieces
