"""Reads a text line by line into an `Outline`: title, preamble, units, tables, closing."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from corpus.clause import ClauseKind
from corpus.outline.closing import closing_lines
from corpus.outline.fields import find_fields, split_fields
from corpus.outline.fold import Folded, fold
from corpus.outline.furniture import find_furniture
from corpus.outline.headings import RESPONSIBLE_LINE
from corpus.outline.inline import split_inline
from corpus.outline.lines import Line, read_lines
from corpus.outline.lists import list_is_over
from corpus.outline.marks import Style
from corpus.outline.node import Node
from corpus.outline.ordinal import read_ordinal
from corpus.outline.place import Outline
from corpus.outline.unnumbered import has_parallel

CATALOGUE_NUMBER = "题名前的汇编序号"
_CONTENTS = "目录"  # tokens of what is no unit
_FOREIGN = "外文"
_TITLE_LINES = 6
_AGAIN = 8  # characters of a title that is printed again
_ALIKE = 0.9
_LONGEST_TITLE = 200
_TITLE_END = re.compile(
    r"(?:措施|举措|办法|意见|细则|方案|规定|通知|政策|条例|制度|指南|说明|公告|计划|规划|清单|要点|函|决定|指引|解读)"
    r"(?:[（(【].{0,20}[）)】])?$"
)
_NUMBER_LINE = re.compile(
    r"[^，。；]{0,12}[〔\[（(]\s?(?:19|20)\d\d\s?[〕\]）)].{0,12}号?$|[（(].{0,60}[）)]$"
)
_SENTENCE = re.compile(r"[。；：，;,:！!]$|。")


class Reader:
    """Walks the lines of one text once and decides what each begins."""

    def __init__(self, text: str, lines: list[Line], *, numbered: bool) -> None:
        self.outline = Outline(lines)
        self.numbered = numbered  # whether any unit is numbered: only then there is a preamble
        self._lines = lines
        self._closing = closing_lines(lines)
        self._started = False
        self._title = 0  # title lines so far; -1 once the title is complete

    def read(self) -> Outline:
        """Place every line."""
        for i, line in enumerate(self._lines):
            if line.furniture:
                self._furniture(line)
            elif line.table:
                self._table(line)
            elif i in self._closing:
                self._closing_line(line)
            elif line.mark is not None and self._unit(i):
                self._started = True
            elif line.field:
                self.outline.place_field(i)
                self._started = True
            else:
                self._text(i, line)
        return self.outline

    def _plain(self, line: Line, kind: ClauseKind, parent: Node | None = None) -> None:
        self.outline.add(Node(kind, line.start, ""), line, parent)

    def _furniture(self, line: Line) -> None:
        """A node of its own, or none where it stands inside a sentence or below its original."""
        last = self._last()
        if last is not None and line.within:
            return
        kind = ClauseKind.PARAGRAPH if line.note or line.foreign else ClauseKind.REMNANT
        token = _CONTENTS if line.contents else _FOREIGN if line.foreign else ""
        if line.note:
            token = f"注{read_ordinal(line.text[0])}"
        if last is not None and token == last.token and token in (_CONTENTS, _FOREIGN):
            last.lines.append(line)
            return
        self._plain(line, kind)
        self.outline.nodes[-1].token = token

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
        goes_on = goes_on and joins and last is not None and last.kind is not ClauseKind.TITLE
        if last is not None and (goes_on or self._names_responsible(last, i)):
            last.lines.append(line)
        elif self._started:
            self.outline.place_text(i)
        elif self._title > 0 and has_parallel(self._lines, i) and self.outline.place_heading(i):
            self._started = True
        elif self._title >= 0 and self._repeats_title(line):
            return
        elif self._title >= 0 and self._is_title(i, line):
            self._lead(line, ClauseKind.TITLE)
        else:
            self._title = -1
            self._before_units(i, line)

    def _names_responsible(self, last: Node, i: int) -> bool:
        """“（责任单位：…）” on a line of its own is no paragraph (款) but part of the one above it.

        Below the last item of a list it is said of the whole unit, and stays for itself.
        """
        line = self._lines[i]
        if line.inline or RESPONSIBLE_LINE.match(line.text) is None:
            return False
        if last.kind is ClauseKind.PARAGRAPH:
            return True
        over = list_is_over(last, self.outline.marks.following(i))
        return last.style is not None and not (over or last.children)

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
        if self._title == 1 and self._completes_title(i, line):
            return True
        if self._title and _TITLE_END.search(self._lines[i - 1].text):
            return _NUMBER_LINE.fullmatch(line.text) is not None
        self._title += 1
        return self._title == 1 or self._title_goes_on(i)

    def _repeats_title(self, line: Line) -> bool:
        """Whether a line below the title says it again, as below its number in a collection."""
        last = self._last()
        if last is None or last.kind is not ClauseKind.TITLE:
            return False
        return _says_again("".join(one.body for one in last.lines), line)

    def _completes_title(self, i: int, line: Line) -> bool:
        """Whether a line is the second half of a broken title, which the next line says again."""
        last = self._last()
        if last is None or i + 1 >= len(self._lines):
            return False
        return _says_again("".join(one.body for one in last.lines) + line.text, self._lines[i + 1])

    def _title_goes_on(self, i: int) -> bool:
        """Whether a line within reach still ends like a title, or nothing else stands here."""
        for line in self._lines[i : i + _TITLE_LINES - self._title + 1]:
            if line.mark or line.remnant or _SENTENCE.search(line.text) or len(line.text) > 80:
                return True
            if _TITLE_END.search(line.text):
                return True
        return False


def build(text: str) -> Outline:
    """The outline of a text; joining the nodes' stretches gives the text back.

    Everything is recognised in the folded text; starts, ends and printed marks are the text's own.
    """
    folded = fold(text)
    lines = read_lines(folded.text)
    find_furniture(lines)
    find_fields(lines)
    lines = split_fields(split_inline(folded.text, lines))
    outline = Reader(folded.text, lines, numbered=True).read()
    if not any(_is_unit(node) for node in outline.nodes):
        outline = Reader(folded.text, lines, numbered=False).read()
    if folded.text is not text:
        _restore(outline, text, folded)
    return outline


def _says_again(title: str, line: Line) -> bool:
    if line.mark is not None or len(line.text) > 80:
        return False
    title, words = (re.sub(r"\s", "", one) for one in (title, line.text))
    if len(words) < _AGAIN or len(title) > _LONGEST_TITLE:
        return False
    if words in title:
        return True
    alike = SequenceMatcher(None, words, title)  # the first two are bounds, quickly reckoned
    return all(
        ratio() > _ALIKE for ratio in (alike.real_quick_ratio, alike.quick_ratio, alike.ratio)
    )


def _is_unit(node: Node) -> bool:
    return node.style is not None or node.kind in (ClauseKind.HEADING, ClauseKind.CLAUSE)


def _restore(outline: Outline, text: str, folded: Folded) -> None:
    """Offsets and printed marks as they are in the text itself."""
    for node in outline.nodes:
        mark = node.lines[0].mark if node.lines else None
        if mark is not None and node.printed:
            stop = folded.end(mark.start + len(mark.printed))
            node.printed = text[folded.origins[mark.start] : stop]
        node.start = folded.begin(node.start)
    for line in outline.lines:
        line.start, line.end = folded.begin(line.start), folded.end(line.end)
