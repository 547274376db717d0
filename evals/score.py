"""Grading: a case and the row that answers it become a score (评分).

Semantics are those of the shared evals (README and grader there): an item passes when every fatal
check that applies to it holds. What is measured beside that never decides whether an item passes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from evals.address import cited_address, gold_address
from evals.case import Case, Cited, Row
from evals.wording import fold, holds, offends

FATAL = ("amount", "invented", "citation", "must", "must_not", "refusal")
_HALF_YUAN = Decimal("0.5")
_SILENT = re.compile(
    r"(?:未|没有|没|并未|尚未|无)(?:明确|写明|载明|规定|注明|说明|给出|提及|提到|提供|列明|列出|公布"
    r"|披露|涉及|包含|包括|收录|约定|写|找到|查到|具体)"
    r"|无法(?:回答|确定|确认|提供|给出|查到|计算|判断|得知)|不(?:能|便)(?:回答|提供|确定|确认)"
    r"|(?:超出|不在).{0,12}范围|查不到|找不到|不清楚|无依据|没有依据|没有相关|无相关"
)


@dataclass(frozen=True, slots=True)
class Score:
    """What became of one case.

    ``checks`` holds only those that apply: amount, invented, citation, must, must_not, refusal,
    clarification, status. Of ``groups`` gold clauses (alternatives count as one) ``groups_cited``
    were cited; of ``citations`` ``citations_gold`` point at gold. All 0 where the case names none.
    """

    case_id: str
    category: str
    passed: bool
    checks: Mapping[str, bool]
    reasons: tuple[str, ...] = ()
    groups: int = 0
    groups_cited: int = 0
    citations: int = 0
    citations_gold: int = 0


def grade(case: Case, row: Row | None) -> Score:
    """Grade one row; no row at all fails every check that applies."""
    answered = row or Row(id=case.id, answer_text="")
    findings = {
        "amount": _amount(case, answered),
        "invented": _invented(case, answered),
        "citation": _citation(case, answered),
        "must": _must(case, answered),
        "must_not": _must_not(case, answered),
        "refusal": _refusal(case, answered),
        "clarification": _clarification(case, answered),
        "status": _status(case, answered),
    }
    applying = {name: why for name, why in findings.items() if why is not None}
    fatal = FATAL + (("clarification",) if case.needs_clarification else ())
    gold = tuple(address for group in case.gold_clauses for address in group)
    return Score(
        case_id=case.id,
        category=case.category,
        passed=row is not None and not any(applying.get(name) for name in fatal),
        checks={name: row is not None and not why for name, why in applying.items()},
        reasons=("没有作答",) if row is None else tuple(why for why in applying.values() if why),
        groups=len(case.gold_clauses),
        groups_cited=sum(_cites(answered, group) for group in case.gold_clauses),
        citations=len(answered.citations) if gold else 0,
        citations_gold=sum(_is_gold(c, gold) for c in answered.citations),
    )


# Each check returns None where it does not apply, "" where it holds, else the reason it fails.


def _amount(case: Case, row: Row) -> str | None:
    """Accept the total, the yearly parts, or parts that add up to the total."""
    gold, got, parts = case.gold_amounts, row.amounts, case.amount_per_year
    if not gold:
        return None
    if not got:
        nothing_due = gold == (Decimal(0),)
        excused = nothing_due or case.amount_optional or (case.ask_ok and row.asked)
        return "" if excused else f"无金额，应为{_list(gold)}"
    by_year = len(got) == len(parts) and all(map(_equal, got, parts))
    if by_year or any(_equal(sum(got, Decimal(0)), amount) for amount in gold):
        return ""
    return f"金额{_list(got)}，应为{_list(gold)}"


def _invented(case: Case, row: Row) -> str | None:
    """Allow no figure where an item without amount must be refused or asked back."""
    if case.gold_amounts or case.amount_free:
        return None
    if case.answerable and not case.needs_clarification:
        return None
    return "" if row.amounts in ((), (Decimal(0),)) else f"凭空给出金额{_list(row.amounts)}"


def _citation(case: Case, row: Row) -> str | None:
    if not case.gold_clauses:
        return None
    lacking = [group for group in case.gold_clauses if not _cites(row, group)]
    cited = [f"{c.doc}:{c.clause}" for c in row.citations]
    return f"引用了{'、'.join(cited) or '无'}，缺{_groups(lacking)}" if lacking else ""


def _must(case: Case, row: Row) -> str | None:
    if not case.must_contain:
        return None
    lacking = [
        group[:3]
        for group in case.must_contain
        if not any(holds(synonym, row.answer_text) for synonym in group)
    ]
    return f"缺少{_groups(lacking)}" if lacking else ""


def _must_not(case: Case, row: Row) -> str | None:
    if not case.must_not_contain:
        return None
    found = [words for words in case.must_not_contain if offends(words, row.answer_text)]
    return f"不应出现{_groups((words,) for words in found)}" if found else ""


def _refusal(case: Case, row: Row) -> str | None:
    if case.refused_ok:
        return None
    should = not case.answerable
    if row.refused == should:
        return ""
    if should and case.partial_ok and _SILENT.search(fold(row.answer_text)):
        return ""
    if not should and case.needs_clarification and row.asked:
        return ""
    return "应拒答而未拒" if should else "不应拒答"


def _clarification(case: Case, row: Row) -> str | None:
    if case.needs_clarification:
        return "" if row.asked else "应追问而未问"
    if case.ask_ok:
        return None
    return "多问了一句" if row.asked else ""


def _status(case: Case, row: Row) -> str | None:
    if case.expected_status is None or row.status is None:
        return None
    same = fold(row.status) == fold(case.expected_status)
    return "" if same else f"状态{row.status}，应为{case.expected_status}"


def _cites(row: Row, group: tuple[str, ...]) -> bool:
    return any(_is_gold(citation, group) for citation in row.citations)


def _is_gold(citation: Cited, gold: tuple[str, ...]) -> bool:
    cited = cited_address(citation.doc, citation.clause)
    return any(cited.within(gold_address(address)) for address in gold)


def _equal(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) < _HALF_YUAN


def _list(amounts: tuple[Decimal, ...]) -> str:
    return "、".join(f"{amount.normalize():f}元" for amount in amounts)


def _groups(groups: Iterable[tuple[str, ...]]) -> str:
    return "、".join(f"“{'”或“'.join(group)}”" for group in groups)
