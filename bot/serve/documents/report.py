"""The report of a check-up (政策体检报告) as data: what each of its formats writes down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from bot.engine.checkup import Checkup, Finding, Total
from bot.engine.explain import PREMISE, conclusion
from bot.engine.remarks import too_late
from bot.engine.result import PAYABLE, Kind, Truth
from bot.engine.service import Engine
from corpus.dates import day_in_words
from corpus.document import Document
from corpus.numerals import format_yuan
from corpus.versions import ending

TITLE: Final = "政策体检报告"
TOGETHER: Final = "可同时享受的合计"
DISCLAIMER: Final = "本报告按所引条款原文和所填事实计算，供参考；最终以主管部门核定为准。"
STATES: Final = {Truth.MET: "符合", Truth.NOT_MET: "不符合", Truth.UNKNOWN: "待核实"}
SHOWN: Final = (*PAYABLE, Kind.ELIGIBILITY_UNKNOWN)


@dataclass(frozen=True, slots=True)
class Bar:
    """An amount of the chart, in 元, and how it is said: 最高24.8万元."""

    name: str
    amount: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Span:
    """How long a text surely applies; either end is None where it is not stated."""

    name: str
    first: date | None
    last: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """One scheme with its result, its open question, and its conditions as (state, words)."""

    name: str
    source: str
    result: str
    ask: str
    conditions: tuple[tuple[str, str], ...]
    steps: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report as of one day. ``given`` are the facts as typed and as they were understood.

    ``totals`` are those of each place: (what, how much); places are not added up.
    """

    day: date
    totals: tuple[tuple[str, str], ...]
    given: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    spans: tuple[Span, ...]
    schemes: tuple[Scheme, ...]
    others: tuple[tuple[str, str], ...]

    def head(self) -> list[tuple[str, str]]:
        """The first block: as of when, with what result."""
        return [("计算基准日", day_in_words(self.day)), *self.totals]


def report_of(
    engine: Engine, found: Checkup, given: Sequence[tuple[str, str]], day: date
) -> Report:
    """The report of a check-up; schemes that no fact speaks of are only listed."""
    relevant = [finding for finding in found.findings if finding.relevant]
    documents = {engine.document(f.rule).id: engine.document(f.rule) for f in found.findings}
    spans = tuple(_span(document) for document in documents.values())
    return Report(
        day=day,
        totals=_totals(found) or ((TOGETHER, "没有填写可以计算的数字"),),
        given=tuple(given),
        bars=tuple(bar for finding in relevant if (bar := _bar(engine, finding))),
        spans=spans,
        schemes=tuple(_scheme(engine, finding, day) for finding in relevant),
        others=tuple(
            (engine.schemes[f.rule.id], engine.citation(f.rule))
            for f in found.findings
            if not f.relevant
        ),
    )


def _span(document: Document) -> Span:
    first, last = document.validity.effective, document.validity.last_day_earliest
    begun = f"自{day_in_words(first)}起施行" if first else "施行日期未载明"
    until = f"有效期至{ending(document)}" if last else "有效期未载明"
    return Span(document.short_title, first, last, f"{begun}，{until}")


def _totals(found: Checkup) -> tuple[tuple[str, str], ...]:
    several = len(found.totals) > 1
    return tuple(
        (f"{TOGETHER}（{one.place}）" if several else TOGETHER, _total(one)) for one in found.totals
    )


def _total(total: Total) -> str:
    low, high = total.bounds
    return f"{PREMISE if total.supposes else ''}{_between(low, high)}"


def _between(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"不少于{format_yuan(low)}"
    if low == high:
        return format_yuan(low)
    return f"{format_yuan(low)}至{format_yuan(high)}" if low else f"最高{format_yuan(high)}"


def _bar(engine: Engine, finding: Finding) -> Bar | None:
    result = finding.computation
    amount = result.low if result.high is None else result.high
    if result.kind not in SHOWN or not amount:
        return None
    lead = "" if result.low == result.high and result.kind is Kind.EXACT else "最高"
    lead = "不少于" if result.high is None else lead
    if result.supposes or result.kind is Kind.ELIGIBILITY_UNKNOWN:
        lead = f"符合条件时{lead}"
    return Bar(engine.schemes[finding.rule.id], amount, f"{lead}{format_yuan(amount)}")


def _scheme(engine: Engine, finding: Finding, day: date) -> Scheme:
    rule, result = finding.rule, finding.computation
    late = too_late(rule, engine.document(rule), day)
    return Scheme(
        name=engine.schemes[rule.id],
        source=engine.citation(rule),
        result=f"{conclusion(result, rule)}{f'{late}。' if late else ''}",
        ask=result.missing[0].ask if result.missing else "",
        conditions=tuple((STATES[c.state], c.text) for c in result.conditions),
        steps=tuple((step.label, step.formula or step.reads_as) for step in result.steps),
        remarks=(*result.assumptions, *result.caveats),
    )
