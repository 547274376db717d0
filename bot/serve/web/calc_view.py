"""What the page 测算 shows for what was typed: amount, steps, conditions, and the clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from bot.engine.explain import conclusion
from bot.engine.facts import FactError
from bot.engine.result import Computation, Kind
from bot.serve.services import Services
from bot.serve.web.badges import badge, validity_badges
from bot.serve.web.clause_view import clause_text, crumbs, library_link
from bot.serve.web.markup import Markup, join, tag
from bot.serve.web.rule_view import bound_spans
from bot.serve.web.trace_view import conditions_list, notes_list, trace
from corpus.dates import day_in_words
from corpus.rules import Rule

Entries = Sequence[tuple[str, str]]
FORMATS = (("docx", "下载测算表（Word）"), ("xlsx", "下载测算表（Excel）"))


def result(services: Services, rule: Rule, typed: Entries, day: date) -> Markup:
    """The result of a rule on what was typed; a Chinese message where it can't be read."""
    try:
        facts = services.engine.read(typed, rule.id)
        computation = services.engine.compute(rule.id, facts, as_of=day)
    except FactError as error:
        return tag("div", tag("p", str(error), class_="line"), class_="card problem", role="alert")
    return join(
        (
            tag("div", *_shown(rule, computation, day), class_="reply result"),
            _downloads(rule, typed, day) if typed else Markup(""),
        )
    )


def _shown(rule: Rule, computation: Computation, day: date) -> list[Markup]:
    remarks = [*computation.assumptions, *computation.caveats]
    dated = badge(f"按{day_in_words(day)}测算", "plain")
    parts = [tag("p", dated, class_="state")]
    if computation.kind is Kind.NEEDS_INPUT:
        parts.append(_asks(computation))
    else:
        parts += [tag("p", conclusion(computation, rule), class_="conclusion"), trace(computation)]
    if computation.kind is Kind.ELIGIBILITY_UNKNOWN:
        parts.append(_asks(computation))
    if computation.conditions:
        parts += [tag("h3", "条件"), conditions_list(computation.conditions)]
    if remarks:
        parts += [tag("h3", "假设与说明"), notes_list(remarks)]
    return parts


def _asks(computation: Computation) -> Markup:
    return join(tag("p", missing.ask, class_="question") for missing in computation.missing)


def _downloads(rule: Rule, typed: Entries, day: date) -> Markup:
    fields = [("rule", rule.id), ("as_of", day.isoformat())]
    query = urlencode([*fields, *(("fact", f"{name}={text}") for name, text in typed)])
    links = (
        tag("a", words, href=f"api/sheet.{suffix}?{query}", download="", class_="download")
        for suffix, words in FORMATS
    )
    return tag("p", *links, class_="downloads")


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
