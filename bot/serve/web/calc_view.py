"""What the page 测算 shows for what was typed: amount, steps, conditions, and the clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from bot.engine.entries import Filled, used
from bot.engine.explain import conclusion
from bot.engine.remarks import too_late
from bot.engine.result import Computation, Kind
from bot.serve.services import Services
from bot.serve.web.badges import badge, validity_badges
from bot.serve.web.clause_view import clause_text, crumbs, library_link
from bot.serve.web.markup import Markup, tag
from bot.serve.web.rule_view import bound_spans
from bot.serve.web.templating import render
from bot.serve.web.trace_view import conditions_list, headline, notes_list, trace
from corpus.dates import day_in_words
from corpus.rules import Rule

FORMATS = (("docx", "下载测算表（Word）"), ("xlsx", "下载测算表（Excel）"))


@dataclass(frozen=True, slots=True)
class Shown:
    """A result as the page shows it. ``brief`` is its line at the foot of a phone."""

    result: Markup
    brief: str
    heard: Filled


def calc_shown(services: Services, rule: Rule, filled: Filled, day: date) -> Shown:
    """The result of a rule on what was typed; what it can't use is told at its field."""
    engine = services.engine
    computation, heard = used(
        [rule], filled, lambda facts: engine.compute(rule.id, facts, as_of=day)
    )
    remarks = [*_assumed(heard), *computation.assumptions, *computation.caveats]
    asking = computation.kind in (Kind.NEEDS_INPUT, Kind.ELIGIBILITY_UNKNOWN)
    result = render(
        "calc_result.html.j2",
        dated=badge(f"按{day_in_words(day)}测算", "plain"),
        asks_only=computation.kind is Kind.NEEDS_INPUT,
        headline=conclusion(computation, rule),
        late=too_late(rule, engine.document(rule), day),
        trace=trace(computation),
        asks=[missing.ask for missing in computation.missing] if asking else [],
        left_out=len(heard.problems),
        conditions=conditions_list(computation.conditions),
        notes=notes_list(remarks),
        downloads=_downloads(rule, heard, day),
    )
    return Shown(result, brief_of(computation), heard)


def brief_of(computation: Computation) -> str:
    """The headline in one short line."""
    return " ".join(part for part in headline(computation) if part)


def _assumed(heard: Filled) -> list[str]:
    """The assumptions by which amounts were understood: “8万6”按8.6万元理解."""
    return [f"{words.partition('；')[2]}。" for words in heard.meant.values() if "；" in words]


def _downloads(rule: Rule, heard: Filled, day: date) -> list[tuple[str, str]]:
    if not heard.kept:
        return []
    fields = [("rule", rule.id), ("as_of", day.isoformat())]
    query = urlencode([*fields, *(("fact", f"{e.key}={e.text}") for e in heard.kept)])
    return [(f"api/sheet.{suffix}?{query}", words) for suffix, words in FORMATS]


def rule_clause(services: Services, rule: Rule, day: date) -> Markup:
    """The clause of a rule in its place, each bound span with its role."""
    clause = services.library.clause(rule.document_id, rule.clause_id)
    document = services.library.document(rule.document_id)
    return tag(
        "article",
        crumbs(document, clause),
        tag("h4", f"{document.short_title}{clause.label}", validity_badges(document, day)),
        clause_text(services.library, clause, bound_spans([rule])),
        tag("p", tag("a", "在政策库中打开", href=library_link(clause)), class_="under"),
        class_="clause",
    )
