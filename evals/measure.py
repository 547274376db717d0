"""What a run is measured by. Every case counts in every measure that applies to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from evals.judge import Judged


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many; ``share`` is None where nothing was counted."""

    good: int
    total: int

    @property
    def share(self) -> float | None:
        """The share that is good, 0 to 1."""
        return self.good / self.total if self.total else None

    def __str__(self) -> str:
        return "—" if self.share is None else f"{self.good}/{self.total}（{self.share:.1%}）"


def _check(name: str) -> Callable[[Judged], tuple[int, int]]:
    return lambda one: (int(one.score.checks.get(name, False)), int(name in one.score.checks))


# name → title and, for one case, (good, total). Higher is better in all of them.
MEASURES: Mapping[str, tuple[str, Callable[[Judged], tuple[int, int]]]] = {
    "overall": ("整体通过", lambda one: (int(one.score.passed), 1)),
    "amount": ("金额准确", _check("amount")),
    "citation_recall": ("引用召回", lambda one: (one.score.groups_cited, one.score.groups)),
    "citation_focus": ("引用准确", lambda one: (one.score.citations_gold, one.score.citations)),
    "verbatim": (
        "引文逐字一致",
        lambda one: (one.quotes_verbatim, len(one.answered.row.citations)),
    ),
    "must": ("要点齐全", _check("must")),
    "must_not": ("无禁止内容", _check("must_not")),
    "refusal": ("拒答得当", _check("refusal")),
    "clarification": ("追问得当", _check("clarification")),
    "invented": ("无凭空金额", _check("invented")),
    "founded": ("数字均有出处", lambda one: (int(not one.unfounded), 1)),
}


@dataclass(frozen=True, slots=True)
class Summary:
    """The measures of one system over a set of cases.

    ``overall`` by category and by gold clause; a case with several gold clauses counts in each.
    """

    system: str
    measures: Mapping[str, Tally]
    categories: Mapping[str, Mapping[str, Tally]]
    clauses: Mapping[str, Tally]
    median_length: int
    passed: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Counts only; shares follow from them."""
        return {
            "system": self.system,
            "measures": _counts(self.measures),
            "categories": {name: _counts(tallies) for name, tallies in self.categories.items()},
            "clauses": _counts(self.clauses),
            "median_length": self.median_length,
            "passed": list(self.passed),
        }


def summarise(system: str, judged: Sequence[Judged]) -> Summary:
    """Count everything over the judged cases of one system."""
    categories = sorted({one.case.category for one in judged})
    clauses = sorted({address for one in judged for address in _clauses(one)})
    return Summary(
        system=system,
        measures=measure(judged),
        categories={
            name: measure([one for one in judged if one.case.category == name])
            for name in categories
        },
        clauses={
            address: _tally("overall", (one for one in judged if address in _clauses(one)))
            for address in clauses
        },
        median_length=int(median(len(one.answered.row.answer_text) for one in judged)),
        passed=tuple(sorted(one.case.id for one in judged if one.score.passed)),
    )


def measure(judged: Sequence[Judged]) -> dict[str, Tally]:
    """Every measure over some judged cases."""
    return {name: _tally(name, judged) for name in MEASURES}


def _tally(name: str, judged: Iterable[Judged]) -> Tally:
    pairs = [MEASURES[name][1](one) for one in judged]
    return Tally(sum(good for good, _ in pairs), sum(total for _, total in pairs))


def _clauses(one: Judged) -> set[str]:
    return {address for group in one.case.gold_clauses for address in group}


def _counts(tallies: Mapping[str, Tally]) -> dict[str, list[int]]:
    return {name: [tally.good, tally.total] for name, tally in tallies.items()}
