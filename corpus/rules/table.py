"""Tiers: rows of a table whose conditions partition the line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from corpus.document import Span
from corpus.numerals import Comparison, QuantityKind, read
from corpus.rules.model import Role, Term, Tier
from corpus.rules.words import WordsError

_VALUES = (QuantityKind.MONEY, QuantityKind.RATE)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as written: the words of its range and the words of its amount or rate."""

    range: Span
    value: Span


def read_table(name: str, rows: list[Row]) -> Term:
    """Read the table that ``rows`` make, in order of their ranges.

    Raises:
        WordsError: a row lacks its numbers, or the ranges leave a gap or overlap.

    """
    if not rows:
        raise WordsError(name, f"“{name}”没有分档")
    kinds, tiers = set(), []
    for row in rows:
        kind, value = _value(row.value)
        kinds.add(kind)
        tiers.append(_tier(row, value))
    if len(kinds) != 1:
        raise WordsError(rows[0].value.text, f"“{name}”各档一些是金额、一些是比例，应当一致")
    tiers.sort(key=lambda t: (t.low is not None, t.low or 0))
    _partition(name, tiers)
    first, last = rows[0].range, rows[-1].value
    reads = "；".join(tier.span.text for tier in tiers)
    money = kinds == {QuantityKind.MONEY}
    return Term(
        name, Role.TABLE, Span(first.start, last.end, first.text), tuple(t.value for t in tiers),
        reads, money, tiers=tuple(tiers),
    )  # fmt: skip


def _value(span: Span) -> tuple[QuantityKind, Fraction]:
    found = [q for q in read(span.text) if q.kind in _VALUES]
    if len(found) != 1 or found[0].issue:
        raise WordsError(span.text, f"分档“{span.text}”里应恰有一个金额或比例")
    return found[0].kind, found[0].value


def _tier(row: Row, value: Fraction) -> Tier:
    """100万元（含）至500万元 ｜ 500万元以上 ｜ 不满100万元."""
    span, spans = row.range, (row.range, row.value)
    found = [q for q in read(span.text) if q.kind in (QuantityKind.MONEY, QuantityKind.COUNT)]
    if len(found) == 2:
        low, high = found
        between = span.text[low.end : high.start]
        after = span.text[high.end :]
        return Tier(
            low.value, "不含" not in between, high.value, "含" in after and "不含" not in after,
            value, *spans,
        )  # fmt: skip
    if len(found) != 1:
        raise WordsError(span.text, f"分档“{span.text}”里应有一个或两个界限")
    quantity = found[0]
    if quantity.low != quantity.high:
        return Tier(quantity.low, True, quantity.high, False, value, *spans)
    match quantity.comparison:
        case Comparison.AT_LEAST:
            return Tier(quantity.value, True, None, False, value, *spans)
        case Comparison.ABOVE:
            return Tier(quantity.value, False, None, False, value, *spans)
        case Comparison.AT_MOST:
            return Tier(None, False, quantity.value, True, value, *spans)
        case Comparison.BELOW:
            return Tier(None, False, quantity.value, False, value, *spans)
    raise WordsError(span.text, f"分档“{span.text}”没有写明以上还是以下")


def _partition(name: str, tiers: list[Tier]) -> None:
    """Neighbours meet at one number, which belongs to exactly one of them."""
    for left, right in pairwise(tiers):
        meets = left.high is not None and left.high == right.low
        if not meets or left.high_included == right.low_included:
            raise WordsError(
                right.span.text,
                f"“{name}”的分档“{left.span.text}”与“{right.span.text}”之间有空档或重叠",
            )
