"""A text as it is read for what it says of itself: lines, and words whatever blanks they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from corpus.document import Span

_SENTENCE: Final = re.compile(
    r"(?:(?![。；;！!]|\n\s{0,40}\n|\n\s{0,40}(?:第[^\n]{1,6}条|[一二三四五六七八九十]{1,3}、|[（(]|\d)).)+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without the blanks around it: ``source[start:end] == text``."""

    start: int
    end: int
    text: str


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    return tuple(_lines(text))


def _lines(text: str) -> Iterator[Line]:
    for match in re.finditer(r"[^\n]+", text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped[0])
            yield Line(start, start + len(stripped), stripped)


def span_of(text: str, start: int, end: int) -> Span:
    """The stretch of a text, the blanks at its ends left out."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start, start + len(words.strip()), words.strip())


def locate(text: str, words: str, start: int = 0) -> Span | None:
    """Where words first stand in a text, whatever blanks and line ends are between them."""
    plain = re.sub(r"\s+", "", words)
    if not plain:
        return None
    match = re.compile(r"\s*".join(map(re.escape, plain))).search(text, start)
    return Span(match.start(), match.end(), match.group()) if match else None


class Folded:
    """A stretch of a text without its blanks, each character knowing where it stands."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        end = len(text) if end is None else end
        self._text = text
        self._at = [at for at in range(start, end) if not text[at].isspace()]
        self.plain = "".join(text[at] for at in self._at)

    def span(self, start: int, end: int) -> Span:
        """The words of the text that ``plain[start:end]`` stands for."""
        first, last = self._at[start], self._at[end - 1] + 1
        return Span(first, last, self._text[first:last])


def sentences(text: str) -> Iterator[Folded]:
    """The sentences; an item of an enumeration or a paragraph is one of its own."""
    for match in _SENTENCE.finditer(text):
        if match.group().strip():
            yield Folded(text, match.start(), match.end())
