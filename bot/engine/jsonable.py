"""A computation as JSON: amounts as strings, so that no reader turns them into floats."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.engine.result import Computation, Step
from corpus.document import Span


def computation_json(found: Computation) -> dict[str, Any]:
    """Return a computation as a JSON object; amounts are strings in 元 with two decimals."""
    return {
        "rule_id": found.rule_id,
        "kind": found.kind.value,
        "low": _amount(found.low),
        "high": _amount(found.high),
        "parts": [
            {"label": p.label, "low": _amount(p.low), "high": _amount(p.high)} for p in found.parts
        ],
        "steps": [_step(step) for step in found.steps],
        "conditions": [
            {"name": c.name, "text": c.text, "state": c.state.value, "ask": c.ask,
             "ground": c.ground, "span": _span(c.span)}
            for c in found.conditions
        ],
        "missing": [
            {"name": m.name, "ask": m.ask, "choices": list(m.choices)} for m in found.missing
        ],
        "assumptions": list(found.assumptions),
        "caveats": list(found.caveats),
        "alternatives": [computation_json(other) for other in found.alternatives],
    }  # fmt: skip


def _step(step: Step) -> dict[str, Any]:
    return {
        "label": step.label, "span": _span(step.span), "reads_as": step.reads_as,
        "formula": step.formula, "low": _amount(step.low), "high": _amount(step.high),
        "bound": step.bound, "ground": step.ground,
    }  # fmt: skip


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.text}


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
