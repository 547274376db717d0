"""Reads a text line by line into an `Outline`: title, preamble, units, tables, closing."""

from __future__ import annotations

import re

from corpus.clause import ClauseKind
from corpus.outline.inline import split_inline
from corpus.outline.lines import Line, read_lines
from corpus.outline.marks import Style
from corpus.outline.node import Node
from corpus.outline.place import Outline

CATALOGUE_NUMBER = "题名前的汇编序号"
_TITLE_LINES = 6
_TITLE_END = re.compile(
    r"(?:措施|举措|办法|意见|细则|方案|规定|通知|政策|条例|制度|指南|说明|公告|计划|规划|清单|要点|函|决定|指引|解读)"
    r"(?:[（(【].{0,20}[）)】])?$"
)
_NUMBER_LINE = re.compile(
    r"[^，。；]{0,12}[〔\[（(]\s?(?:19|20)\d\d\s?[〕\]）)].{0,12}号?$|[（(].{0,60}[）)]$"
)
_SENTENCE = re.compile(r"[。；：，;,:]$|。")
_DATE = re.compile(
    r"(?:\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[二〇零一二三四五六七八九十○]{4}年.{1,3}月.{1,3}日)"
    r"(?:[（(].{0,12}[）)])?"
)
_ORGAN = re.compile(r".{2,30}(?:局|府|厅|委|办|部|署|会|院|行|中心|公司|小组|领导小组)")
_ASIDE = re.compile(r"[（(]?此件.{0,12}公开.{0,6}[）)]?|抄送[:：].*")


class Reader:
    """Walks the lines of one text once and decides what each begins."""

    def __init__(self, text: str, lines: list[Line], *, numbered: bool) -> None:
        self.outline = Outline(lines)
        self.numbered = numbered  # whether any unit is numbered: only then there is a preamble
        self._lines = lines
        self._closing = _closing_lines(lines)
        self._started = False
        self._title = 0  # title lines so far; -1 once the title is complete

    def read(self) -> Outline:
        """Place every line."""
        for i, line in enumerate(self._lines):
            if line.remnant:
                self._plain(line, ClauseKind.REMNANT)
            elif line.table:
                self._table(line)
            elif i in self._closing:
                self._closing_line(line)
            elif line.mark is not None and self._unit(i):
                self._started = True
            else:
                self._text(i, line)
        return self.outline

    def _plain(self, line: Line, kind: ClauseKind, parent: Node | None = None) -> None:
        self.outline.add(Node(kind, line.start, ""), line, parent)

    def _table(self, line: Line) -> None:
        last = self._last()
        if last is not None and last.kind is ClauseKind.TABLE:
            last.lines.append(line)
            return
        stack = self.outline.stack
        self._plain(line, ClauseKind.TABLE, stack[-1] if stack else None)

    def _closing_line(self, line: Line) -> None:
        last = self._last()
        if last is not None and last.kind is ClauseKind.CLOSING:
            last.lines.append(line)
        else:
            self._plain(line, ClauseKind.CLOSING)

    def _last(self) -> Node | None:
        return self.outline.nodes[-1] if self.outline.nodes else None

    def _unit(self, i: int) -> bool:
        mark = self._lines[i].mark
        if mark is None:
            return False
        if self._is_catalogue_number(i):
            self.outline.rejected.append((self._lines[i], CATALOGUE_NUMBER))
            return False
        if mark.style is Style.ANNEX and not self._started and self._title == 0:
            return False
        return self.outline.place_mark(i)

    def _is_catalogue_number(self, i: int) -> bool:
        """“15.北京市支持…的措施” as the first line: the number of the text in a collection."""
        line = self._lines[i]
        mark = line.mark
        if self._started or self.outline.nodes or mark is None or mark.number is None:
            return False
        if mark.style not in (Style.NUM, Style.CN):
            return False
        following = next(
            (x.mark for x in self._lines[i + 1 :] if x.mark and x.mark.style is mark.style), None
        )
        if following is not None:
            return following.number != mark.number + 1
        return mark.number != 1 or any(
            x.mark and x.mark.style < mark.style for x in self._lines[i + 1 :]
        )

    def _text(self, i: int, line: Line) -> None:
        last = self._last()
        goes_on = i > 0 and self._lines[i - 1].open and not line.resumes
        joins = last is not None and last.kind not in (ClauseKind.REMNANT, ClauseKind.TABLE)
        if self._started and goes_on and self._lines[i - 1].full and self.outline.place_heading(i):
            return
        if last is not None and goes_on and joins and last.kind is not ClauseKind.TITLE:
            last.lines.append(line)
        elif self._started:
            self.outline.place_text(i)
        elif self._title >= 0 and self._is_title(i, line):
            self._lead(line, ClauseKind.TITLE)
        else:
            self._title = -1
            self._before_units(i, line)

    def _before_units(self, i: int, line: Line) -> None:
        if not self.numbered:
            self._plain(line, ClauseKind.PARAGRAPH)
        elif self.outline.place_heading(i):
            self._started = True
        else:
            self._lead(line, ClauseKind.PREAMBLE)

    def _lead(self, line: Line, kind: ClauseKind) -> None:
        last = self._last()
        if last is not None and last.kind is kind:
            last.lines.append(line)
        else:
            self._plain(line, kind)

    def _is_title(self, i: int, line: Line) -> bool:
        """Whether a line before the first unit is part of the title (题名)."""
        if line.mark is not None and line.mark.style is Style.ANNEX:
            return True
        if len(line.text) > 80 or _SENTENCE.search(line.text):
            return False
        if self._title >= _TITLE_LINES:
            return False
        if self._title and _TITLE_END.search(self._lines[i - 1].text):
            return _NUMBER_LINE.fullmatch(line.text) is not None
        self._title += 1
        return self._title == 1 or self._title_goes_on(i)

    def _title_goes_on(self, i: int) -> bool:
        """Whether a line within reach still ends like a title, or nothing else stands here."""
        for line in self._lines[i : i + _TITLE_LINES - self._title + 1]:
            if line.mark or line.remnant or _SENTENCE.search(line.text) or len(line.text) > 80:
                return True
            if _TITLE_END.search(line.text):
                return True
        return False


def build(text: str) -> Outline:
    """The outline of a text; joining the nodes' stretches gives the text back."""
    lines = split_inline(text, read_lines(text))
    outline = Reader(text, lines, numbered=True).read()
    if not any(node.style is not None or node.kind is ClauseKind.HEADING for node in outline.nodes):
        outline = Reader(text, lines, numbered=False).read()
    return outline


def _closing_lines(lines: list[Line]) -> set[int]:
    """落款 and date: the last lines of the text, or the last ones before an annex."""
    found: set[int] = set()
    for i, line in enumerate(lines):
        if line.mark or not _DATE.fullmatch(line.text) or not _ends_part(lines, i):
            continue
        found.add(i)
        above = i - 1
        while above > 0 and i - above <= 4 and _is_organ(lines[above]):
            found.add(above)
            above -= 1
        below = i + 1
        while below < len(lines) and _ASIDE.fullmatch(lines[below].text):
            found.add(below)
            below += 1
    return found


def _is_organ(line: Line) -> bool:
    return line.mark is None and not line.remnant and _ORGAN.fullmatch(line.text) is not None


def _ends_part(lines: list[Line], i: int) -> bool:
    for line in lines[i + 1 : i + 5]:
        if line.mark and line.mark.style is Style.ANNEX:
            return True
        if not (line.remnant or _ASIDE.fullmatch(line.text)):
            return False
    return i + 5 >= len(lines)
