"""Two runs side by side, case by case, over the cases that both of them hold.

A verdict over differing sets says nothing: 97 % of hard questions may be more than 99 % of easy
ones. So every figure here is counted anew over the shared cases, and what only one run holds is
named and otherwise left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.records.outcome import MEASURES, Fault, Outcome
from bot.records.summary import Summary, Tally, passed, summarise

Pair = tuple[Outcome, Outcome]  # before, after


@dataclass(frozen=True, slots=True)
class Line:
    """A category or a clause in both runs, over the shared cases."""

    name: str
    before: Tally
    after: Tally
    newly_right: tuple[str, ...]
    newly_wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultLine:
    """In how many of the shared cases a kind of fault was found in each run."""

    fault: Fault
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """``altered``: the id is in both, but question or right answer differ, so it isn't shared."""

    shared: tuple[Pair, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    altered: tuple[str, ...]

    @cached_property
    def before(self) -> Summary:
        """The first run, over the shared cases alone."""
        return summarise([one for one, _ in self.shared])

    @cached_property
    def after(self) -> Summary:
        """The second run, over the shared cases alone."""
        return summarise([one for _, one in self.shared])

    @property
    def same_set(self) -> bool:
        """Whether both runs hold the same cases and no others."""
        return not (self.only_before or self.only_after or self.altered)

    @property
    def newly_right(self) -> tuple[Pair, ...]:
        """Failed before, passes now."""
        return tuple(pair for pair in self.shared if pair[1].passed and not pair[0].passed)

    @property
    def newly_wrong(self) -> tuple[Pair, ...]:
        """Passed before, fails now."""
        return tuple(pair for pair in self.shared if pair[0].passed and not pair[1].passed)

    @property
    def reworded(self) -> tuple[Pair, ...]:
        """The verdict is the same, the words of the answer are not."""
        return tuple(
            (one, other)
            for one, other in self.shared
            if one.passed == other.passed and one.said != other.said
        )

    @property
    def fallen(self) -> tuple[str, ...]:
        """Measures whose share is lower over the shared cases."""
        now, then = self.after.measures, self.before.measures
        return tuple(name for name in MEASURES if now[name].below(then[name]))

    @property
    def regressed(self) -> bool:
        """Whether a measure fell or a case that passed does so no longer."""
        return bool(self.fallen or self.newly_wrong)

    @property
    def categories(self) -> tuple[Line, ...]:
        """Both runs by category."""
        names = sorted({one.category for one, _ in self.shared})
        return tuple(
            _line(name, [pair for pair in self.shared if pair[0].category == name])
            for name in names
        )

    @property
    def clauses(self) -> tuple[Line, ...]:
        """Both runs by clause; a case that names several counts in each."""
        names = sorted({clause for one, _ in self.shared for clause in one.clauses})
        return tuple(
            _line(name, [pair for pair in self.shared if name in pair[0].clauses]) for name in names
        )

    @property
    def faults(self) -> tuple[FaultLine, ...]:
        """Both runs by kind of fault, those that one of them has."""
        lines = (
            FaultLine(
                fault,
                sum(fault in one.faults for one, _ in self.shared),
                sum(fault in other.faults for _, other in self.shared),
            )
            for fault in Fault
        )
        return tuple(line for line in lines if line.before or line.after)


def compare(before: Sequence[Outcome], after: Sequence[Outcome]) -> Comparison:
    """Compare two runs. An id occurs once in a run; the order is that of the second."""
    first = {one.case_id: one for one in before}
    second = {one.case_id: one for one in after}
    both = [(first[key], second[key]) for key in second if key in first]
    return Comparison(
        shared=tuple(pair for pair in both if pair[0].stamp == pair[1].stamp),
        only_before=tuple(key for key in first if key not in second),
        only_after=tuple(key for key in second if key not in first),
        altered=tuple(one.case_id for one, other in both if one.stamp != other.stamp),
    )


def _line(name: str, pairs: Sequence[Pair]) -> Line:
    return Line(
        name,
        passed(one for one, _ in pairs),
        passed(other for _, other in pairs),
        tuple(one.case_id for one, other in pairs if other.passed and not one.passed),
        tuple(one.case_id for one, other in pairs if one.passed and not other.passed),
    )
