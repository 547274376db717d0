"""Places every line of a text in a tree: which mark opens which unit, which line belongs where.

One pass with a stack of open units. A mark continues the series whose next number it carries; a
mark of a new style opens a list inside the unit that the usual order of styles and the marks
still to come speak for. Marks that fit nowhere stay text and are reported.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from corpus.clause import ClauseKind
from corpus.outline.lines import Line, wrap_width
from corpus.outline.marks import Mark, Style
from corpus.outline.node import Node

_DEEPEST = 12  # open units at once; a list inside a list beyond that stays beside it
_SHORT = 20  # characters of an unnumbered heading
_LABEL = 8  # the same behind a list that has shown no headings so far
_TITLE = 40  # the same where it heads articles: the title of a text inside the text
_GAP = 3  # numbers that a text may skip
_PAIRED = {  # a mark may be printed in the other style of its pair: 二、 3、 四、
    Style.NUM: Style.CN,
    Style.CN: Style.NUM,
    Style.NUM_PAREN: Style.CN_PAREN,
    Style.CN_PAREN: Style.NUM_PAREN,
}
_HEADING_END = re.compile(r"[。；：，、;:,!?！？…0-9]$")
_TAIL = re.compile(
    r"(?:本|以上|上述)[^，。；：]{0,12}?(?:措施|办法|意见|细则|方案|规定|通知|政策|条例|制度|指南|清单)[^，。；：]{0,30}?"
    r"(?:施行|实施|执行|有效期|解释)"
)


def is_heading_line(line: Line, longest: int = _SHORT) -> bool:
    """A short unmarked line without a stop, such as 条件要求."""
    return (
        line.mark is None
        and not (line.remnant or line.table or line.inline)
        and 2 <= len(line.text) <= longest
        and _HEADING_END.search(line.text) is None
        and "。" not in line.text
    )


class Outline:
    """The tree of one text. ``nodes`` in reading order; ``rejected`` maps a line to a reason."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.wrapped = wrap_width(lines) > 0
        self.nodes: list[Node] = []
        self.stack: list[Node] = []
        self.rejected: list[tuple[Line, str]] = []
        self._last: dict[Style, int] = {}  # last number of a style, in whichever unit
        self._nests: set[tuple[Style, Style]] = set()
        self._index: dict[tuple[Style, int], list[int]] = {}
        self._styles: dict[Style, list[int]] = {}
        self._marked: list[int] = []
        for i, line in enumerate(lines):
            if line.mark:
                self._styles.setdefault(line.mark.style, []).append(i)
                self._marked.append(i)
                if line.mark.number is not None:
                    self._index.setdefault((line.mark.style, line.mark.number), []).append(i)

    # -- building -------------------------------------------------------------------------------

    def add(self, node: Node, line: Line, parent: Node | None) -> Node:
        """Append ``node`` to the tree below ``parent`` (None: the root)."""
        node.parent = parent
        node.lines.append(line)
        if parent is not None:
            parent.children.append(node)
            if node.style is not None:
                parent.held.add(node.style)
            elif node.kind is ClauseKind.PARAGRAPH:
                parent.has_paragraphs, parent.lead = True, line.text
        node.lead = line.text
        self.nodes.append(node)
        return node

    def place_mark(self, i: int) -> bool:
        """Open a unit at line ``i``; False where its mark fits no series."""
        line = self.lines[i]
        mark = line.mark
        if mark is None:
            return False
        style = self._style(i, mark)
        verdict = self._find_place(i, style, mark)
        if isinstance(verdict, str):
            self.rejected.append((line, verdict))
            return False
        del self.stack[verdict:]
        parent = self.stack[-1] if self.stack else None
        kind = ClauseKind.ANNEX if style is Style.ANNEX else ClauseKind.CLAUSE
        token = mark.token
        if style is not mark.style and mark.number is not None:
            token = Mark(style, mark.number, 0, 0, "").token
        node = Node(kind, line.start, token, None, style, mark.number, float(style), mark.printed)
        self.add(node, line, parent)
        self._remember(node)
        return True

    def place_text(self, i: int) -> None:
        """Put the unmarked line ``i`` where it belongs."""
        line = self.lines[i]
        if self.place_heading(i):
            return
        self._leave_finished(i, line, self._following(i))
        node = Node(ClauseKind.PARAGRAPH, line.start, "")
        self.add(node, line, self.stack[-1] if self.stack else None)
        mark = self.lines[i + 1].mark if i + 1 < len(self.lines) else None
        if line.colon and mark and self._holds_list(node, mark):
            node.rank = mark.style - 0.5
            self.stack.append(node)

    # -- marks ----------------------------------------------------------------------------------

    def _style(self, i: int, mark: Mark) -> Style:
        """The style a mark stands for: ``3、`` between 二、 and 四、 is section three."""
        other = _PAIRED.get(mark.style)
        number = mark.number
        if other is None or number is None or number < 2:
            return mark.style
        if not any(n.style is other and n.number == number - 1 for n in self.stack):
            return mark.style
        if self._last.get(mark.style) == number - 1 or self._is_next(i, mark.style, number + 1):
            return mark.style
        return other if self._is_next(i, other, number + 1) else mark.style

    def _find_place(self, i: int, style: Style, mark: Mark) -> int | str:
        """How many units stay open above the new one, or why there is no place for it."""
        number = mark.number
        if number is None or style in (Style.ANNEX, Style.CASE):
            return self._level(i, style)
        anchored = i == 0 or not self.lines[i - 1].open or self.lines[i].inline
        if not self.wrapped:
            anchored = True
        for depth in range(len(self.stack) - 1, -1, -1):
            node = self.stack[depth]
            if node.style is style and node.number == number - 1:
                return depth
        open_depth = next(
            (d for d in range(len(self.stack) - 1, -1, -1) if self.stack[d].style is style), None
        )
        if open_depth is None:
            return self._place_new(i, style, mark, anchored)
        return self._place_again(i, style, mark, anchored, open_depth)

    def _place_new(self, i: int, style: Style, mark: Mark, anchored: bool) -> int | str:
        """A mark whose style is not open here."""
        number, last = mark.number or 0, self._last.get(mark.style, 0)
        if number == last + 1 and last:
            return self._level(i, style)
        if number == 1:
            if (anchored and mark.strong) or self._is_next(i, mark.style, 2):
                return self._level(i, style)
            return "句中换行，不是编号"
        if not anchored:
            return "句中换行，不是编号"
        if last < number <= last + _GAP and last and mark.strong:
            return self._level(i, style)
        if self._is_next(i, mark.style, number + 1):
            return self._level(i, style)
        if style <= Style.ARTICLE and mark.strong:
            return self._level(i, style)
        return "找不到前一个编号"

    def _place_again(
        self, i: int, style: Style, mark: Mark, anchored: bool, depth: int
    ) -> int | str:
        """A mark whose style is open but whose number does not follow."""
        number, current = mark.number or 0, self.stack[depth].number or 0
        if number == 1:
            if not (anchored or self._is_next(i, mark.style, 2)):
                return "句中换行，不是编号"
            if self._introduces(i) and len(self.stack) < _DEEPEST:
                return len(self.stack)
            return depth
        if not anchored or not mark.strong:
            return "编号不连续"
        if number == current or current < number <= current + _GAP:
            return depth
        if self._is_next(i, mark.style, number + 1):
            return depth
        return "编号不连续"

    def _introduces(self, i: int) -> bool:
        """Whether the line before opens a list of its own inside the unit on top."""
        before = self.lines[i - 1] if i else None
        top, mark = self.stack[-1], self.lines[i].mark
        if before is not top.lines[-1] or mark is None:
            return False
        heading = top.style is not mark.style and not before.text.endswith(("。", "；", ";"))
        return before.colon or (heading and before is top.lines[0])

    def _level(self, i: int, style: Style) -> int:
        """Depth for the first unit of a style not open: the usual order, unless the marks to
        come show that the open unit goes on behind it."""
        depth = len(self.stack)
        while depth and self.stack[depth - 1].rank >= style:
            if self._encloses(i, depth - 1, style):
                break
            depth -= 1
        return min(depth, _DEEPEST)

    def _encloses(self, i: int, depth: int, style: Style) -> bool:
        node = self.stack[depth]
        if node.style is None or node.number is None or style <= Style.CHAPTER:
            return False
        if node.style is style:
            return False
        if (node.style, style) in self._nests:
            return True
        following = self._next(i, node.style, node.number + 1)
        if following is None:
            return False
        outer = [
            self._next(i, above.style, above.number + 1)
            for above in self.stack[:depth]
            if above.style is not None and above.number is not None
        ]
        return all(o is None or following < o for o in outer)

    def _remember(self, node: Node) -> None:
        if node.style is None:
            return
        if self.stack:
            parent = self.stack[-1]
            if parent.style is not None and parent.rank > node.rank:
                self._nests.add((parent.style, node.style))
        self.stack.append(node)
        if node.style is Style.ANNEX:
            self._last.clear()
            self._nests.clear()
        if node.number is not None:
            self._last[node.style] = node.number

    def _next(self, i: int, style: Style, number: int) -> int | None:
        """The next line behind ``i`` whose mark is this one."""
        where = self._index.get((style, number), [])
        found = bisect_right(where, i)
        return where[found] if found < len(where) else None

    def _is_next(self, i: int, style: Style, number: int) -> bool:
        """Whether the next mark of a style carries this number."""
        where = self._styles.get(style, [])
        found = bisect_right(where, i)
        if found == len(where):
            return False
        mark = self.lines[where[found]].mark
        return mark is not None and mark.number == number

    # -- text -----------------------------------------------------------------------------------

    def _following(self, i: int) -> int | None:
        found = bisect_right(self._marked, i)
        return self._marked[found] if found < len(self._marked) else None

    def place_heading(self, i: int) -> bool:
        """An unnumbered heading: a short line at which a list of the same style begins anew."""
        line = self.lines[i]
        before = self.lines[i - 1] if i else None
        if not is_heading_line(line, _TITLE) or (before and before.open and not before.full):
            return False
        rank = self._heading_rank(i)
        if rank is None or (rank > Style.ARTICLE and len(line.text) > _SHORT):
            return False
        while self.stack and self.stack[-1].rank >= rank:
            self.stack.pop()
        token = re.sub(r"[.．#\[\]\s]", "·", line.text)
        node = Node(ClauseKind.HEADING, line.start, token, rank=rank)
        self.add(node, line, self.stack[-1] if self.stack else None)
        self.stack.append(node)
        return True

    def _heading_rank(self, i: int) -> float | None:
        mark = self._headed_mark(i)
        if mark is not None and mark.number == 1 and mark.style >= Style.ARTICLE:
            if any(n.style is mark.style for n in self.stack):
                return mark.style - 0.5
            if not self.stack and self._heads_again(i, mark.style):
                return mark.style - 0.5
            return None
        after = self.lines[i + 1] if i + 1 < len(self.lines) else None
        if after is None or after.mark is not None or len(after.text) <= _SHORT:
            return None
        established = [n.rank for n in self.stack if n.kind is ClauseKind.HEADING]
        return established[-1] if established else self._behind_only_list(i)

    def _behind_only_list(self, i: int) -> float | None:
        """Rank of a heading behind a plain list that is all the text has: 1. … 7. 办理流程."""
        item = self.stack[0] if len(self.stack) == 1 else None
        if item is None or item.style is not Style.NUM or not item.number:
            return None
        complete = self.lines[i - 1].text.endswith("。") and len(self.lines[i].text) <= _LABEL
        if not complete or item.number == 1 or self._next(i, item.style, item.number + 1):
            return None
        return item.rank - 0.5

    def _headed_mark(self, i: int) -> Mark | None:
        """The mark whose list the line heads: on the next line, or behind a line that introduces
        the list (条件要求 / 申报企业须符合以下条件： / 1.)."""
        for j in range(i + 1, min(i + 4, len(self.lines))):
            line = self.lines[j]
            if line.mark is not None:
                return line.mark if j == i + 1 or self.lines[j - 1].colon else None
            if is_heading_line(line) and not self.lines[j - 1].open:
                return None
        return None

    def _heads_again(self, i: int, style: Style) -> bool:
        """Whether a later list of this style begins under an unnumbered heading too."""
        first = self._next(i, style, 1)
        again = self._next(first, style, 1) if first is not None else None
        if again is None:
            return False
        return any(
            is_heading_line(self.lines[j]) and self._headed_mark(j) is self.lines[again].mark
            for j in range(max(i, again - 3), again)
        )

    def _leave_finished(self, i: int, line: Line, following: int | None) -> None:
        """Close the units whose text is complete, so that ``line`` does not stick to them."""
        if not self.stack:
            return
        if _TAIL.match(line.text) and self._ends_document(i):
            self.stack.clear()
            return
        restart = self._restarts(i, line)
        if restart is not None:
            del self.stack[restart:]
        elif line.resumes or self._list_is_over(following):
            self.stack.pop()
        while self.stack and self.stack[-1].kind is ClauseKind.PARAGRAPH:
            self.stack.pop()

    def _ends_document(self, i: int) -> bool:
        """Whether no unit of the outermost open series follows."""
        outermost = self.stack[0]
        if outermost.style is None or outermost.number is None:
            return False
        if len(self.stack) == 1 and outermost.kind is not ClauseKind.CLAUSE:
            return False
        heading = outermost.lines[0].body
        closing = re.match(r"(?:附则|其他|有关|保障|组织|实施)", heading) is not None
        return not closing and self._next(i, outermost.style, outermost.number + 1) is None

    def _restarts(self, i: int, line: Line) -> int | None:
        """Depth of the open list that ``line`` ends by introducing a new one of its style."""
        mark = self.lines[i + 1].mark if i + 1 < len(self.lines) else None
        if mark is None or mark.number != 1 or not line.colon:
            return None
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].style is mark.style:
                return depth
        return None

    def _list_is_over(self, following: int | None) -> bool:
        """Whether the unit on top is the last item of a list that its parent's sentence holds."""
        item = self.stack[-1]
        parent = item.parent
        if item.style is None or item.number is None or item.style < Style.CN or item.children:
            return False
        if parent is None or parent.style is None and parent.kind is not ClauseKind.PARAGRAPH:
            return False
        if following is not None:
            mark = self.lines[following].mark
            if mark and mark.style is item.style and mark.number == item.number + 1:
                return False
        sibling = parent.children[-2] if len(parent.children) > 1 else item
        if sibling is item or sibling.style is not item.style:
            return False
        if not item.tail.endswith(("。", "；", "）")):
            return False
        introduced = parent.lead.endswith(("：", ":"))
        listed = sibling.tail.endswith(("；", ";")) and item.tail.endswith("。")
        return listed or (introduced and not sibling.has_paragraphs)

    def _holds_list(self, node: Node, mark: Mark) -> bool:
        """Whether a list hangs on its introducing paragraph (款) rather than on the unit."""
        parent = node.parent
        if mark.number != 1 or len(self.stack) >= _DEEPEST:
            return False
        if parent is None:
            return True
        again = mark.style in parent.held
        second = bool(parent.lines[0].body) or parent.children[0] is not node
        return again or (parent.style is Style.ARTICLE and second)
