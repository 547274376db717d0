"""A node of the outline while it is being built."""

from __future__ import annotations

from dataclasses import dataclass, field

from corpus.clause import ClauseKind
from corpus.outline.lines import Line
from corpus.outline.marks import Style


@dataclass(slots=True, eq=False)
class Node:
    """A unit of the text: begins at ``start`` and owns the characters up to the next node."""

    kind: ClauseKind
    start: int
    token: str
    parent: Node | None = None
    style: Style | None = None  # None for what carries no mark
    number: int | None = None
    rank: int = 99  # how deep it usually stands: that of its style, of a heading one less
    printed: str = ""  # the mark as printed
    lines: list[Line] = field(default_factory=list)  # its own text, line by line
    children: list[Node] = field(default_factory=list)
    held: set[Style] = field(default_factory=set)  # styles of its children
    lead: str = ""  # the last line of text before its latest list: “…符合下列条件：”
    has_paragraphs: bool = False
    is_field: bool = False  # a field of a card: 申报条件
    end: int = 0

    @property
    def tail(self) -> str:
        """The last printed line of the node's own text."""
        return self.lines[-1].text if self.lines else ""
