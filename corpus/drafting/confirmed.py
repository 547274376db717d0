"""Drafted rules that somebody of the staff has checked (核对), as ``confirmed.yaml`` keeps them.

A checked rule is bound to the text of its clause: see `corpus.drafting.checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from corpus.clause import Clause
from corpus.document import Document
from corpus.drafting.checks import Check, Checks
from corpus.drafting.draft import Drafts, place_of
from corpus.library import Library
from corpus.problem import DataError
from corpus.rules.compile import compile_rule
from corpus.rules.entry import RuleEntry
from corpus.rules.model import Rule
from corpus.rules.problem import RuleProblem
from corpus.rules.shared import Shared
from corpus.shape import conform, misfits
from corpus.sheet import Sheet

CONFIRMED: Final = "confirmed.yaml"
CHECKS: Final = Checks(CONFIRMED, "rule", "经人工核对的规则。")


class ConfirmedEntry(Check):
    """A rule as it was checked, over the text of its clause."""

    rule: RuleEntry


def read_confirmed(
    entries: list[ConfirmedEntry], sheet: Sheet, library: Library
) -> tuple[Rule, ...]:
    """The rules that hold as checked; what the text no longer says is reported as a note."""
    rules = []
    for at, one in enumerate(entries):
        with sheet.collecting(at, "rule", "clause"):
            clause = library.clause(sheet.folder, one.rule.clause)
            if not one.holds(clause.text):
                sheet.remark(one.void("规则", one.rule.name), (at,))
                continue
            rule = compiled(one.rule, library.document(sheet.folder), clause)
            rules.append(replace(rule, checked=one.signed))
    return tuple(rules)


def examined(
    entry: RuleEntry, document: Document, clause: Clause
) -> tuple[Rule | None, tuple[RuleProblem, ...]]:
    """A checked entry as a rule; or None, and all that the words of the clause say against it."""
    raw = entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    quotes = [entry.quote] if isinstance(entry.quote, str) else entry.quote
    place, beside = place_of(clause, document, quotes)
    rule, problems = compile_rule(raw, place, Shared(), beside, drafted=True)
    return rule, tuple(problems)


def compiled(entry: RuleEntry, document: Document, clause: Clause) -> Rule:
    """A checked entry as a rule.

    Raises:
        DataError: the words of the clause don't bear the entry out; all findings are said.
    """
    rule, problems = examined(entry, document, clause)
    if rule is None:
        raise DataError("；".join(p.message for p in problems), "请对照条文改正")
    return rule


def with_confirmed(drafts: Drafts, confirmed: Iterable[Rule]) -> Drafts:
    """Drafts in which the checked rules take the place of those drafted from the same words."""
    checked = tuple(confirmed)
    kept = tuple(rule for rule in drafts.rules if not any(_overlap(rule, c) for c in checked))
    held = tuple(
        one
        for one in drafts.held
        if not any(
            q.start < one.span.end and one.span.start < q.end for c in checked for q in c.quotes
        )
    )
    return Drafts((*kept, *checked), held, drafts.entries)


def _overlap(rule: Rule, other: Rule) -> bool:
    return any(a.start < b.end and b.start < a.end for a in rule.quotes for b in other.quotes)


def confirm(
    folder: Path, document: Document, clause: Clause, raw: Mapping[str, Any], by: str, on: date
) -> Rule:
    """Keep an entry as checked by somebody on a day; it takes the place of an earlier check.

    Raises:
        DataError: the entry has not the shape of a rule, or the clause does not bear it out.
    """
    entry = entry_from(raw)
    rule = compiled(entry, document, clause)
    plain = entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    CHECKS.keep(folder, plain, clause.text, by, on)
    return rule


def entry_from(raw: Mapping[str, Any]) -> RuleEntry:
    """What was filled in as an entry. Raises DataError: it has not the shape of a rule."""
    try:
        return conform(RuleEntry, raw)
    except ValidationError as error:
        found = "；".join(str(misfit) for _, misfit in misfits(RuleEntry, error))
        raise DataError(found, "请改正后再保存") from error
