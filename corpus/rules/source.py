"""The text a rule quotes: finding quotes in a clause and spans in quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from corpus.document import Span
from corpus.numerals import read

_COMPARED = 4_000_000  # pairs of characters; a comparison of more takes seconds


class QuoteError(ValueError):
    """Words that aren't in the text. ``word`` is what differs, as the rule has it."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


@dataclass(frozen=True, slots=True)
class ClauseText:
    """The full text of one clause, its place in the document, and the document's text."""

    document_id: str
    clause_id: str
    text: str
    start: int
    document_text: str

    def quote(self, words: str) -> Span:
        """Find the place of a quote, as offsets into the document.

        Raises:
            QuoteError: the clause doesn't hold the words, or holds them twice.

        """
        at = self.text.find(words)
        if at < 0:
            raise self._differs(words)
        if self.text.find(words, at + 1) >= 0:
            raise QuoteError(words, f"“{words}”在{self.clause_id}里出现不止一次，请引得长一些")
        start = self.start + at
        return Span(start, start + len(words), words)

    def quote_within(self, words: str, quotes: Sequence[Span]) -> Span:
        """Find the first place of ``words`` inside ``quotes``; a word such as 企业 may recur there.

        Raises:
            QuoteError: no quote holds the words.

        """
        for quote in quotes:
            at = quote.text.find(words)
            if at >= 0:
                return Span(quote.start + at, quote.start + at + len(words), words)
        raise QuoteError(words, f"词句“{words}”不在引文里，须与引文逐字一致")

    def _differs(self, words: str) -> QuoteError:
        """Say which words of the quote the text has otherwise, unless both are very long."""
        if len(self.text) * len(words) > _COMPARED:
            return QuoteError(words[:20], f"{self.clause_id}的原文里没有引文“{words[:20]}…”")
        matcher = SequenceMatcher(None, self.text, words, autojunk=False)
        blocks = [b for b in matcher.get_matching_blocks() if b.size >= 2]
        if not blocks or sum(b.size for b in blocks) < len(words) * 0.6:
            return QuoteError(words[:20], f"{self.clause_id}的原文里没有引文“{words}”")
        first, last = blocks[0], blocks[-1]
        left, right = first.a - first.b, last.a + (len(words) - last.b)
        window = self.text[max(0, left) : max(0, right)]
        quoted, printed = _difference(words, window)
        return QuoteError(
            quoted, f"引文与{self.clause_id}的原文不一致：规则引作“{quoted}”，原文是“{printed}”"
        )


def _difference(words: str, window: str) -> tuple[str, str]:
    """Find the first differing stretch of both, widened to the whole number it lies in."""
    for tag, i, j, k, m in SequenceMatcher(None, words, window, autojunk=False).get_opcodes():
        if tag != "equal":
            return _widen(words, i, j), _widen(window, k, m)
    return words, window


def _widen(text: str, start: int, end: int) -> str:
    for quantity in read(text):
        if quantity.start <= end and start <= quantity.end:
            start, end = min(start, quantity.start), max(end, quantity.end)
    return text[max(0, start - 2) : end + 2] if end - start < 2 else text[start:end]


def locate(quotes: Sequence[Span], words: str) -> Span:
    """Find the place of a span inside the quotes of its rule.

    Raises:
        QuoteError: no quote holds the words, or they occur more than once.

    """
    found = []
    for quote in quotes:
        at = quote.text.find(words)
        while at >= 0:
            found.append(Span(quote.start + at, quote.start + at + len(words), words))
            at = quote.text.find(words, at + 1)
    if not found:
        raise QuoteError(words, f"词句“{words}”不在引文里，须与引文逐字一致")
    if len(found) > 1:
        raise QuoteError(words, f"词句“{words}”在引文里出现{len(found)}次，请写长一些以便区分")
    return found[0]
