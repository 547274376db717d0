"""The sentences of a clause, each with its numbers masked, so that patterns see words alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from corpus.clause import Clause
from corpus.document import Span
from corpus.numerals import Quantity, QuantityKind, as_rate, read

MONEY: Final = "￥"
RATE: Final = "％"
OTHER: Final = "＃"
_MASKS: Final = {QuantityKind.MONEY: MONEY, QuantityKind.RATE: RATE}
_ENDS: Final = "。；;！？!?"
_NUMERAL: Final = re.compile(r"[0-9０-９一二两三四五六七八九十百半%％‰]")
_HEADING: Final = 24  # characters: a first line as short and without a stop is a heading
_MARK: Final = re.compile(
    r"\s*(?:第[^，。；\s]{1,8}[条款项]|[（(]?[一二三四五六七八九十\d]{1,3}[）).、．﹒]|[①-⑳⑴-⒇⒈-⒛㈠-㈩])\s*"
)
_ANOTHER: Final = re.compile(
    r"[，,](?=对[^，。；]{2,60}[，,]?[^。；]{0,30}?(?:给予|奖励|补贴|补助|资助))"
)


@dataclass(frozen=True)
class Sentence:
    """A stretch of a document without a stop in it; ``plain`` is it without white space.

    ``at`` maps each character of ``plain`` to its offset in the document.
    """

    text: str  # the document's
    plain: str
    at: tuple[int, ...]
    goes_on: bool = False  # it stands behind a semicolon or a comma, not behind a stop

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers, with offsets in ``plain``."""
        return tuple(map(as_rate, read(self.plain))) if _NUMERAL.search(self.plain) else ()

    @cached_property
    def mask(self) -> str:
        """``plain`` with each number replaced by marks of its kind, as long as it is."""
        shown = list(self.plain)
        for quantity in self.quantities:
            mark = _MASKS.get(quantity.kind, OTHER)
            shown[quantity.start : quantity.end] = mark * (quantity.end - quantity.start)
        return "".join(shown)

    @property
    def figures(self) -> tuple[Quantity, ...]:
        """The amounts and rates."""
        return tuple(q for q in self.quantities if q.kind in (*_MASKS, QuantityKind.FOREIGN))

    @property
    def start(self) -> int:
        """Offset of the first character in the document."""
        return self.at[0]

    @property
    def end(self) -> int:
        """Offset behind the last character in the document."""
        return self.at[-1] + 1

    def span(self, start: int, end: int) -> Span:
        """The stretch ``plain[start:end]`` as the document prints it."""
        first, last = self.at[start], self.at[end - 1] + 1
        return Span(first, last, self.text[first:last])

    def part(self, start: int, end: int) -> Sentence:
        """A stretch as a sentence of its own."""
        return Sentence(self.text, self.plain[start:end], self.at[start:end], start > 0)

    def pieces(self, start: int, end: int) -> list[tuple[int, int]]:
        """``plain[start:end]`` cut where words of the document in between are left out."""
        cuts = [
            at
            for at in range(start + 1, end)
            if self.text[self.at[at - 1] + 1 : self.at[at]].strip()
        ]
        return [*zip([start, *cuts], [*cuts, end], strict=True)]

    def printed(self) -> str:
        """Its words as the document prints them, without what is left out."""
        return "\n".join(self.span(*piece).text for piece in self.pieces(0, len(self.plain)))

    def without(self, start: int, end: int) -> Sentence:
        """The sentence with the stretch ``plain[start:end]`` left out."""
        return Sentence(
            self.text,
            self.plain[:start] + self.plain[end:],
            self.at[:start] + self.at[end:],
            self.goes_on,
        )

    def then(self, other: Sentence) -> Sentence:
        """The sentence and one that stands further behind, what is in between left out."""
        at = (*self.at, self.end, *other.at)
        return Sentence(self.text, f"{self.plain}，{other.plain}", at, self.goes_on)

    def with_next(self, following: Sentence) -> Sentence:
        """The sentence and the next one as one."""
        at = tuple(i for i in range(self.start, following.end) if not self.text[i].isspace())
        return Sentence(self.text, "".join(self.text[i] for i in at), at, self.goes_on)


def sentences(clause: Clause, text: str) -> Iterator[Sentence]:
    """The sentences of a clause's own text, in order; what speaks of another addressee is apart."""
    mark = _MARK.match(clause.text)
    start = clause.start + (mark.end() if mark else 0)
    for first, last in _stretches(text, start, clause.end):
        at = tuple(i for i in range(first, last) if not text[i].isspace())
        if not at:
            continue
        goes_on = text[first - 1 : first] in ("；", ";")
        whole = Sentence(text, "".join(text[i] for i in at), at, goes_on)
        yield from _by_addressee(whole)


def _stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets between stops; a line break ends a sentence unless the line is only full."""
    begin, depth = start, 0
    for at in range(start, end):
        char = text[at]
        depth += (char in "（(") - (char in "）)")
        depth = 0 if char in "\r\n" else max(depth, 0)  # a bracket may never be closed
        broken = char in "\r\n" and _ends_line(text, begin, at)
        if (char in _ENDS and not depth) or broken:
            yield begin, at
            begin, depth = at + 1, 0
    yield begin, end


def _ends_line(text: str, begin: int, at: int) -> bool:
    """Whether a line break ends a sentence: behind a stop, a heading or a row of a table."""
    first = text.rfind("\n", begin, at) < 0
    line = text[max(begin, text.rfind("\n", 0, at) + 1) : at].strip()
    return line[-1:] in "：:。；！？" or "\t" in line or (first and len(line) < _HEADING)


def _by_addressee(sentence: Sentence) -> Iterator[Sentence]:
    """对A给予…，对B给予…: each a sentence, where what stands before has a figure of its own."""
    begin = 0
    apart = _ANOTHER.finditer(sentence.mask) if "，对" in sentence.plain else ()
    for match in apart:
        before = sentence.mask[begin : match.start()]
        if (MONEY in before or RATE in before) and "对" in before and "分别" not in before:
            yield sentence.part(begin, match.start())
            begin = match.end()
    yield sentence.part(begin, len(sentence.plain)) if begin else sentence
