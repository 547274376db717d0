"""What a signature under a reading rests on (basis): its own words, the clauses, their rules.

Nothing in it hangs on where a clause stands in its text, or on how a rule is kept in memory: a
change elsewhere in the text, or of this program, voids no signature.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from corpus.clause import Clause
from corpus.library import Library
from corpus.readings import Reading, entry_of
from corpus.rules.model import Rule


def basis(reading: Reading, library: Library, rules: Iterable[Rule]) -> str:
    """SHA-256 over the reading, the clauses it is about or quotes, and the rules of those."""
    clauses = {one.key: one for one in reading.clauses}
    clauses |= {ground.clause.key: ground.clause for ground in reading.grounds}
    bound = sorted(
        (_said(rule) for rule in rules if _is_of(rule, clauses.values(), library)),
        key=lambda said: str(said["id"]),
    )
    said = {
        "reading": entry_of(reading).model_dump(mode="json", exclude_none=True),
        "clauses": {key: library.full_text(one) for key, one in sorted(clauses.items())},
        "rules": bound,
    }
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _is_of(rule: Rule, clauses: Iterable[Clause], library: Library) -> bool:
    """Whether a rule computes from one of the clauses, or from a part of one."""
    return any(
        rule.document_id == clause.document_id
        and any(clause.start <= quote.start < library.end(clause) for quote in rule.quotes)
        for clause in clauses
    )


def _said(rule: Rule) -> Mapping[str, Any]:
    """What a rule says, by the words it is bound to."""
    return {
        "id": rule.id,
        "quotes": [quote.text for quote in rule.quotes],
        "amount": rule.amount_text,
        "terms": {
            name: [term.role.value, *(span.text for span in term.spans)]
            for name, term in rule.terms.items()
        },
        "inputs": {name: [one.type.value, one.span.text] for name, one in rule.inputs.items()},
        "conditions": [[one.name, one.span.text, one.excludes] for one in rule.conditions],
        "unit": [rule.unit.items, rule.unit.yearly],
    }
