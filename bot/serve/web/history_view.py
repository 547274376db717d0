"""What later texts do to a matter: the earlier words beside the later ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.serve.services import Services
from bot.serve.web.badges import badge
from bot.serve.web.clause_view import library_link
from bot.serve.web.markup import Highlight, Markup, highlighted, join, tag
from corpus.clause import Clause
from corpus.document import Span
from corpus.versions import CHANGE_NAMES, Amendment

UNHELD: Final = "《{}》的正文没有收录，只知道修订文件对它的说明；以主管部门公布的正文为准。"


def history(services: Services, clause: Clause) -> list[Markup]:
    """Every amendment of the clause's matter, and those that the clause itself makes."""
    card = services.cards.of_clause(clause)
    topic = card.topic if card else None
    return [
        _change(services, change)
        for change in services.amendments
        if change.topic == topic or change.clause.key == clause.key
    ]


def _change(services: Services, change: Amendment) -> Markup:
    title = tag(
        "h4",
        badge(CHANGE_NAMES[change.change], "warn"),
        f"{change.amends_short}{change.target}　{change.name}",
    )
    unheld = UNHELD.format(change.amends)
    earlier = [_earlier(services, layer.clause, layer.fields.values())
               for layer in services.cards.of_topic(change.topic)
               if layer.document_id != change.clause.document_id]  # fmt: skip
    later = _side(services, "后来的文件", change.clause, [change.span])
    instead = [tag("p", f"由此适用：{change.instead}", class_="line")] if change.instead else []
    return tag(
        "div",
        title,
        tag("div", join(earlier), later, class_="sides"),
        *instead,
        tag("p", unheld, class_="quiet"),
        class_="reading",
    )


def _earlier(services: Services, clause: Clause, fields: Iterable[tuple[Span, ...]]) -> Markup:
    spans = [span for stated in fields for span in stated]
    return _side(services, "先前的文件", clause, spans)


def _side(services: Services, when: str, clause: Clause, spans: list[Span]) -> Markup:
    """The sentences of a clause that hold the spans, and where they stand."""
    document = services.library.document(clause.document_id)
    start, end = _sentences(document.text, clause, spans)
    marks = [Highlight(span) for span in spans]
    year = f"（{document.year}年）" if document.year else ""
    return tag(
        "div",
        tag("p", f"{when}{year}", class_="quiet"),
        tag("p", tag("a", f"{document.short_title}{clause.label}", href=library_link(clause)),
            class_="where"),
        tag("p", highlighted(document.text[start:end].strip(), start, marks), class_="text"),
        class_="side",
    )  # fmt: skip


def _sentences(text: str, clause: Clause, spans: list[Span]) -> tuple[int, int]:
    """The stretch of a clause, in whole sentences, that holds all spans."""
    if not spans:
        return clause.start, clause.end
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    start = max((text.rfind(stop, clause.start, first) for stop in "。\n：；"), default=-1) + 1
    ends = [at for stop in "。\n；" if (at := text.find(stop, last)) >= 0]
    return max(start, clause.start), min(ends, default=len(text) - 1) + 1
