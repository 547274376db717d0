"""Which kinds of fault an answer has, from the checks of its score and what was measured beside."""

from __future__ import annotations

from bot.records.outcome import Fault
from evals.judge import Judged


def faults_of(one: Judged) -> tuple[Fault, ...]:
    """Every kind of fault of a judged case, in the order of the list; none where all is well."""
    score, row, case = one.score, one.answered.row, one.case
    if "error" in one.answered.trace:
        return (Fault.SILENT,)
    failing = {name for name, holds in score.checks.items() if not holds}
    found = {
        Fault.AMOUNT: "amount" in failing and bool(row.amounts),
        Fault.NO_AMOUNT: "amount" in failing and not row.amounts,
        Fault.INVENTED: "invented" in failing,
        Fault.UNCITED: "citation" in failing,
        Fault.OVERCITED: score.citations > score.citations_gold,
        Fault.MISQUOTED: one.quotes_verbatim < len(row.citations),
        Fault.LACKING: "must" in failing,
        Fault.FORBIDDEN: "must_not" in failing,
        Fault.NOT_REFUSED: "refusal" in failing and not case.answerable,
        Fault.REFUSED: "refusal" in failing and case.answerable,
        Fault.NOT_ASKED: "clarification" in failing and case.needs_clarification,
        Fault.ASKED: "clarification" in failing and not case.needs_clarification,
        Fault.STATUS: "status" in failing,
        Fault.UNFOUNDED: bool(one.unfounded),
    }
    return tuple(fault for fault in Fault if found.get(fault))
