"""A case, its answer and everything measured on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.answerer import Answered
from evals.case import Case, Cited
from evals.provenance import unfounded
from evals.score import Score, grade

if TYPE_CHECKING:
    from corpus.library import Library


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged case.

    ``quotes_verbatim`` of the answer's quotes stand word for word in the clause they name;
    ``unfounded`` are figures of the answer without provenance.
    """

    case: Case
    answered: Answered
    score: Score
    quotes_verbatim: int
    unfounded: tuple[str, ...]


def judge_all(
    cases: Sequence[Case], answers: Sequence[Answered], library: Library
) -> tuple[Judged, ...]:
    """Judge each answer; answers are in the order of the cases."""
    return tuple(judge(c, a, library) for c, a in zip(cases, answers, strict=True))


def judge(case: Case, answered: Answered, library: Library) -> Judged:
    """Grade one answer and look for what no verdict covers: quotes and unfounded figures."""
    row = answered.row if "error" not in answered.trace else None
    verbatim = sum(_verbatim(citation, library) for citation in answered.row.citations)
    figures = unfounded(answered.row.answer_text, answered.grounds)
    return Judged(case, answered, grade(case, row), verbatim, figures)


def _verbatim(citation: Cited, library: Library) -> bool:
    from corpus.library import ClauseNotFoundError

    try:
        clause = library.clause(citation.doc, citation.clause)
    except ClauseNotFoundError:
        return False
    return bool(citation.quote) and citation.quote in library.full_text(clause)
