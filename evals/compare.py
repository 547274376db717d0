"""The last accepted run, and what is worse than it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.measure import MEASURES, Summary, Tally

ACCEPTED = Path(__file__).with_name("accepted.json")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the accepted one. ``lower`` names measures whose share fell."""

    accepted: Mapping[str, Tally]
    lower: tuple[str, ...]
    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]

    @property
    def regressed(self) -> bool:
        """Whether a measure fell or a case that passed does so no longer."""
        return bool(self.lower or self.newly_failing)


def compare(summary: Summary, ids: Collection[str], path: Path = ACCEPTED) -> Comparison | None:
    """Compare with the accepted run; None where none was accepted yet.

    Measures are compared as shares, cases one by one among those that are still in the set.
    """
    if not path.is_file():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    accepted = {name: Tally(*counts) for name, counts in stored["measures"].items()}
    before, now = set(stored["passed"]), set(summary.passed)
    return Comparison(
        accepted=accepted,
        lower=tuple(n for n in MEASURES if _fell(accepted.get(n), summary.measures[n])),
        newly_failing=tuple(sorted((before - now) & set(ids))),
        newly_passing=tuple(sorted(now - before)),
    )


def accept(summary: Summary, path: Path = ACCEPTED) -> None:
    """Make this run the one that later runs are compared with."""
    text = json.dumps(summary.to_json(), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _fell(before: Tally | None, now: Tally) -> bool:
    if before is None or before.share is None or now.share is None:
        return False
    return now.good * before.total < before.good * now.total
