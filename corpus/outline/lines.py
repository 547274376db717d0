"""Cuts a text into lines and tells paragraph ends from line breaks that a converter left."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.outline.marks import Mark, Style, read_mark

_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")
_REMNANT = re.compile(r"(?:\[bookmark:[^\]\n]{0,80}\][ \t　\u00a0]*)+")
_PAGE = re.compile(
    r"[-—–─－·•]{1,2}\s?[0-9]{1,4}\s?[-—–─－·•]{1,2}|第\s?[0-9]{1,4}\s?页.{0,12}"
    r"|[0-9]{1,4}\s?/\s?[0-9]{1,4}|(?:Page|page|PAGE)\s?[0-9]{1,4}.{0,8}|[-—–]?\s?PAGE\s+\\?\*\s?MERGEFORMAT.{0,12}"
)
_STOPS = "。！？；：…?!;:"
_CLOSERS = "”’」』）)》】〉"
_SENTENCE = 20  # characters of a line that is no heading
_BRACKET_LINES = 4  # a bracket that stays open longer was never closed
_ROUND = re.compile("[（()）]")


@dataclass(slots=True)
class Line:
    """A stretch that may begin a node: a printed line, or a part of one behind an inline mark."""

    start: int  # first character that is not white space
    end: int  # behind the last such character
    number: int  # line number in the text, from 1
    text: str
    mark: Mark | None = None
    remnant: bool = False  # page number, running head, converter mark
    table: bool = False
    inline: bool = False  # begins inside a printed line
    resumes: bool = False  # goes on with the parent's sentence behind an inline list
    open: bool = False  # the next line goes on with this paragraph
    full: bool = False  # open only because the line is full; it ends like a paragraph
    field: str = ""  # the label of the field of a card that begins here: 申报条件
    new_page: bool = False  # a form feed stands before it
    contents: bool = False  # an entry of the table of contents (目录)
    note: bool = False  # a footnote
    foreign: bool = False  # the other language of a bilingual text
    furniture: bool = False  # any of these: no part of the sentences around it
    within: bool = False  # stands in the middle of a sentence and belongs to that sentence's unit

    @property
    def body(self) -> str:
        """The line without its mark."""
        return self.text if self.mark is None else self.text[self.mark.end - self.mark.start :]

    @property
    def colon(self) -> bool:
        """Whether the line introduces what follows."""
        return self.text.endswith(("：", ":"))


def read_lines(text: str) -> list[Line]:
    """The lines of a text that hold anything, remnants split off, each with its possible mark."""
    lines: list[Line] = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        content = match.group().strip()
        if not content:
            continue
        start = match.start() + match.group().index(content[0])
        end = start + len(content)
        remnant = _REMNANT.match(text, start, end)
        if remnant:
            lines.append(Line(start, remnant.end(), number, remnant.group(), remnant=True))
            start = remnant.end()
        if start < end:
            lines.append(_line(text, start, end, number))
            lines[-1].new_page = "\f" in match.group()[: start - match.start()]
    return lines


def _line(text: str, start: int, end: int, number: int) -> Line:
    content = text[start:end]
    line = Line(start, end, number, content)
    line.remnant = _PAGE.fullmatch(content) is not None
    line.table = content.count("\t") > 1 or content.count("|") > 1 or content.count("│") > 1
    if not line.remnant and not line.table:
        line.mark = read_mark(text, start, end)
    return line


def find_open(lines: list[Line]) -> None:
    """Say of every line whether the next one goes on with its paragraph; remnants left out."""
    width = wrap_width(lines)
    depth = age = 0
    for line in lines:
        if line.remnant or line.table:
            continue
        age = 0 if line.mark or not depth else age + 1
        depth = _depth(line.text, 0 if line.mark or age > _BRACKET_LINES else depth)
        line.open = depth > 0 or not _ends_paragraph(line, width)
        line.full = line.open and depth == 0 and _stops(line.text)


def _depth(text: str, depth: int) -> int:
    """Round brackets left open at the end of a line; a stray closing one counts for nothing."""
    for char in _ROUND.findall(text):
        if char in "（(":
            depth += 1
        elif depth:
            depth -= 1
    return depth


def wrap_width(lines: list[Line]) -> int:
    """Characters per line of a text with hard line breaks (PDF), 0 for one without."""
    long = sorted(len(line.text) for line in lines if len(line.text) >= 20)
    broken = sum(1 for line in lines if len(line.text) >= 20 and not _stops(line.text))
    if len(long) < 6 or broken * 5 < len(long) * 2:
        return 0
    width = long[len(long) * 9 // 10]
    return width if width <= 60 else 0


def _stops(text: str) -> bool:
    bare = text.rstrip(_CLOSERS)
    return text[-1] in _STOPS or (bare != text and bare[-1:] in _STOPS)


def _ends_paragraph(line: Line, width: int) -> bool:
    size = len(line.text)
    if line.text[-1] in "、，,":
        return False
    if width:
        return size < width * (0.93 if _stops(line.text) else 0.8)
    return _stops(line.text) or line.text[-1] in _CLOSERS or size < 30 or _is_heading_mark(line)


def breaks_off(line: Line) -> bool:
    """Whether a line at the end of a page ends in the middle of a sentence: no heading, no stop."""
    if _stops(line.text) or line.text[-1] in _CLOSERS or len(line.text) < _SENTENCE:
        return False
    return line.mark is None or "，" in line.body


def _is_heading_mark(line: Line) -> bool:
    return line.mark is not None and line.mark.style <= Style.CN_PAREN and len(line.text) < 60
