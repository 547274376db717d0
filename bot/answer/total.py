"""The total of several matters or applicants, kinds kept apart, and the difference of two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bot.answer.wording import money
from bot.engine.result import Computation, Kind

_CEILING = (Kind.EXACT, Kind.AT_MOST, Kind.NOT_ELIGIBLE)
_FLOOR = (Kind.EXACT, Kind.AT_LEAST, Kind.NOT_ELIGIBLE)


def added(due: Sequence[Computation]) -> Computation | None:
    """One computation that carries the sum; None where a ceiling and a floor would be added."""
    kinds = {computation.kind for computation in due}
    if not (kinds <= set(_CEILING) or kinds <= set(_FLOOR)):
        return None
    kind = next((k for k in (Kind.AT_MOST, Kind.AT_LEAST) if k in kinds), Kind.EXACT)
    low = sum((c.low or Decimal(0) for c in due), Decimal(0))
    high = None if kind is Kind.AT_LEAST else sum((c.high or Decimal(0) for c in due), Decimal(0))
    return replace(due[0], kind=kind, low=low, high=high, parts=(), steps=(), alternatives=())


def difference(pair: Sequence[Computation]) -> Computation | None:
    """One computation that carries the difference; None where that is not one number."""
    one, other = pair
    if Kind.AT_LEAST in (one.kind, other.kind) or None in (one.high, other.high):
        return None
    apart = abs((one.high or Decimal(0)) - (other.high or Decimal(0)))
    return replace(one, kind=Kind.EXACT, low=apart, high=apart, parts=(), steps=(), alternatives=())


def total_phrase(total: Computation) -> str:
    """合计60万元 ｜ 合计最多60万元 ｜ 合计不少于28万元."""
    match total.kind:
        case Kind.AT_MOST:
            return f"合计最多{money(total.high or Decimal(0))}（其中有的只写了上限）。"
        case Kind.AT_LEAST:
            return f"合计不少于{money(total.low or Decimal(0))}（其中有的只写了下限）。"
    return f"合计{money(total.low or Decimal(0))}。"
