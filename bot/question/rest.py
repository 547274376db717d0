"""What a question says beside the matters, clause numbers and fields that it names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.extract import content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue, table
from bot.question.phrases import Span
from bot.question.segments import Segment

# What a clause may name that asks whether one may apply, with the answer still the general one.
_ABOUT: Final = ("matter", "scheme", "sector", "condition")
_INTRODUCING: Final = (
    "sector", "actor.self", "actor.firm", "business", "place.home", "life", "mark", "filler",
    "courtesy", "link.copula", "year", "comparator",
)  # fmt: skip
_UNDERSTOOD: Final = (
    *_ABOUT, "mark", "filler", "courtesy", "ask", "modal", "link.polar", "link.copula",
    "hypothesis", "actor.self", "actor.firm", "place.home", "business", "document", "year",
    "comparator", "link.joins", "money",
)  # fmt: skip


def unnamed(question: Question) -> str:
    """The question without the matters and clause numbers that it names.

    Nor with a clause that only tells who asks: 我是做服装的，想了解技改补贴.
    """
    told = [(part.start, part.end) for part in question.frame.parts if _introduces(part)]
    return _blanked(question.text, [*_names(question), *told])


def _introduces(part: Segment) -> bool:
    """Whether a clause says nothing but which line of business or firm the user is of."""
    return part.has("sector", "actor.firm", "business", "place.home") and all(
        token.has(*_INTRODUCING) and not token.has("matter", "ask") for token in part.tokens
    )


def beside(question: Question) -> str:
    """The question without the matters, clause numbers, fields and figures that it names."""
    fields = [span for a in question.asks if a.kind is AskKind.FIELD for span in a.spans]
    figures = [(t.start, t.end) for t in question.frame.tokens if t.quantity is not None]
    return _blanked(question.text, [*_names(question), *fields, *figures])


def unread(question: Question) -> str:
    """The clause that asks whether one may apply, where words in it say more than is understood.

    One that says nothing by itself (这样行吗) is of the clause before. "" where all is understood.
    """
    known = [span for ask in question.asks for span in ask.spans] + _names(question)
    spans = [s for a in question.asks if a.kind is AskKind.ELIGIBLE for s in a.spans]
    parts = question.frame.parts
    asking = [p for p in parts if any(p.start < end and start < p.end for start, end in spans)]
    for part in asking:
        if _says_more(part, known):
            return part.text()
    first = asking[0] if asking else None
    if first is None or first.index == 0 or first.has(*_ABOUT):
        return ""
    before = parts[first.index - 1]
    return before.text() if _says_more(before, known) else ""


def _says_more(part: Segment, known: Sequence[Span]) -> bool:
    return any(
        not token.has(*_UNDERSTOOD)
        and not any(start <= token.start and token.end <= end for start, end in known)
        for token in part.tokens
    )


def weight(text: str) -> int:
    """How much a text says, courtesies and words of paying and of asking apart: bigrams."""
    said = table().opening.phrases.removed_from(text)
    return len(content_grams(table().cues[Cue.PAYING].phrases.removed_from(said)))


def _names(question: Question) -> list[Span]:
    """Where the question names its matters and clause numbers, each as often as it does."""
    text = question.text
    words = [text[named.start : named.end] for named in question.named]
    words += [address.text for address in question.addresses]
    found = []
    for word in filter(None, words):
        at = text.find(word)
        while at >= 0:
            found.append((at, at + len(word)))
            at = text.find(word, at + len(word))
    return found


def _blanked(text: str, spans: list[Span]) -> str:
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)
