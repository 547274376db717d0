"""What reading a version of a text kept: characters, boundaries of clauses, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.clause import ClauseKind
from corpus.parse import parse
from evals.intake.source import Source

_NUMBERED = (ClauseKind.CLAUSE, ClauseKind.HEADING, ClauseKind.ANNEX)
_SPACE = re.compile(r"\s")
_FARTHEST = 4_000  # characters lost and added together, beyond which they are not told apart


@dataclass(frozen=True, slots=True)
class Kept:
    """Counts of one version: of the text, and of what reading it gave."""

    characters: int
    lost: int
    added: int
    clauses: int  # numbered units of the plain text
    right: int  # of them, those read with the same label in the same order
    extra: int  # units read that the plain text has not
    nodes: int  # paragraphs and all else
    nodes_right: int
    rows: int
    rows_right: int
    seconds: float

    @property
    def whole(self) -> bool:
        """Whether nothing was lost, added or misplaced."""
        wrong = self.lost or self.added or self.extra
        return not wrong and (self.right, self.nodes_right, self.rows_right) == (
            self.clauses, self.nodes, self.rows,
        )  # fmt: skip

    def __add__(self, other: Kept) -> Kept:
        return Kept(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))


def compare(source: Source, text: str, seconds: float) -> Kept:
    """What ``text``, read from a version of ``source``, kept of it."""
    lost, added = differences(_SPACE.sub("", source.text), _SPACE.sub("", text))
    plain, read = _labels(source.text), _labels(text)
    right = _common(plain, read)
    all_plain, all_read = _labels(source.text, every=True), _labels(text, every=True)
    lines = {_SPACE.sub("", line) for line in text.split("\n")}
    rows = [_SPACE.sub("", row) for row in source.text.split("\n") if row.startswith("|")]
    return Kept(
        characters=len(_SPACE.sub("", source.text)),
        lost=lost,
        added=added,
        clauses=len(plain),
        right=right,
        extra=len(read) - right,
        nodes=len(all_plain),
        nodes_right=_common(all_plain, all_read),
        rows=len(rows),
        rows_right=sum(row in lines for row in rows),
        seconds=seconds,
    )


def _labels(text: str, *, every: bool = False) -> list[str]:
    clauses = parse(text, "text")
    return [clause.id for clause in clauses if every or clause.kind in _NUMBERED]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks())


def differences(a: str, b: str) -> tuple[int, int]:
    """Characters of ``a`` that ``b`` lacks and of ``b`` that ``a`` lacks, at the least (Myers)."""
    while a and b and a[0] == b[0]:
        step = _alike(a, b)
        a, b = a[step:], b[step:]
    reached = {1: 0}
    for distance in range(min(len(a) + len(b), _FARTHEST) + 1):
        for k in range(-distance, distance + 1, 2):
            down = k == -distance or (k != distance and reached[k - 1] < reached[k + 1])
            x = reached[k + 1] if down else reached[k - 1] + 1
            while x < len(a) and 0 <= x - k < len(b) and a[x] == b[x - k]:
                x += 1
            reached[k] = x
            if x >= len(a) and x - k >= len(b):
                lost = (distance + len(a) - len(b)) // 2
                return lost, distance - lost
    return len(a), len(b)


def _alike(a: str, b: str) -> int:
    step = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        step += 1
    return step
