"""An award: what a sentence grants, as stretches of the sentence."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.drafting.sentences import Sentence
from corpus.rules.model import Role


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is granted, with the words that say how: ``plain[start:end]``."""

    role: Role
    start: int
    end: int
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One kind and what it gets, as offsets in ``plain``."""

    kind: tuple[int, int]
    cell: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Steps:
    """Thresholds of one measure, as offsets in ``plain``: 营业收入 · 突破 · 1000万元、5000万元.

    ``lead`` None: each edge has its own words of reaching it (50人以上).
    """

    what: tuple[int, int]
    lead: tuple[int, int] | None
    edges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A cap that is a share of an amount: 不超过项目实际投资的20%."""

    base: tuple[int, int]
    figure: Figure


@dataclass(frozen=True)
class Award:
    """What a sentence grants. ``head`` is where the addressee ends and the award begins."""

    sentence: Sentence
    shape: str
    kind: str  # 补贴
    head: int
    figure: Figure
    base: tuple[int, int] | None = None  # of a rate: the amount it is taken of
    over: tuple[int, int] | None = None  # of a rate: only what exceeds this is counted
    caps: tuple[Figure, ...] = ()
    quotas: tuple[Figure, ...] = ()  # of how many it is paid for
    listed: tuple[tuple[int, int], ...] = ()  # limits that are told with the conditions
    ratio: Ratio | None = None  # a cap that is a share of an amount
    rows: tuple[Row, ...] = ()  # of kinds: what each gets
    cap_rows: tuple[Row, ...] = ()  # of kinds: the most that each gets
    told: tuple[int, int] | None = None  # of kinds: words in front that hold for each of them
    notes: tuple[str, ...] = ()  # what to say of it besides
    steps: Steps | None = None  # where the kinds are thresholds of one measure

    @property
    def of_month(self) -> bool:
        """Whether it is a rate of what is earned or paid in a month."""
        return self.base is not None and "月" in self.sentence.plain[slice(*self.base)]

    @property
    def end(self) -> int:
        """Where the award ends in ``plain``; behind it stands only what changes nothing."""
        ends = [one.end for one in (self.figure, *self.caps, *self.quotas)]
        ends += [self.ratio.figure.end] if self.ratio else []
        ends += [row.cell[1] for row in self.cap_rows]
        return max([*ends, *(end for _, end in self.listed)])


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why nothing is drafted from words that look like a grant."""

    words: str
    why: str
