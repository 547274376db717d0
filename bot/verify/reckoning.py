"""Checks of how numbers belong together: the rate of each year, both sides of a product."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from bot.verify import lexicon
from bot.verify.evidence import Source
from bot.verify.figures import Figure
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind
from corpus.numerals import QuantityKind

_NTH_YEAR = re.compile(r"第\s*([一二三四五六\d])\s*年")
_ORDER = {char: index for index, char in enumerate("一二三四五六", start=1)}
_EXPRESSION = re.compile(r"[＝=]|等于|得")


def check_sequence(view: View) -> Iterator[Violation]:
    """第二年 is given the second rate of "依次50%、30%和20%", not another one."""
    sequences = [s for s in map(_sequence, view.cited) if s]
    marks = list(_NTH_YEAR.finditer(view.text))
    if not sequences or not marks:
        return
    rates = [f for f in view.figures if f.kind is QuantityKind.RATE]
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else len(view.text)
        own = [rate for rate in rates if mark.end() <= rate.start < end]
        year = _ORDER.get(mark[1]) or int(mark[1])
        fits = any(
            year <= len(s) and any(rate.low == s[year - 1] for rate in own) for s in sequences
        )
        if own and not fits:
            reason = f"“{mark[0]}”的比例与原文“依次”的顺序不一致。"
            yield view.report(ViolationKind.SEQUENCE, f"{mark[0]}…{own[0].text}", reason)


def _sequence(source: Source) -> tuple[Fraction, ...]:
    if "依次" not in source.text:
        return ()
    start = source.text.index("依次")
    end = next((i for i in range(start, len(source.text)) if source.text[i] in "。；"), None)
    return tuple(
        f.low
        for f in source.facts.figures
        if f.kind is QuantityKind.RATE and start < f.start < (end or len(source.text))
    )


def check_arithmetic(view: View) -> Iterator[Violation]:
    """A product that the sentence writes out is right: 350万元 × 20% = 70万元."""
    for match in re.finditer(r"[×xX*乘]", view.text):
        left = [f for f in view.figures if f.end <= match.start()]
        right = [f for f in view.figures if f.start >= match.end()]
        if not left or len(right) < 2:
            continue
        a, b, c = left[-1], right[0], right[1]
        between = view.text[b.end : c.start]
        if not _EXPRESSION.search(between) or "，" in between or a.low != a.high:
            continue
        product = a.low * b.low
        if c.low not in (product, product / 10**4, product * 10**4) and not _capped(view, c):
            yield view.report(
                ViolationKind.ARITHMETIC,
                view.text[a.start : c.end],
                "算式两边不相等。",
            )


def _capped(view: View, figure: Figure) -> bool:
    return any(figure.low == r.value for r in view.known.results) and lexicon.has(
        "ceiling", view.text
    )
