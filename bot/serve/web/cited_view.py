"""The clauses that a reply cites: as data, word for word as they are that day, and as shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bot.reply import Citation
from bot.serve.web.badges import PERIODS, badge
from bot.serve.web.clause_view import pieces_of
from bot.serve.web.markup import Highlight, Markup, highlighted
from bot.serve.web.templating import render
from corpus.document import Span
from corpus.library import Library
from corpus.versions import Period, period

Data = Mapping[str, Any]


def cited_data(library: Library, day: date, citations: Sequence[Citation]) -> list[dict[str, Any]]:
    """Each clause once, in the order of the markers: place, words, and what is quoted of them.

    ``numbers`` are those of its markers; ``marks`` are offsets into ``text``; ``period`` is how
    the text stood on the day.
    """
    places: dict[str, list[int]] = {}
    for number, citation in enumerate(citations, start=1):
        places.setdefault(citation.clause.key, []).append(number)
    return [_clause(library, day, numbers, citations) for numbers in places.values()]


def _clause(
    library: Library, day: date, numbers: list[int], citations: Sequence[Citation]
) -> dict[str, Any]:
    citation = citations[numbers[0] - 1]
    clause = citation.clause
    document = library.document(clause.document_id)
    quoted = [citations[number - 1] for number in numbers]
    text, marks = "", []
    for piece in pieces_of(library, clause):
        at = len(text) - piece.start
        for one in quoted:
            start, end = max(one.start, piece.start), min(one.end, piece.start + len(piece.text))
            if start < end:
                marks.append([start + at, end + at])
        text += piece.text
    return {
        "numbers": numbers,
        "document": document.id,
        "clause": clause.id,
        "key": clause.key,
        "label": citation.label,
        "title": document.title,
        "headings": [part for part in clause.breadcrumb if part not in (document.title, "")],
        "kind": document.kind.value,
        "period": period(document, day).value,
        "responsible": list(clause.responsible),
        "text": text,
        "marks": marks,
    }


def anchors_of(clauses: Sequence[Data], prefix: str) -> dict[int, str]:
    """Marker → the id under which its clause is shown: that of the clause's first marker."""
    return {n: f"{prefix}-{one['numbers'][0]}" for one in clauses for n in one["numbers"]}


def cited_html(clauses: Sequence[Data], prefix: str, *, folded: bool) -> Markup:
    """The clauses, or ``folded`` away until one is looked at; nothing where none is cited."""
    if not clauses:
        return Markup("")
    return render("cited.html.j2", folded=folded, clauses=[_shown(one, prefix) for one in clauses])


def _shown(clause: Data, prefix: str) -> Data:
    marks = _marks(clause["marks"])
    at = {"doc": clause["document"], "clause": clause["clause"]}
    return {
        "anchor": f"{prefix}-{clause['numbers'][0]}",
        "number": clause["numbers"][0],
        "title": clause["title"],
        "headings": clause["headings"],
        "label": clause["label"],
        "badges": [badge(*PERIODS[Period(clause["period"])]), badge(clause["kind"], "brand")],
        "text": highlighted(clause["text"], 0, marks).strip(),
        "responsible": "、".join(clause["responsible"]),
        "link": f"library?{urlencode(at)}",
    }


def _marks(marks: Iterable[Sequence[int]]) -> list[Highlight]:
    return [Highlight(Span(start, end, "")) for start, end in marks]
