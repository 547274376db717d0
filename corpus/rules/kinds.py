"""Kinds (类别、等次): rows of words and what each gets: 一等奖20万元，二等奖15万元."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from corpus.document import Span
from corpus.numerals import QuantityKind, read
from corpus.rules.band import Band, BandError, read_band
from corpus.rules.lexicon import scope_of, senses
from corpus.rules.model import Direction, Kind, Role, Term, Tier
from corpus.rules.unit import read_units
from corpus.rules.words import Bound, WordsError, read_term

_CELL = {
    (QuantityKind.RATE, Direction.EXACT): Role.RATE,
    (QuantityKind.RATE, Direction.CEILING): Role.RATE_CEILING,
    (QuantityKind.RATE, Direction.FLOOR): Role.RATE_FLOOR,
    (QuantityKind.MONEY, Direction.EXACT): Role.FIXED,
    (QuantityKind.MONEY, Direction.CEILING): Role.FIXED_CEILING,
    (QuantityKind.MONEY, Direction.FLOOR): Role.FIXED_FLOOR,
}
_UNIT_CELL = {
    Direction.EXACT: Role.UNIT_AMOUNT,
    Direction.CEILING: Role.UNIT_CEILING,
    Direction.FLOOR: Role.UNIT_FLOOR,
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
        **_told(told, cells[0]),
    )


def read_steps(
    name: str,
    rows: Sequence[Kind],
    document_text: str,
    lead: Span | None = None,
    told: Span | None = None,
) -> Term:
    """Read the thresholds or bands of one measure and what each gets.

    Of thresholds the highest that is reached counts. ``lead`` are words of reaching that hold for
    all of them (突破1000万元、5000万元); without it each row has its own (50人（含）以上).

    Raises:
        WordsError: a row gives no band or no single figure, they leave a gap or do not rise, or
            the words of reaching them are not upward.

    """
    cells = read_kinds(name, rows, document_text, told)
    bands = [_band(row, lead) for row in rows]
    if not cells.money or len({(band.kind, band.unit) for band in bands}) != 1:
        raise WordsError(rows[0].span.text, f"“{name}”各档的单位不同，或所给的不是金额")
    following: list[Band | None] = [*bands[1:], None]
    tiers = tuple(
        _tier(band, after, value, row)
        for band, after, value, row in zip(bands, following, cells.values, rows, strict=True)
    )
    return replace(cells, role=Role.STEPS, tiers=tiers, kinds=(), lead=lead)


def _band(row: Kind, lead: Span | None) -> Band:
    text = row.span.text
    if lead is not None and senses(lead.text) and senses(text):
        raise WordsError(text, f"“{lead.text}”之外，“{text}”另有方向")
    try:
        if lead is None:
            return read_band(text)
        behind = lead.start > row.span.start
        return read_band(f"{text}{lead.text}" if behind else f"{lead.text}{text}")
    except BandError as error:
        raise WordsError(text, str(error)) from error


def _tier(band: Band, after: Band | None, value: Fraction, row: Kind) -> Tier:
    """A row up to the next one; an end that prints nothing belongs to the row above it."""
    low_included = band.low_included is not False
    if after is None:
        included = band.high_included is not False
        return Tier(band.low, low_included, band.high, included, value, row.span, row.value_span)
    if after.low is None or (band.high is not None and band.high != after.low):
        raise WordsError(row.span.text, f"“{row.span.text}”与下一档之间有空档或重叠")
    taken = after.low_included
    if taken is None:
        taken = band.high is None or band.high_included is not True
    if (band.high is not None and band.high_included is taken) or band.low == after.low:
        raise WordsError(row.span.text, f"“{row.span.text}”与下一档之间有空档或重叠")
    if band.low is not None and band.low > after.low:
        raise WordsError(row.span.text, f"“{row.span.text}”没有由低到高")
    return Tier(band.low, low_included, after.low, not taken, value, row.span, row.value_span)


def _told(told: Span | None, cell: Term) -> Mapping[str, Any]:
    """The direction and the units that words in front of all the cells give them."""
    if told is None or not _binds(told):
        return {}
    found = {sense.value[0] for _, sense in senses(told.text)}
    units, number = read_units(told.text)
    if len(found) > 1 or (units and (number != 1 or not cell.money)):
        raise WordsError(told.text, f"“{told.text}”没有写明上限还是下限，也没有写明按什么计")
    directions = {"<": Direction.CEILING, ">": Direction.FLOOR}
    direction = directions[found.pop()] if found else cell.direction
    return {"direction": direction, "units": units or cell.units}


def _binds(told: Span) -> bool:
    """Whether words in front give the cells a direction or a unit; 一次性 alone does not.

    Raises WordsError where they say nothing of any of these.
    """
    if senses(told.text) or read_units(told.text)[0]:
        return True
    if not scope_of(told.text).words:
        raise WordsError(told.text, f"“{told.text}”没有写明上限还是下限，也没有写明按什么计")
    return False


def _cell(name: str, row: Kind, document_text: str, told: Span | None) -> Term:
    text = row.value_span.text
    if told is not None and _binds(told) and (senses(text) or "每" in text or "/" in text):
        raise WordsError(text, f"“{told.text}”之外，“{text}”另有方向或单位")
    found = [q for q in read(text) if q.kind in (QuantityKind.RATE, QuantityKind.MONEY)]
    if len(found) != 1:
        raise WordsError(text, f"“{name}”的“{row.span.text}”应恰有一个金额或比例")
    said = [sense for _, sense in senses(text)]
    direction = Direction.EXACT
    if said:
        direction = Direction.CEILING if said[0].value.startswith("<") else Direction.FLOOR
    each = found[0].kind is QuantityKind.MONEY and ("每" in text or "/" in text)
    role = _UNIT_CELL[direction] if each else _CELL[(found[0].kind, direction)]
    return read_term(Bound(name, role, row.value_span, document_text))
