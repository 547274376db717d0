"""What the page 政策体检 shows: what can be had together, then every scheme with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.engine.checkup import Checkup, Finding, Total
from bot.engine.explain import conclusion
from bot.engine.remarks import too_late
from bot.engine.result import Kind
from bot.serve.services import Services
from bot.serve.web.badges import badge
from bot.serve.web.clause_view import library_link
from bot.serve.web.markup import Markup
from bot.serve.web.rule_view import calc_link
from bot.serve.web.templating import render
from bot.serve.web.trace_view import (
    SUPPOSED,
    amount_words,
    conditions_list,
    headline,
    notes_list,
    trace,
)
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


@dataclass(frozen=True, slots=True)
class Sum:
    """The total of one place as it is shown; ``place`` is "" where there is only one."""

    place: str
    lead: str
    amount: str
    nothing: bool
    lines: Sequence[str]


def checkup_html(services: Services, found: Checkup, day: date, left_out: int = 0) -> Markup:
    """The total, then the schemes the facts speak of, then the others."""
    relevant = [finding for finding in found.findings if finding.relevant]
    several = len(found.totals) > 1
    return render(
        "checkup_result.html.j2",
        dated=badge(f"按{day_in_words(day)}测算", "plain"),
        sums=[_sum(services, found, total, several) for total in found.totals],
        stacking=_stacking(services, relevant),
        left_out=left_out,
        found=[_scheme(services, finding, day) for finding in relevant],
        others=[_scheme(services, f, day) for f in found.findings if not f.relevant],
    )


def _sum(services: Services, found: Checkup, total: Total, several: bool) -> Sum:
    lead, amount = _total_words(total)
    parts = [services.schemes[i] for i in total.choices[0].ids if _adds(found, i)]
    named = [f"其中：{'、'.join(parts)}。"] if parts else []
    return Sum(
        place=total.place if several else "",
        lead=lead,
        amount=amount,
        nothing=total.bounds[1] == 0,
        lines=[*named, *([total.undecided] if total.undecided else [])],
    )


def brief_of(found: Checkup) -> str:
    """The totals in one line."""
    said = {total.place: " ".join(_total_words(total)) for total in found.totals}
    if len(said) < 2:
        return "".join(said.values())
    return "；".join(f"{place}：{words}" for place, words in said.items())


def _total_words(total: Total) -> tuple[str, str]:
    """What leads the total of a place, and the total."""
    premise = SUPPOSED if total.supposes else ""
    low, high = total.bounds
    if high is None:
        return f"{premise}合计不少于", amount_words(low, None)
    if not low and high:
        return f"{premise}合计最高", amount_words(None, high)
    return f"{premise}合计", amount_words(low, high)


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
    kind = Kind.ELIGIBILITY_UNKNOWN if result.supposes else result.kind
    return Scheme(
        name=services.schemes[rule.id],
        state=badge(*STATES[kind]),
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
