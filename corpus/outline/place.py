"""Places every line of a text in a tree: which mark opens which unit, which line belongs where.

One pass with a stack of open units. A mark continues the series whose next number it carries; a
mark of a new style opens a list inside the unit that the usual order of styles and the marks
still to come speak for. Marks that fit nowhere stay text and are reported.
"""

from __future__ import annotations

import re

from corpus.clause import ClauseKind
from corpus.outline.lines import Line, wrap_width
from corpus.outline.marks import Mark, Style
from corpus.outline.node import Node
from corpus.outline.sequence import Sequence
from corpus.outline.unnumbered import ends_document, heading_rank, list_is_over

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
        self._marks = Sequence(lines)

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
        node = Node(kind, line.start, token, None, style, mark.number, style.rank, mark.printed)
        self.add(node, line, parent)
        self._remember(node)
        return True

    def place_text(self, i: int) -> None:
        """Put the unmarked line ``i`` where it belongs."""
        line = self.lines[i]
        if self.place_heading(i):
            return
        self._leave_finished(i, line)
        node = Node(ClauseKind.PARAGRAPH, line.start, "")
        self.add(node, line, self.stack[-1] if self.stack else None)
        mark = self.lines[i + 1].mark if i + 1 < len(self.lines) else None
        if line.colon and mark and self._holds_list(node, mark):
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
        if self._last.get(mark.style) == number - 1 or self._marks.is_next(
            i, mark.style, number + 1
        ):
            return mark.style
        return other if self._marks.is_next(i, other, number + 1) else mark.style

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
            if (anchored and mark.strong) or self._marks.is_next(i, mark.style, 2):
                return self._level(i, style)
            return "句中换行，不是编号"
        if not anchored:
            return "句中换行，不是编号"
        if last < number <= last + _GAP and last and mark.strong:
            return self._level(i, style)
        if self._marks.is_next(i, mark.style, number + 1):
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
            if not (anchored or self._marks.is_next(i, mark.style, 2)):
                return "句中换行，不是编号"
            if self._introduces(i) and len(self.stack) < _DEEPEST:
                return len(self.stack)
            return depth
        if not anchored or not mark.strong:
            return "编号不连续"
        if number == current or current < number <= current + _GAP:
            return depth
        if style is Style.ARTICLE and number > current:
            return depth
        if self._marks.is_next(i, mark.style, number + 1):
            return depth
        return "编号不连续"

    def _introduces(self, i: int) -> bool:
        """Whether the line before opens a list of its own inside the unit on top."""
        before = self.lines[i - 1] if i else None
        top, mark = self.stack[-1], self.lines[i].mark
        if before is not top.lines[-1] or mark is None:
            return False
        heading = before is top.lines[0] and not before.text.endswith(("。", "；", ";"))
        return before.colon or (heading and top.style is not None and top.style < mark.style)

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
        following = self._marks.next(i, node.style, node.number + 1)
        if following is None:
            return False
        outer = [
            self._marks.next(i, above.style, above.number + 1)
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
        rank = heading_rank(self.lines, self._marks, self.stack, i)
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
        if self.stack and ends_document(line, self._marks, self.stack, i):
            self.stack.clear()
        if not self.stack:
            return
        restart = self._restarts(i, line)
        if restart is not None:
            del self.stack[restart:]
        elif line.resumes or list_is_over(self.stack[-1], self._marks.following(i)):
            self.stack.pop()
        while self.stack and self.stack[-1].kind is ClauseKind.PARAGRAPH:
            self.stack.pop()

    def _restarts(self, i: int, line: Line) -> int | None:
        """Depth of the open list that ``line`` ends by introducing a new one of its style."""
        mark = self.lines[i + 1].mark if i + 1 < len(self.lines) else None
        if mark is None or mark.number != 1 or not line.colon:
            return None
        for depth in range(len(self.stack) - 1, -1, -1):
            if self.stack[depth].style is mark.style:
                return depth
        return None

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
