"""Awards that name several kinds or ranks, each with its figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from corpus.drafting.award import Award, Figure, Hindrance, Row, Steps
from corpus.drafting.enumeration import listed
from corpus.drafting.sentences import MONEY, RATE, Sentence
from corpus.drafting.shapes import APART, ROW, ROWS
from corpus.drafting.steps import apart_steps
from corpus.drafting.tail import read_tail
from corpus.drafting.words import AID, GIVE, RUNNING, is_amount
from corpus.numerals import Quantity, QuantityKind
from corpus.rules.lexicon import DISCRETION, senses
from corpus.rules.model import Role
from corpus.rules.unit import counted_marks, read_units

PAID: Final = (QuantityKind.MONEY, QuantityKind.RATE)
_EACH_OF: Final = re.compile("每(?!年)")  # each of what is counted in front of a table
_LEAD: Final = re.compile(r"(?:其中|可以?(?=按)|按?照|按|对于?)+")
_APPLICANT: Final = re.compile(
    r"每(?:一?[家户]|个?(?:企业|单位|机构|申请人|申报单位|申报主体))(?:企业|单位|机构|用人单位)?"
)


def itself(text: str, head: str) -> str:
    """The words of an amount without those that mean the applicant: 每家企业, 每个机场."""
    text = _APPLICANT.sub("", text)
    named = re.search(r"每一?个(?P<noun>[^，。￥％＃每不最]{2,6})", text)
    return text.replace(named[0], "") if named and named["noun"] in head else text


def units_of(text: str, head: str) -> tuple[str, ...] | None:
    """What a sum is paid for each of; None where a 每 is not read."""
    own = itself(text, head)
    units, _ = read_units(own)
    if own.count("每") > max(counted_marks(own), len(units)):
        return None
    return units


def inside(quantity: Quantity, span: tuple[int, int]) -> bool:
    """Whether a number begins in a stretch."""
    return span[0] <= quantity.start < span[1]


def read_kinds(sentence: Sentence) -> Award | None:
    """The award of a sentence that names several kinds, each with its figure."""
    if match := APART.search(sentence.mask):
        return _apart(sentence, match)
    if match := ROWS.match(sentence.mask):
        return _in_rows(sentence, match)
    return None


def _apart(sentence: Sentence, match: re.Match[str]) -> Award | None:
    """优秀、良好的，分别给予100万元、60万元: kinds or thresholds first, figures behind them."""
    cells = _cells(match, "figures")
    steps = apart_steps(sentence, match.start(), len(cells))
    kinds = [*steps.edges] if steps else listed(sentence.plain[: match.start()], len(cells))
    paid = [q for q in sentence.figures if match.start() <= q.start < match.end()]
    before = [q for q in sentence.figures if q.end <= match.start()]
    if before and (steps is None or len(before) > len(cells)):
        return None
    if DISCRETION.search(re.split("[，,；：]", sentence.plain[: match.end("lead")])[-1]):
        return None  # 可分别给予, 原则上分别给予: no table of what is paid
    base = match.span("base") if match["base"] else None
    if base and not is_amount(match["base"]):
        return None
    lead = match.span("lead")
    words = sentence.plain[slice(*lead)]
    told = lead if senses(words) or "每" in words else None
    aid = match["aid"] or "".join(re.findall(AID, words)[-1:])
    found = _Found(kinds, cells, aid, match.start(), match.end())
    units = units_of(words, sentence.plain[: lead[0]])
    if units is None or _EACH_OF.search(_near(sentence, kinds, lead[0])):
        return None
    return _award(sentence, found, paid, units, base, told, steps)


def _in_rows(sentence: Sentence, match: re.Match[str]) -> Award | None:
    """一等奖20万元，二等奖15万元: each kind beside its figure."""
    mask = sentence.mask
    found = [*ROW.finditer(mask, match.start("rows"), match.end("rows"))]
    kinds = [_without_lead(mask, *one.span("kind")) for one in found]
    cells = [one.span("cell") for one in found]
    if any(re.search(GIVE, mask[slice(*kind)]) for kind in kinds):
        return None
    paid = [q for q in sentence.figures if q.start < match.end()]
    units = {units_of(sentence.plain[slice(*cell)], "") for cell in cells}
    each = units.pop()
    running = RUNNING.search(sentence.plain[: kinds[0][0]])
    if units or each is None or any(_EACH_OF.search(mask[slice(*kind)]) for kind in kinds):
        return None
    aid = match["aid"] or match["aid_"] or ""
    table = _Found(kinds, cells, aid, match.start("rows"), match.end())
    return _award(sentence, table, paid, each, told=running.span() if running else None)


def _near(sentence: Sentence, kinds: Sequence[tuple[int, int]], end: int) -> str:
    """The words from the beginning of the first kind's phrase to those of giving."""
    first = kinds[0][0] if kinds else end
    return sentence.plain[max(sentence.plain.rfind(stop, 0, first) for stop in "，；：") + 1 : end]


def _without_lead(mask: str, start: int, end: int) -> tuple[int, int]:
    """A kind without the word that leads the table in: 博士 in 按博士每人1万元."""
    lead = _LEAD.match(mask, start, end)
    return (lead.end(), end) if lead else (start, end)


@dataclass(frozen=True, slots=True)
class _Found:
    """Kinds and cells of a table as offsets, the word for the grant, and where the table stands."""

    kinds: Sequence[tuple[int, int]]
    cells: Sequence[tuple[int, int]]
    aid: str
    start: int
    end: int


def _award(
    sentence: Sentence,
    found: _Found,
    paid: Sequence[Quantity],
    units: tuple[str, ...],
    base: tuple[int, int] | None = None,
    told: tuple[int, int] | None = None,
    steps: Steps | None = None,
) -> Award | None:
    kinds, cells = found.kinds, found.cells
    if len(kinds) != len(cells) or not found.aid:
        return None
    if len(paid) != len(cells) or len({q.kind for q in paid}) != 1:
        return None
    if (paid[0].kind is QuantityKind.RATE) != (base is not None):
        return None
    rows = tuple(Row(kind, cell) for kind, cell in zip(kinds, cells, strict=True))
    role = Role.KINDS if steps is None else Role.STEPS
    figure = Figure(role, found.start, found.end, units)
    tail = read_tail(sentence, found.end, units)
    if isinstance(tail, Hindrance) or tail.rows or (base and steps):
        return None
    if any(_of_one(sentence, kinds, cap) for cap in tail.caps):
        return None
    return Award(
        sentence, "kinds", found.aid, found.start, figure, base, caps=tail.caps,
        quotas=tail.quotas, listed=tail.listed, ratio=tail.ratio, rows=rows, told=told,
        steps=steps,
    )  # fmt: skip


def _of_one(sentence: Sentence, kinds: Sequence[tuple[int, int]], cap: Figure) -> bool:
    """Whether a cap may be that of one kind alone: 企业最高10万元."""
    words = sentence.plain[cap.start : cap.end]
    named = {sentence.plain[max(a, b - 2) : b] for a, b in kinds}
    return any(name in words for name in named)


def _cells(match: re.Match[str], group: str) -> list[tuple[int, int]]:
    start = match.start(group)
    return [
        (start + one.start(), start + one.end())
        for one in re.finditer(rf"{MONEY}+|{RATE}+", match[group])
    ]
