"""A message as blocks of words: what laws rearrange, and what the user in the end types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

_ENDS = ("。", "？", "！", "…")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of words that stays together; ``kind`` is fact, condition, aside, introduction."""

    text: str
    kind: str = "aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Blocks with a question behind or before them, cut into turns, and turns that follow.

    ``cuts`` are the blocks that begin a new turn; the number of blocks puts the question alone.
    """

    blocks: tuple[Block, ...]
    ask: str
    before: str = ""
    after: str = ""
    joiner: str = "，"
    ask_first: bool = False
    cuts: tuple[int, ...] = ()
    follow: tuple[str, ...] = ()

    def turns(self) -> tuple[str, ...]:
        """Return what the user says, turn by turn."""
        if not self.cuts:
            return (self._whole(), *self.follow)
        bounds = [0, *self.cuts, len(self.blocks)]
        groups = [self.blocks[a:b] for a, b in pairwise(bounds)]
        said = [self._said(group) for group in groups]
        said[0] = _joined("，", self.before, said[0])
        asked = _joined(self.joiner, said[-1], f"{self.ask}？")
        return (*said[:-1], asked + self.after, *self.follow)

    def changed(self, *, blocks: Sequence[Block], cuts: Sequence[int] = ()) -> Message:
        """The same message with other blocks or other turns."""
        return replace(self, blocks=tuple(blocks), cuts=tuple(cuts))

    def _whole(self) -> str:
        said = self._said(self.blocks)
        if self.ask_first:
            said = f"{said}。" if said else ""
            return _joined("，", self.before, f"{self.ask}？{said}") + self.after
        return _joined("，", self.before, _joined(self.joiner, said, f"{self.ask}？")) + self.after

    def _said(self, blocks: Sequence[Block]) -> str:
        return self.joiner.join(block.text for block in blocks)


def _joined(by: str, first: str, second: str) -> str:
    if not first or not second:
        return first or second
    return first + ("" if first.endswith(_ENDS) else by) + second
