"""Words of a quote that nothing binds: a condition or a base that the rule's author overlooked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.document import Span

# words that carry no condition and no number of their own
CONNECTIVE = re.compile(
    r"对于|对|的|可以|可|以及|其中|分别|统一|另行|另|了|并且|并|且|和|与|及|或者|或|按照|按|依照|给予|予以|进行|上述|鼓励|支持|调整|为|将|"
    r"资助|补贴|奖励|补助|扶持|奖补|资金|标准|金额|额度"
)
_BREAK = re.compile(r"[，。；：、,;:\s（）()“”‘’《》【】\[\]]+")


def residue(quotes: Sequence[Span], bound: Sequence[Span]) -> Iterator[str]:
    """Yield the stretches of the quotes that are neither bound nor mere connectives.

    A stretch whose words stand in a bound span elsewhere (…的产业园区，…产业园区运营方) counts
    as bound.
    """
    for quote in quotes:
        for stretch in _uncovered(quote, bound):
            for part in _BREAK.split(stretch):
                rest = CONNECTIVE.sub("", part)
                if rest and not any(rest in span.text for span in bound):
                    yield part


def _uncovered(quote: Span, bound: Sequence[Span]) -> Iterator[str]:
    covered = [False] * len(quote.text)
    for span in bound:
        for at in range(max(span.start, quote.start), min(span.end, quote.end)):
            covered[at - quote.start] = True
    kept = "".join("\n" if c else char for char, c in zip(quote.text, covered, strict=True))
    yield from (stretch for stretch in kept.split("\n") if stretch)
