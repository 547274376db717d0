"""The everyday wordings that hold for one text alone (vocabulary.yaml beside it)."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.document import Wording
from corpus.shape import Quotes, Shape, Words


class WordingEntry(Shape):
    """A wording as ``vocabulary.yaml`` holds it: what is said, what it means, and why."""

    say: Quotes
    mean: Quotes
    why: Words


def read_vocabulary(entries: Iterable[WordingEntry]) -> tuple[Wording, ...]:
    """The wordings, in the order of the file."""
    return tuple(Wording(entry.say, entry.mean, entry.why) for entry in entries)
