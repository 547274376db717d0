"""What a judged case counts for. Every case counts in every measure that applies to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Final

from bot.records.outcome import MEASURES, Outcome
from evals.case import Case
from evals.faults import faults_of
from evals.judge import Judged

_NO_PART_OF_IT: Final = frozenset({"id", "category", "note"})  # of what is asked and what is right


def _check(name: str) -> Callable[[Judged], tuple[int, int]]:
    return lambda one: (int(one.score.checks.get(name, False)), int(name in one.score.checks))


# measure → (good, total) of one case
_COUNTED: Final[Mapping[str, Callable[[Judged], tuple[int, int]]]] = {
    **{name: _check(name) for name in MEASURES},
    "overall": lambda one: (int(one.score.passed), 1),
    "citation_recall": lambda one: (one.score.groups_cited, one.score.groups),
    "citation_focus": lambda one: (one.score.citations_gold, one.score.citations),
    "verbatim": lambda one: (one.quotes_verbatim, len(one.answered.row.citations)),
    "founded": lambda one: (int(not one.unfounded), 1),
}


def outcome_of(one: Judged) -> Outcome:
    """How a judged case went, as data that outlives the run."""
    counts = {name: count(one) for name, count in _COUNTED.items()}
    row = one.answered.row
    return Outcome(
        case_id=one.case.id,
        stamp=stamp_of(one.case),
        category=one.case.category,
        clauses=tuple(dict.fromkeys(c for group in one.case.gold_clauses for c in group)),
        turns=one.case.turns,
        passed=one.score.passed,
        faults=faults_of(one),
        reasons=reasons_of(one),
        counts={name: pair for name, pair in counts.items() if pair[1]},
        said=_digest(row.answer_text),
        answer=row.to_json(),
        seconds=round(one.answered.elapsed.wall, 4),
    )


def reasons_of(one: Judged) -> tuple[str, ...]:
    """Why it failed, and what else was noticed, in Chinese."""
    error = one.answered.trace.get("error")
    more = (f"作答出错：{error}",) if error else ()
    unfounded = (f"没有出处的数字：{'、'.join(one.unfounded)}",) if one.unfounded else ()
    return (*one.score.reasons, *more, *unfounded)


def stamp_of(case: Case) -> str:
    """A short text that is another one where the question or what is right of it is another."""
    said = [getattr(case, item.name) for item in fields(case) if item.name not in _NO_PART_OF_IT]
    return _digest(json.dumps(said, ensure_ascii=False, default=str))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
