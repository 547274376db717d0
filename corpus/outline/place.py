"""Places every line of a text in a tree: which mark opens which unit, which line belongs where.

One pass with a stack of open units. A mark continues the series whose next number it carries; a
mark of a new style opens a list inside the unit that the usual order of styles and the marks
still to come speak for. Marks that fit nowhere stay text and are reported.
"""

from __future__ import annotations

import re

from corpus.clause import ClauseKind
from corpus.outline.fields import field_rank
from corpus.outline.lines import Line, wrap_width
from corpus.outline.lists import holds_list, introduces, list_is_over, restart_depth
from corpus.outline.marks import Mark, Style
from corpus.outline.node import Node
from corpus.outline.sequence import Sequence
from corpus.outline.unnumbered import ends_document, heading_rank

_DEEPEST = 12  # open units at once; a list inside a list beyond that stays beside it
_GAP = 3  # numbers that a text may skip
_PAIRED = {  # a mark may be printed in the other style of its pair: 二、 3、 四、
    Style.NUM: Style.CN,
    Style.CN: Style.NUM,
    Style.NUM_PAREN: Style.CN_PAREN,
    Style.CN_PAREN: Style.NUM_PAREN,
}


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
        self._fields: dict[str, int] = {}  # the rank of each field so far
        self.marks = Sequence(lines)

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
        self._leave_field(line)
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
        number = mark.last or mark.number
        node = Node(kind, line.start, token, None, style, number, style.rank, mark.printed)
        self.add(node, line, parent)
        self._remember(node)
        return True

    def place_field(self, i: int) -> None:
        """Open the field (申报条件) that begins at line ``i``."""
        line = self.lines[i]
        rank = field_rank(line, i, self.stack, self.marks, self._fields)
        self._fields.setdefault(line.field, rank)
        depth = next((d for d, node in enumerate(self.stack) if node.rank >= rank), None)
        if depth is not None:
            del self.stack[depth:]
        kind = ClauseKind.HEADING if line.text == line.field else ClauseKind.CLAUSE
        node = Node(kind, line.start, line.field, rank=rank, is_field=True)
        self.add(node, line, self.stack[-1] if self.stack else None)
        self.stack.append(node)

    def place_text(self, i: int) -> None:
        """Put the unmarked line ``i`` where it belongs."""
        line = self.lines[i]
        self._leave_field(line)
        if self.place_heading(i):
            return
        self._leave_finished(i, line)
        node = Node(ClauseKind.PARAGRAPH, line.start, "")
        self.add(node, line, self.stack[-1] if self.stack else None)
        mark = self.lines[i + 1].mark if i + 1 < len(self.lines) else None
        if line.colon and mark and len(self.stack) < _DEEPEST and holds_list(node, mark):
            node.rank = mark.style.rank - 1
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
        if self._last.get(mark.style) == number - 1 or self.marks.is_next(
            i, mark.style, number + 1
        ):
            return mark.style
        return other if self.marks.is_next(i, other, number + 1) else mark.style

    def _find_place(self, i: int, style: Style, mark: Mark) -> int | str:
        """How many units stay open above the new one, or why there is no place for it."""
        number = mark.number
        if number is None or style in (Style.ANNEX, Style.CASE):
            return self._level(i, style)
        top = self.stack[-1] if self.stack else None
        if number == 1 and top and top is self.nodes[-1] and top.is_field and top.tail[-1] in "：:":
            return len(self.stack)
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
            if (anchored and mark.strong) or self.marks.is_next(i, mark.style, 2):
                return self._level(i, style)
            return "句中换行，不是编号"
        if not anchored:
            return "句中换行，不是编号"
        if last < number <= last + _GAP and last and mark.strong:
            return self._level(i, style)
        if self.marks.is_next(i, mark.style, number + 1):
            return self._level(i, style)
        if mark.strong and (style <= Style.ARTICLE or not self.wrapped):
            return self._level(i, style)
        return "找不到前一个编号"

    def _place_again(
        self, i: int, style: Style, mark: Mark, anchored: bool, depth: int
    ) -> int | str:
        """A mark whose style is open but whose number does not follow."""
        number, current = mark.number or 0, self.stack[depth].number or 0
        if number == 1:
            if not ((anchored and mark.strong) or self.marks.is_next(i, mark.style, 2)):
                return "句中换行，不是编号"
            if introduces(self.lines, self.stack[-1], i) and len(self.stack) < _DEEPEST:
                return len(self.stack)
            return depth
        if not anchored or not mark.strong:
            return "编号不连续"
        if number == current or current < number <= current + _GAP:
            return depth
        if style is Style.ARTICLE and number > current:
            return depth
        if self.marks.is_next(i, mark.style, number + 1):
            return depth
        return "编号不连续"

    def _level(self, i: int, style: Style) -> int:
        """Depth for the first unit of a style that is not open.

        The usual order of styles decides, unless the marks to come show that an open unit goes
        on behind the new one.
        """
        depth = len(self.stack)
        while depth and self.stack[depth - 1].rank >= style.rank:
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
        following = self.marks.next(i, node.style, node.number + 1)
        if following is None:
            return False
        outer = [
            self.marks.next(i, above.style, above.number + 1)
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

    # -- text -----------------------------------------------------------------------------------

    def place_heading(self, i: int) -> bool:
        """Open an unnumbered heading at line ``i`` if it is one."""
        line = self.lines[i]
        rank = heading_rank(self.lines, self.marks, self.stack, i)
        if rank is None:
            return False
        while self.stack and (self.stack[-1].rank >= rank or len(self.stack) >= _DEEPEST):
            self.stack.pop()
        token = re.sub(r"[.．#\[\]\s]", "·", line.text)
        node = Node(ClauseKind.HEADING, line.start, token, rank=rank)
        self.add(node, line, self.stack[-1] if self.stack else None)
        self.stack.append(node)
        return True

    def _leave_finished(self, i: int, line: Line) -> None:
        """Close the units whose text is complete, so that ``line`` does not stick to them."""
        if self.stack and ends_document(line, self.marks, self.stack, i):
            self.stack.clear()
        if not self.stack:
            return
        restart = restart_depth(self.lines, self.stack, i)
        if restart is not None:
            del self.stack[restart:]
        elif line.resumes or list_is_over(self.stack[-1], self.marks.following(i)):
            self.stack.pop()
        while self.stack and self.stack[-1].kind is ClauseKind.PARAGRAPH:
            self.stack.pop()

    def _leave_field(self, line: Line) -> None:
        """A field that says something in its own line ends there, unless a list is introduced."""
        depth = next((d for d, node in enumerate(self.stack) if node.is_field), None)
        first = self.stack[depth].lines[0] if depth is not None else line
        if depth is None or line.number == first.number:
            return
        if first.colon or first.text == first.field:
            return
        if line.mark is None or not self.nodes[-1].tail.endswith(("：", ":")):
            del self.stack[depth:]
