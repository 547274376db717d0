"""Kinds (类别、等次): rows of words and what each gets: 一等奖20万元，二等奖15万元."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from corpus.document import Span
from corpus.numerals import Comparison, QuantityKind, read
from corpus.rules.lexicon import senses
from corpus.rules.model import Direction, Kind, Role, Term, Tier
from corpus.rules.words import Bound, WordsError, read_term

_EDGES = (QuantityKind.MONEY, QuantityKind.COUNT)
_CELL = {
    (QuantityKind.RATE, Direction.EXACT): Role.RATE,
    (QuantityKind.RATE, Direction.CEILING): Role.RATE_CEILING,
    (QuantityKind.RATE, Direction.FLOOR): Role.RATE_FLOOR,
    (QuantityKind.MONEY, Direction.EXACT): Role.FIXED,
    (QuantityKind.MONEY, Direction.CEILING): Role.FIXED_CEILING,
    (QuantityKind.MONEY, Direction.FLOOR): Role.FIXED_FLOOR,
}


def read_kinds(
    name: str, rows: Sequence[Kind], document_text: str, told: Span | None = None
) -> Term:
    """Read a table of kinds; its values stand in the order of its rows.

    ``told`` are words that give every cell its direction: 分别给予不超过100万元、60万元.

    Raises:
        WordsError: a cell holds no single figure, cells differ in what they are, or a kind recurs.

    """
    cells = [_cell(name, row, document_text, told) for row in rows]
    if len({(c.money, c.direction, c.units) for c in cells}) != 1:
        found = f"“{name}”各类一些是金额、一些是比例，或方向、单位不一，应当一致"
        raise WordsError(rows[0].value_span.text if rows else name, found)
    if len({row.span.text for row in rows}) != len(rows):
        raise WordsError(rows[0].span.text, f"“{name}”里有重复的类别")
    first, last = rows[0].span, rows[-1].value_span
    start, end = min(first.start, last.start), max(first.end, last.end)
    return replace(
        cells[0],
        name=name,
        role=Role.KINDS,
        span=Span(start, end, document_text[start:end]),
        values=tuple(cell.value for cell in cells),
        reads_as="；".join(
            f"{row.span.text}{cell.reads_as}" for row, cell in zip(rows, cells, strict=True)
        ),
        kinds=tuple(rows),
        told=told,
        direction=_direction(told) if told else cells[0].direction,
    )


def read_steps(
    name: str, rows: Sequence[Kind], document_text: str, lead: Span, told: Span | None = None
) -> Term:
    """Read thresholds of one measure and what each gets: the highest that is reached counts.

    ``lead`` are the words of reaching them: 突破1000万元、5000万元 ｜ 1000万元、5000万元以上.

    Raises:
        WordsError: an edge or a cell is no single figure, the edges do not rise, or the words of
            reaching them are not upward.

    """
    cells = read_kinds(name, rows, document_text, told)
    edges = [_edge(name, row) for row in rows]
    upward = {sense for _, sense in senses(lead.text)} or {Comparison.ABOVE}
    if not cells.money or not upward <= {Comparison.AT_LEAST, Comparison.ABOVE}:
        raise WordsError(lead.text, f"“{lead.text}”不是达到或超过，或所给的不是金额")
    if any(low >= high for low, high in pairwise(edges)):
        raise WordsError(rows[0].span.text, f"“{name}”的门槛没有由低到高")
    included = Comparison.ABOVE not in upward
    highs: list[Fraction | None] = [*edges[1:], None]
    tiers = tuple(
        Tier(
            low, included, high, not included and high is not None, value, row.span, row.value_span
        )
        for low, high, value, row in zip(edges, highs, cells.values, rows, strict=True)
    )
    return replace(cells, role=Role.STEPS, tiers=tiers, kinds=(), lead=lead)


def _edge(name: str, row: Kind) -> Fraction:
    read_as = [q for q in read(row.span.text) if q.kind in _EDGES]
    if len(read_as) != 1 or read_as[0].issue or read_as[0].low != read_as[0].high:
        raise WordsError(row.span.text, f"“{name}”的“{row.span.text}”应恰有一个门槛")
    return read_as[0].value


def _direction(told: Span) -> Direction:
    """The direction that words in front of all the cells give."""
    found = {sense.value[0] for _, sense in senses(told.text)}
    if len(found) != 1:
        raise WordsError(told.text, f"“{told.text}”没有写明上限还是下限")
    return Direction.CEILING if found == {"<"} else Direction.FLOOR


def _cell(name: str, row: Kind, document_text: str, told: Span | None) -> Term:
    text = row.value_span.text
    if told is not None and senses(text):
        raise WordsError(text, f"“{told.text}”之外，“{text}”另有方向")
    found = [q for q in read(text) if q.kind in (QuantityKind.RATE, QuantityKind.MONEY)]
    if len(found) != 1:
        raise WordsError(text, f"“{name}”的“{row.span.text}”应恰有一个金额或比例")
    said = [sense for _, sense in senses(text)]
    direction = Direction.EXACT
    if said:
        direction = Direction.CEILING if said[0].value.startswith("<") else Direction.FLOOR
    each = found[0].kind is QuantityKind.MONEY and ("每" in text or "/" in text)
    if each:
        role = {Direction.EXACT: Role.UNIT_AMOUNT, Direction.CEILING: Role.UNIT_CEILING}.get(
            direction
        )
    else:
        role = _CELL[(found[0].kind, direction)]
    if role is None:
        raise WordsError(text, f"“{text}”按单位计，又是下限，不能放在分类里")
    return read_term(Bound(name, role, row.value_span, document_text))
