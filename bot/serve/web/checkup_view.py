"""What the page 政策体检 shows: what can be had together, then every scheme with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.engine.checkup import Checkup, Finding
from bot.engine.explain import conclusion
from bot.engine.result import Kind
from bot.serve.services import Services
from bot.serve.web.badges import badge
from bot.serve.web.clause_view import library_link
from bot.serve.web.markup import Markup, join, tag
from bot.serve.web.rule_view import calc_link
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


def checkup_html(services: Services, found: Checkup, day: date) -> Markup:
    """The total, then the schemes the facts speak of, then the others."""
    relevant = [finding for finding in found.findings if finding.relevant]
    others = [finding for finding in found.findings if not finding.relevant]
    rest = tag(
        "details",
        tag("summary", f"另有{len(others)}项没有填写相关数字"),
        *(_finding(services, finding) for finding in others),
        class_="more",
    )
    return join(
        (
            _total(services, found, relevant, day),
            *(_finding(services, finding) for finding in relevant),
            rest if others else Markup(""),
        )
    )


def _total(services: Services, found: Checkup, relevant: Sequence[Finding], day: date) -> Markup:
    _, high = found.total
    dated = tag("p", badge(f"按{day_in_words(day)}测算", "plain"), class_="state")
    if not relevant:
        ask = "填上任意一项数字，就能看到能拿多少、还缺什么。"
        return tag("div", dated, tag("p", ask, class_="conclusion"), class_="reply result")
    lead, amount = _total_words(found)
    taken = [i for i in found.choices[0].ids if _low_or_high(found, i)] if found.choices else []
    parts = [services.schemes[rule_id] for rule_id in taken]
    lines = [f"其中：{'、'.join(parts)}。"] if parts else []
    lines += [found.undecided] if found.undecided else []
    return tag(
        "div",
        dated,
        tag("div", tag("span", lead, class_="what"), tag("strong", amount),
            class_="sum" if high is None or high else "sum none"),
        *(tag("p", line, class_="line") for line in lines),
        _stacking(services, relevant),
        class_="reply result",
    )  # fmt: skip


def _total_words(found: Checkup) -> tuple[str, str]:
    low, high = found.total
    if high is None:
        return "合计不少于", amount_words(low, None)
    if low == high:
        return "合计", amount_words(low, high)
    if not low:
        return "合计最高", amount_words(None, high)
    return "合计", amount_words(low, high)


def _low_or_high(found: Checkup, rule_id: str) -> bool:
    """Whether a scheme of the best choice adds anything to the total."""
    result = next(item.computation for item in found.findings if item.rule.id == rule_id)
    return result.high is None or result.high > 0


def _stacking(services: Services, relevant: Sequence[Finding]) -> Markup:
    """The words on not stacking, from each document that has them."""
    spans = {finding.rule.document_id: finding.rule.best_of for finding in relevant}
    rows = [
        tag("li", f"{services.library.document(document).short_title}：“{span.text}”")
        for document, span in spans.items()
        if span is not None
    ]
    return tag("ul", *rows, class_="notes") if rows else Markup("")


def _finding(services: Services, finding: Finding) -> Markup:
    rule, result = finding.rule, finding.computation
    clause = services.library.clause(rule.document_id, rule.clause_id)
    source = f"{services.library.document(rule.document_id).short_title}{clause.label}"
    lead, amount = headline(result)
    asks = [tag("p", missing.ask, class_="question") for missing in result.missing[:1]]
    return tag(
        "article",
        tag(
            "div",
            tag("div", tag("h4", rule.name, badge(*STATES[result.kind])),
                tag("a", source, href=library_link(clause), class_="whence")),
            tag("div", tag("span", lead, class_="what"), tag("b", amount), class_="worth")
            if amount
            else Markup(""),
            class_="finding-head",
        ),
        tag("p", conclusion(result, rule), class_="line"),
        *asks,
        _details(finding),
        class_="clause finding",
    )  # fmt: skip


def _details(finding: Finding) -> Markup:
    result = finding.computation
    return tag(
        "details",
        tag("summary", "计算步骤、条件与说明"),
        trace(result) if result.steps else Markup(""),
        conditions_list(result.conditions),
        notes_list([*result.assumptions, *result.caveats]),
        tag("p", tag("a", "单独测算这一项", href=calc_link(finding.rule)), class_="under"),
        class_="more",
    )
