"""What later texts do to a matter: the earlier words beside the later ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.serve.services import Services
from bot.serve.web.clause_view import library_link
from bot.serve.web.markup import Highlight, Markup, highlighted
from bot.serve.web.templating import render
from corpus.clause import Clause
from corpus.document import Span
from corpus.versions import CHANGE_NAMES, Amendment


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
    earlier = [
        _side(services, layer.clause, [span for spans in layer.fields.values() for span in spans])
        for layer in services.cards.of_topic(change.topic)
        if layer.document_id != change.clause.document_id
    ]
    return render(
        "change.html.j2",
        change=change,
        kind=CHANGE_NAMES[change.change],
        earlier=earlier,
        later=_side(services, change.clause, [change.span]),
    )


def _side(services: Services, clause: Clause, spans: list[Span]) -> Mapping[str, Any]:
    """The sentences of a clause that hold the spans, and where they stand."""
    document = services.library.document(clause.document_id)
    start, end = _sentences(document.text, clause, spans)
    marks = [Highlight(span) for span in spans]
    return {
        "document": document,
        "clause": clause,
        "link": library_link(clause),
        "words": highlighted(document.text[start:end].strip(), start, marks),
    }


def _sentences(text: str, clause: Clause, spans: list[Span]) -> tuple[int, int]:
    """The stretch of a clause, in whole sentences, that holds all spans."""
    if not spans:
        return clause.start, clause.end
    first = min(span.start for span in spans)
    last = max(span.end for span in spans)
    start = max((text.rfind(stop, clause.start, first) for stop in "。\n：；"), default=-1) + 1
    ends = [at for stop in "。\n；" if (at := text.find(stop, last)) >= 0]
    return max(start, clause.start), min(ends, default=len(text) - 1) + 1
