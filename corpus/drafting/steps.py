"""Thresholds of one measure and what each gets, told apart or one after the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.drafting.award import Award, Figure, Row, Steps
from corpus.drafting.conditions import NOUN, VERB_TAIL, phrases
from corpus.drafting.sentences import Sentence
from corpus.drafting.shapes import STEPPED
from corpus.numerals import QuantityKind
from corpus.rules.model import Role

_MEASURED: Final = (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.DURATION)
_CELLS: Final = (Role.FIXED, Role.FIXED_CEILING, Role.UNIT_AMOUNT, Role.UNIT_CEILING)
_NUMBERS: Final = (*_MEASURED, QuantityKind.NUMBER)
_RANGE: Final = re.compile(
    r"(?:[（(]不?含[^）)]{0,6}[）)])?(?:及?以[上下内]|之间)?(?:[（(]不?含[^）)]{0,6}[）)])?的?"
)


def apart_steps(sentence: Sentence, end: int, number: int) -> Steps | None:
    """年营业收入首次突破1000万元、5000万元、1亿元的: what is measured, and so many steps."""
    found = list(STEPPED.finditer(sentence.mask, 0, end))
    if len(found) != 1:
        return None
    match = found[0]
    edges = [q for q in sentence.quantities if match.start("edges") <= q.start < match.end("edges")]
    kinds = {q.kind for q in edges}
    if len(edges) != number or len(kinds) != 1 or not kinds <= set(_MEASURED):
        return None
    lead = match.span("lead") if match["lead"] else match.span("tail")
    if lead[0] == lead[1] or (match["lead"] and match["tail"]):
        return None
    what = match.end("what") - len(re.sub("^(?:对于?|其|在)", "", match["what"]))
    return Steps((what, match.end("what")), lead, tuple((q.start, q.end) for q in edges))


@dataclass(frozen=True, slots=True)
class _Step:
    """One part: its award, and the threshold that it stands under, as offsets in the part."""

    award: Award
    what: tuple[int, int]
    edge: tuple[int, int]


def in_parts(awards: Sequence[Award]) -> Award | None:
    """人数为50人以上的，补助2.4万元；100人以上的，补助4.5万元: one award in steps.

    Only the first part may say more than its threshold; the others name the same measure or none.
    """
    found = [_step(award) for award in awards]
    steps = [one for one in found if one is not None]
    if not steps or len(steps) != len(found) or not _alike(steps[0], steps[1:]):
        return None
    first, last = steps[0], steps[-1].award
    whole = first.award.sentence
    whole = whole.with_next(last.sentence) if len(steps) > 1 else whole
    shifts = [whole.at.index(one.award.sentence.start) for one in steps]
    rows = tuple(
        Row(_moved(one.edge, by), _moved((one.award.figure.start, one.award.figure.end), by))
        for one, by in zip(steps, shifts, strict=True)
    )
    figure = Figure(Role.STEPS, first.award.head, rows[-1].cell[1], first.award.figure.units)
    return Award(
        whole, "steps", first.award.kind, first.what[0], figure,
        rows=rows, steps=Steps(first.what, None, tuple(row.kind for row in rows)),
    )  # fmt: skip


def _moved(span: tuple[int, int], by: int) -> tuple[int, int]:
    return span[0] + by, span[1] + by


def _alike(first: _Step, others: Sequence[_Step]) -> bool:
    """Whether the parts grant the same kind of figure by the same measure, with nothing more."""
    measure = first.award.sentence.plain[slice(*first.what)]
    for one in others:
        plain, award = one.award.sentence.plain, one.award
        named = plain[slice(*one.what)]
        before = [*phrases(award.sentence, award.head)]
        same = (award.figure.role, award.figure.units, award.kind) == (
            first.award.figure.role, first.award.figure.units, first.award.kind,
        )  # fmt: skip
        if not same or len(before) != 1 or (named and named != measure):
            return False
    every = [first.award, *(one.award for one in others)]
    plain_ = all(not (a.quotas or a.listed or a.ratio or a.rows) for a in every)
    # 100人以上的每人3000元，最高5万元: whether the cap is of that step or of all is not said
    return bool(measure) and plain_ and not any(a.caps for a in every)


def _step(award: Award) -> _Step | None:
    """The threshold in the last phrase in front of an award."""
    before = [*phrases(award.sentence, award.head)]
    if award.figure.role not in _CELLS or award.shape == "steps" or not before:
        return None
    if len(award.sentence.pieces(0, len(award.sentence.plain))) > 1:
        return None  # cut from between others: what stands there is no part of it
    start, end = before[-1]
    sentence = award.sentence
    inside = [q for q in sentence.quantities if start <= q.start < end]
    if not inside or len(inside) > 2 or any(q.kind not in _NUMBERS for q in inside):
        return None
    if not _RANGE.fullmatch(sentence.plain[inside[-1].end : end]):
        return None
    head = sentence.plain[start : inside[0].start]
    verb = VERB_TAIL.search(head)
    edge = start + verb.start() if verb else inside[0].start
    noun = NOUN.search(sentence.plain[start:edge])
    if noun is None and edge > start:
        return None
    what = (start + noun.start(), start + noun.end()) if noun else (start, start)
    return _Step(award, what, (edge, end)) if what[0] == start else None
