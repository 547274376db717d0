"""What a question says beside the matters, clause numbers and fields that it names."""

from __future__ import annotations

from bot.extract import content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue, table
from bot.question.phrases import Span


def unnamed(question: Question) -> str:
    """The question without the matters and clause numbers that it names."""
    return _blanked(question.text, _names(question))


def beside(question: Question) -> str:
    """The question without the matters, the clause numbers and the fields that it names."""
    fields = [span for a in question.asks if a.kind is AskKind.FIELD for span in a.spans]
    return _blanked(question.text, [*_names(question), *fields])


def weight(text: str) -> int:
    """How much a text says, words of paying and of asking apart: bigrams."""
    return len(content_grams(table().cues[Cue.PAYING].phrases.removed_from(text)))


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
