"""What the page 政策体检 shows: what can be had together, then every scheme with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.engine.checkup import Checkup, Finding
from bot.engine.explain import conclusion
from bot.engine.remarks import too_late
from bot.engine.result import Kind
from bot.serve.services import Services
from bot.serve.web.badges import badge
from bot.serve.web.clause_view import library_link
from bot.serve.web.markup import Markup
from bot.serve.web.rule_view import calc_link
from bot.serve.web.templating import render
from bot.serve.web.trace_view import amount_words, conditions_list, headline, notes_list, trace
from corpus.dates import day_in_words

STATES: Final[Mapping[Kind, tuple[str, str]]] = {
    Kind.EXACT: ("可申请", "good"),
    Kind.AT_MOST: ("可申请", "good"),
    Kind.AT_LEAST: ("可申请", "good"),
    Kind.RANGE: ("可申请", "good"),
    Kind.ELIGIBILITY_UNKNOWN: ("条件待确认", "brand"),
    Kind.NEEDS_INPUT: ("还缺信息", "plain"),
    Kind.MANUAL: ("由主管部门确定", "warn"),
    Kind.NOT_ELIGIBLE: ("不符合条件", "stop"),
    Kind.OUT_OF_PERIOD: ("不在有效期内", "stop"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme of a check-up as it is shown."""

    name: str
    state: Markup
    link: str
    source: str
    lead: str
    amount: str
    conclusion: str
    late: str
    ask: str
    trace: Markup
    conditions: Markup
    notes: Markup
    alone: str


def checkup_html(services: Services, found: Checkup, day: date, left_out: int = 0) -> Markup:
    """The total, then the schemes the facts speak of, then the others."""
    relevant = [finding for finding in found.findings if finding.relevant]
    lead, amount = total_words(found)
    return render(
        "checkup_result.html.j2",
        dated=badge(f"按{day_in_words(day)}测算", "plain"),
        lead=lead,
        amount=amount,
        nothing=found.total[1] == 0,
        lines=_lines(services, found) if relevant else [],
        stacking=_stacking(services, relevant),
        left_out=left_out,
        found=[_scheme(services, finding, day) for finding in relevant],
        others=[_scheme(services, f, day) for f in found.findings if not f.relevant],
    )


def _lines(services: Services, found: Checkup) -> list[str]:
    taken = [i for i in found.choices[0].ids if _adds(found, i)] if found.choices else []
    parts = [services.schemes[rule_id] for rule_id in taken]
    named = [f"其中：{'、'.join(parts)}。"] if parts else []
    return [*named, *([found.undecided] if found.undecided else [])]


def total_words(found: Checkup) -> tuple[str, str]:
    """What leads the total, and the total."""
    low, high = found.total
    if high is None:
        return "合计不少于", amount_words(low, None)
    if low == high:
        return "合计", amount_words(low, high)
    if not low:
        return "合计最高", amount_words(None, high)
    return "合计", amount_words(low, high)


def _adds(found: Checkup, rule_id: str) -> bool:
    """Whether a scheme of the best choice adds anything to the total."""
    result = next(item.computation for item in found.findings if item.rule.id == rule_id)
    return result.high is None or result.high > 0


def _stacking(services: Services, relevant: Sequence[Finding]) -> list[str]:
    """The words on not stacking, from each document that has them."""
    spans = {finding.rule.document_id: finding.rule.best_of for finding in relevant}
    return [
        f"{services.library.document(document).short_title}：“{span.text}”"
        for document, span in spans.items()
        if span is not None
    ]


def _scheme(services: Services, finding: Finding, day: date) -> Scheme:
    rule, result = finding.rule, finding.computation
    clause = services.library.clause(rule.document_id, rule.clause_id)
    document = services.library.document(rule.document_id)
    lead, amount = headline(result)
    return Scheme(
        name=rule.name,
        state=badge(*STATES[result.kind]),
        link=library_link(clause),
        source=f"{document.short_title}{clause.label}",
        lead=lead,
        amount=amount,
        conclusion=conclusion(result, rule),
        late=too_late(rule, document, day),
        ask=result.missing[0].ask if result.missing else "",
        trace=trace(result) if result.steps else Markup(""),
        conditions=conditions_list(result.conditions),
        notes=notes_list([*result.assumptions, *result.caveats]),
        alone=calc_link(rule),
    )
