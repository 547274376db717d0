"""What the words of a rule leave open, said once for every computation of it."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.rules.model import Direction, Role, Term, Unit

_GROWING = (
    Role.RATE,
    Role.RATE_CEILING,
    Role.RATE_FLOOR,
    Role.RATE_RANGE,
    Role.SEQUENCE,
    Role.UNIT_AMOUNT,
    Role.UNIT_CEILING,
    Role.UNIT_FLOOR,
    Role.UNIT_RANGE,
)  # what is paid grows with a fact: where it ends has to be said


def notes(terms: Mapping[str, Term], unit: Unit) -> tuple[str, ...]:
    """Name caps without a scope, amounts without a cap and discretion words."""
    found = []
    for term in terms.values():
        if term.role is Role.CAP:
            found += _cap_notes(term, unit)
        if term.discretion:
            found.append(f"原文用“{term.discretion}”，由主管部门裁量，结果不是确定数额。")
    if any(term.role in _GROWING for term in terms.values()) and not any(
        map(_is_cap, terms.values())
    ):
        found.append("原文未载明金额上限。")
    return tuple(found)


def _is_cap(term: Term) -> bool:
    """Whether it is the most that is paid, of each kind it may be."""
    of_kinds = term.role is Role.KINDS and term.money and term.direction is Direction.CEILING
    return term.role is Role.CAP or of_kinds


def _cap_notes(term: Term, unit: Unit) -> list[str]:
    scope = term.scope
    if not scope.words:
        return [f"原文“{term.span.text}”未写明按企业、按项目还是按年度计；此处按一次申报计。"]
    if scope.entity and not scope.yearly and unit.yearly:
        return [f"原文“{term.span.text}”未写明是每年还是各年合计；按文字以各年合计计算。"]
    if scope.yearly and not scope.entity:
        return [f"原文“{term.span.text}”未写明按企业还是按项目计；此处按申报企业每年计。"]
    return []
