"""The figures of a run: every measure over its cases, by category, clause and kind of fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from bot.records.outcome import MEASURES, Fault, Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many; ``share`` is None where nothing was counted."""

    good: int
    total: int

    @property
    def share(self) -> float | None:
        """The share that is good, 0 to 1."""
        return self.good / self.total if self.total else None

    def below(self, other: Tally) -> bool:
        """Whether this share is lower than the other; not where one of them counts nothing."""
        return bool(self.total) and self.good * other.total < other.good * self.total

    def __str__(self) -> str:
        return "—" if self.share is None else f"{self.good}/{self.total}（{self.share:.1%}）"


@dataclass(frozen=True, slots=True)
class FaultTally:
    """In how many cases a kind of fault was found: among those that failed, that passed anyway."""

    failed: int
    passed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures over some cases. A case that names several clauses counts in each.

    ``median_length`` is that of the answers in characters; 0 where they were not kept.
    """

    measures: Mapping[str, Tally]
    categories: Mapping[str, Mapping[str, Tally]]
    clauses: Mapping[str, Tally]
    faults: Mapping[Fault, FaultTally]
    median_length: int

    def to_json(self) -> dict[str, Any]:
        """Counts only; shares follow from them."""
        return {
            "measures": _pairs(self.measures),
            "categories": {name: _pairs(each) for name, each in self.categories.items()},
            "clauses": _pairs(self.clauses),
            "faults": {str(kind): [n.failed, n.passed] for kind, n in self.faults.items()},
            "median_length": self.median_length,
        }


def summarise(outcomes: Sequence[Outcome]) -> Summary:
    """Count everything over some cases."""
    categories = sorted({one.category for one in outcomes})
    clauses = sorted({clause for one in outcomes for clause in one.clauses})
    return Summary(
        measures=measure(outcomes),
        categories={
            name: measure([one for one in outcomes if one.category == name]) for name in categories
        },
        clauses={
            clause: passed(one for one in outcomes if clause in one.clauses) for clause in clauses
        },
        faults=faults(outcomes),
        median_length=int(median(map(_length, outcomes))) if outcomes else 0,
    )


def measure(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """Every measure over some cases."""
    pairs = {name: [one.counts.get(name, (0, 0)) for one in outcomes] for name in MEASURES}
    return {
        name: Tally(sum(good for good, _ in each), sum(total for _, total in each))
        for name, each in pairs.items()
    }


def passed(outcomes: Iterable[Outcome]) -> Tally:
    """How many passed."""
    told = [one.passed for one in outcomes]
    return Tally(sum(told), len(told))


def faults(outcomes: Iterable[Outcome]) -> dict[Fault, FaultTally]:
    """How often each kind of fault was found, those found only, the most frequent first."""
    found: dict[Fault, list[int]] = {}
    for one in outcomes:
        for fault in one.faults:
            found.setdefault(fault, [0, 0])[one.passed] += 1
    order = sorted(found, key=lambda fault: (-found[fault][0], -found[fault][1], str(fault)))
    return {fault: FaultTally(*found[fault]) for fault in order}


def _length(one: Outcome) -> int:
    return len(one.answer.get("answer_text", ""))


def _pairs(tallies: Mapping[str, Tally]) -> dict[str, list[int]]:
    return {name: [tally.good, tally.total] for name, tally in tallies.items()}
