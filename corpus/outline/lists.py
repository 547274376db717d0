"""Where a list of marks begins below the text that introduces it, and where it is over."""

from __future__ import annotations

from corpus.clause import ClauseKind
from corpus.outline.lines import Line
from corpus.outline.marks import Mark, Style
from corpus.outline.node import Node


def introduces(lines: list[Line], top: Node, i: int) -> bool:
    """Whether the line before line ``i`` opens a list of its own inside the unit ``top``."""
    before = lines[i - 1] if i else None
    mark = lines[i].mark
    if before is not top.lines[-1] or mark is None:
        return False
    heading = before is top.lines[0] and not before.text.endswith(("。", "；", ";"))
    return before.colon or (heading and top.style is not None and top.style < mark.style)


def restart_depth(lines: list[Line], stack: list[Node], i: int) -> int | None:
    """Depth of the open list that line ``i`` ends by introducing a new one of its style."""
    mark = lines[i + 1].mark if i + 1 < len(lines) else None
    if mark is None or mark.number != 1 or not lines[i].colon:
        return None
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].style is mark.style:
            return depth
    return None


def holds_list(node: Node, mark: Mark) -> bool:
    """Whether a list hangs on its introducing paragraph (款) rather than on the unit."""
    parent = node.parent
    if mark.number != 1:
        return False
    if parent is None:
        return True
    again = mark.style in parent.held
    second = bool(parent.lines[0].body) or parent.children[0] is not node
    return again or (parent.style is Style.ARTICLE and second)


def list_is_over(item: Node, following: Mark | None) -> bool:
    """Whether ``item`` is the last of a list that its parent's sentence holds.

    Text behind such a list goes on with the parent: the items end with ； and the last with 。,
    or a line ending with ： introduced them and none of them has a second paragraph.
    """
    parent = item.parent
    if item.style is None or item.number is None or item.style < Style.CN or item.children:
        return False
    if parent is None or (parent.style is None and parent.kind is not ClauseKind.PARAGRAPH):
        return False
    if following and following.style is item.style and following.number == item.number + 1:
        return False
    sibling = parent.children[-2] if len(parent.children) > 1 else item
    if sibling is item or sibling.style is not item.style:
        return False
    if not item.tail.endswith(("。", "；", "）")):
        return False
    introduced = parent.lead.endswith(("：", ":"))
    listed = sibling.tail.endswith(("；", ";")) and item.tail.endswith("。")
    return listed or (introduced and not sibling.has_paragraphs)
