"""What an answer to a generated case is worth: right, asked, flagged or wrong.

An amount that is stated and is not the truth is wrong; one that is stated only under a printed
condition is flagged; a question, a refusal or a quotation instead of the truth is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from evals.case import Row
from evals.generate.truth import Due

_DENIED = re.compile(
    r"不符合|不满足|没有(资助|补贴|奖励|扶持)|0元|未满|不予|已届满|不能(重复|申请|享受)|不再|不属于"
)
_IF = ("如果满足", "若")
_SHOWN = re.compile(r"([\d,]+(?:\.\d+)?)万元")
_ANY = re.compile(r"([\d,]+(?:\.\d+)?)(万元|元)")
_BETWEEN = re.compile(r"在([\d,.]+)(万元|元)至([\d,.]+)(万元|元)之间")
_POSITIVE = frozenset({"exact", "at_most", "at_least", "range"})


class Verdict(StrEnum):
    """The four classes, in the order they are printed."""

    RIGHT = "right"
    ASKED = "asked"
    FLAGGED = "flagged"
    WRONG = "wrong"


def judge(due: Due, row: Row) -> Verdict:
    """Class an answer; a wrong amount under a printed condition is told apart."""
    if due.kind == "reverse":
        verdict = _reverse(due, row)
    else:
        verdict = _amount(due, row) if row.amounts else _no_amount(due, row)
    conditional = getattr(row, "grade", None) == "conditional"
    return Verdict.FLAGGED if verdict is Verdict.WRONG and conditional else verdict


def _amount(due: Due, row: Row) -> Verdict:
    """Class a stated amount; of several parts, the whole or one of them must be the truth."""
    total = sum(row.amounts, Decimal(0))
    parts = row.amounts if len(row.amounts) > 1 else ()
    accepted = _accepted(due)
    if _any_close((total, *parts), accepted) or (due.kind == "zero" and not total):
        return Verdict.RIGHT
    hedged = row.asked or row.refused or _opening(row).startswith(_IF)
    return Verdict.ASKED if hedged else Verdict.WRONG


def _no_amount(due: Due, row: Row) -> Verdict:
    """Class an answer without an amount of its own; its first line may still conclude."""
    opening = _opening(row)
    if not row.answer_text:
        return Verdict.WRONG  # no answer: a crash
    if opening.startswith(_IF):
        return _conditional(due, opening)
    if between := _BETWEEN.search(opening):
        return _range(due, between)
    if due.kind in {"ask", "none"}:
        return Verdict.RIGHT
    denied = _DENIED.search(opening) is not None
    if due.kind == "zero" and denied:
        return Verdict.RIGHT
    return Verdict.WRONG if denied and due.kind in _POSITIVE else Verdict.ASKED


def _conditional(due: Due, opening: str) -> Verdict:
    shown = [_yuan(found, "万元") for found in _SHOWN.findall(opening)]
    if _any_close(shown, _accepted(due)):
        return Verdict.RIGHT
    return Verdict.WRONG if shown and due.kind not in {"ask", "none"} else Verdict.ASKED


def _range(due: Due, between: re.Match[str]) -> Verdict:
    low, high = (_yuan(between[at], between[at + 1]) for at in (1, 3))
    inside = any(low - 1 <= truth <= high + 1 for truth in _accepted(due))
    return Verdict.RIGHT if due.kind == "range" and inside else Verdict.WRONG


def _reverse(due: Due, row: Row) -> Verdict:
    """Class what must be spent for an amount: said in the first line, it must be the truth."""
    opening = _opening(row)
    shown = [_yuan(number, unit) for number, unit in _ANY.findall(opening)]
    if _any_close(shown, _accepted(due)):
        return Verdict.RIGHT
    hedged = row.asked or row.refused or opening.startswith(_IF)
    return Verdict.ASKED if row.answer_text and (hedged or not shown) else Verdict.WRONG


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number.replace(",", "")) * (10000 if unit == "万元" else 1)


def _accepted(due: Due) -> tuple[Decimal, ...]:
    return (*(() if due.amount is None else (due.amount,)), *due.others)


def _any_close(found: Iterable[Decimal], truths: Iterable[Decimal]) -> bool:
    wanted = tuple(truths)
    slack = Decimal("0.001")
    return any(abs(a - b) <= max(Decimal("0.5"), abs(b) * slack) for a in found for b in wanted)


def _opening(row: Row) -> str:
    return row.answer_text.split("\n")[0]
