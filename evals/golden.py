"""Hand-worked cases of the engine: read them, run them, say what differs.

The cases are data written from the texts alone (tests/bot/engine/golden.yaml). Amounts there are
read by a small reader of their own, so that a mistake of the number grammar can't hide itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from bot.engine.compute import compute
from bot.engine.form import read_facts
from bot.engine.result import Computation, Kind
from corpus.document import Document
from corpus.rules import Rule

GOLDEN = Path(__file__).parents[1] / "tests" / "bot" / "engine" / "golden.yaml"
DEFAULT_DAY = date(2026, 11, 22)
_UNITS = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Golden:
    """One case: facts as typed, the day asked on, and what must come out."""

    rule_id: str
    line: str
    facts: tuple[tuple[str, str], ...]
    as_of: date
    kind: Kind
    bounds: Bounds | None
    parts: tuple[Bounds, ...] | None
    missing: str
    alternative: tuple[Kind, Bounds] | None


def read_golden(path: Path = GOLDEN) -> tuple[Golden, ...]:
    """Read the case file; see its head for the format."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        _case(rule_id, line.strip())
        for rule_id, block in content.items()
        for line in block.splitlines()
        if line.strip() and not line.strip().startswith("#")
    )


def _case(rule_id: str, line: str) -> Golden:
    left, right = (side.strip() for side in line.split("=>"))
    as_of = DEFAULT_DAY
    words = left.split()
    if words[0].startswith("@"):
        as_of = date.fromisoformat(words.pop(0)[1:])
    facts = tuple((w.split("=")[0], w.split("=")[1]) for w in words if w != "(none)")
    first, *rest = (part.strip() for part in right.split(";"))
    more = dict(part.split(" ", 1) for part in rest)
    kind, *amount = first.split()
    return Golden(
        rule_id, line, facts, as_of, Kind(kind),
        _bounds(Kind(kind), amount[0]) if amount else None,
        tuple(_interval(p) for p in more["parts"].split()) if "parts" in more else None,
        more.get("missing", ""), _alternative(more.get("alt", "")),
    )  # fmt: skip


def _alternative(text: str) -> tuple[Kind, Bounds] | None:
    if not text:
        return None
    kind, amount = text.split()
    return Kind(kind), _bounds(Kind(kind), amount)


def _bounds(kind: Kind, text: str) -> Bounds:
    if kind is Kind.AT_MOST:
        return Decimal(0), _amount(text)
    if kind is Kind.AT_LEAST:
        return _amount(text), None
    return _interval(text)


def _interval(text: str) -> Bounds:
    low, _, high = text.partition("..")
    return _amount(low), _amount(high or low)


def _amount(text: str) -> Decimal:
    unit = _UNITS.get(text[-1])
    return Decimal(text[:-1]) * unit if unit else Decimal(text)


def differences(case: Golden, found: Computation) -> Iterator[str]:
    """Say in which points a computation differs from a case."""
    if found.kind is not case.kind:
        yield f"kind {found.kind.value}"
    if case.bounds is not None and (found.low, found.high) != case.bounds:
        yield f"{found.low}..{found.high}"
    if case.parts is not None and tuple((p.low, p.high) for p in found.parts) != case.parts:
        yield f"parts {[(p.low, p.high) for p in found.parts]}"
    names = [missing.name for missing in found.missing]
    if case.missing and case.missing not in names:
        yield f"missing {names}"
    if not case.missing and names:
        yield f"asks {names}"
    others = [(other.kind, (other.low, other.high)) for other in found.alternatives]
    if others != ([case.alternative] if case.alternative else []):
        yield f"alternatives {others}"


def run_golden(
    case: Golden, rules: Mapping[str, Rule], documents: Mapping[str, Document]
) -> Iterator[str]:
    """Run one case; yields what differs, nothing where it passes.

    Raises:
        FactError: the facts can't be used.
        KeyError: the rule does not exist.

    """
    rule = rules[case.rule_id]
    facts = read_facts([rule], case.facts)
    found = compute(rule, facts, as_of=case.as_of, document=documents[rule.document_id])
    yield from differences(case, found)
