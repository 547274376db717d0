"""Drafted rules that somebody of the staff has checked (核对), as ``confirmed.yaml`` keeps them.

A checked rule is bound to the text of its clause by a hash: where the text has changed since, the
check no longer holds, that is said, and the rule is drafted anew and labelled as unchecked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import yaml
from pydantic import Field, Strict, ValidationError

from corpus.clause import Clause
from corpus.document import Document
from corpus.drafting.draft import Drafts, place_of
from corpus.files import replace_file
from corpus.library import Library
from corpus.problem import DataError, shown
from corpus.rules.compile import compile_rule
from corpus.rules.entry import RuleEntry
from corpus.rules.model import Rule
from corpus.rules.problem import RuleProblem
from corpus.rules.shared import Shared
from corpus.shape import Shape, Words, conform, misfits
from corpus.sheet import Sheet

CONFIRMED: Final = "confirmed.yaml"
_HEAD: Final = "# 经人工核对的规则。由核对页面写入；正文改动后相应的核对自动失效。\n"


class ConfirmedEntry(Shape):
    """A rule with who checked it and when, and the hash of the clause's text then."""

    by: Words
    on: Annotated[date, Strict(False)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    rule: RuleEntry


def read_confirmed(
    entries: list[ConfirmedEntry], sheet: Sheet, library: Library
) -> tuple[Rule, ...]:
    """The rules that hold as checked; what the text no longer says is reported as a note."""
    rules = []
    for at, one in enumerate(entries):
        with sheet.collecting(at, "rule", "clause"):
            clause = library.clause(sheet.folder, one.rule.clause)
            if clause_hash(clause) != one.sha256:
                found = f"{one.by}核对的规则{shown(one.rule.name)}已失效：正文在核对以后改动过"
                sheet.remark(DataError(found, "请重新核对"), (at,))
                continue
            rule = compiled(one.rule, library.document(sheet.folder), clause)
            rules.append(replace(rule, checked=f"{one.by} {one.on.isoformat()}"))
    return tuple(rules)


def clause_hash(clause: Clause) -> str:
    """SHA-256 of a clause's own text."""
    return hashlib.sha256(clause.text.encode()).hexdigest()


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
    if not by.strip():
        raise DataError("没有写核对人", "请写上核对人的姓名")
    entry = entry_from(raw)
    rule = compiled(entry, document, clause)
    kept = [one for one in _held(folder) if one["rule"]["id"] != rule.id]
    plain = entry.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_unset=True)
    said = {"by": by.strip(), "on": on.isoformat(), "sha256": clause_hash(clause), "rule": plain}
    _write(folder, [*kept, said])
    return rule


def entry_from(raw: Mapping[str, Any]) -> RuleEntry:
    """What was filled in as an entry. Raises DataError: it has not the shape of a rule."""
    try:
        return conform(RuleEntry, raw)
    except ValidationError as error:
        found = "；".join(str(misfit) for _, misfit in misfits(RuleEntry, error))
        raise DataError(found, "请改正后再保存") from error


def kept_entry(folder: Path, rule_id: str) -> Mapping[str, Any] | None:
    """The entry of a rule as it was checked; None where nobody has checked it."""
    return next((one["rule"] for one in _held(folder) if one["rule"]["id"] == rule_id), None)


def withdraw(folder: Path, rule_id: str) -> None:
    """Take a check back: the rule is drafted and labelled as unchecked again."""
    _write(folder, [one for one in _held(folder) if one["rule"]["id"] != rule_id])


def _held(folder: Path) -> list[dict[str, Any]]:
    path = folder / CONFIRMED
    return list(yaml.safe_load(path.read_text("utf-8")) or []) if path.exists() else []


def _write(folder: Path, entries: Sequence[Mapping[str, Any]]) -> None:
    """Whole or not at all: a reader never sees half of the file."""
    path = folder / CONFIRMED
    if not entries:
        path.unlink(missing_ok=True)
        return
    text = _HEAD + yaml.safe_dump([*entries], allow_unicode=True, sort_keys=False, width=1000)
    replace_file(path, text)
