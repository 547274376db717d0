"""A card as people read it: what each highlighted span of its clause is taken to state."""

from __future__ import annotations

from itertools import pairwise

from bot.serve.web.markup import Highlight
from corpus.cards import Card
from corpus.document import Span


def stated_spans(card: Card) -> list[Highlight]:
    """The stretches that state fields of a card, each with the names of all that it states."""
    stated = [(field, span) for field, spans in card.fields.items() for span in spans]
    edges = sorted({edge for _, span in stated for edge in (span.start, span.end)})
    found = []
    for start, end in pairwise(edges):
        over = [(field, span) for field, span in stated if span.start <= start and end <= span.end]
        if over:
            span = over[0][1]
            words = span.text[start - span.start : end - span.start]
            roles = "、".join(dict.fromkeys(field for field, _ in over))
            found.append(Highlight(Span(start, end, words), roles))
    return found
