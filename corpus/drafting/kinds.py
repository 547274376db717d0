"""Awards that name several kinds, ranks or thresholds, each with its figure."""

from __future__ import annotations

import re
from typing import Final

from corpus.drafting.award import Award, Figure, Hindrance, Row, Steps
from corpus.drafting.sentences import MONEY, RATE, Sentence
from corpus.drafting.shapes import APART, NEAR, ROW, ROWS, STEPPED
from corpus.drafting.tail import read_tail
from corpus.drafting.words import GIVE, RANK
from corpus.numerals import Quantity, QuantityKind
from corpus.rules.model import Role
from corpus.rules.unit import read_units

PAID: Final = (QuantityKind.MONEY, QuantityKind.RATE)
_APPLICANT: Final = re.compile(
    r"每(?:一?[家户]|个?(?:企业|单位|机构|申请人|申报单位|申报主体))(?:企业|单位|机构|用人单位)?"
)


def itself(text: str, head: str) -> str:
    """The words of an amount without those that mean the applicant: 每家企业, 每个机场."""
    text = _APPLICANT.sub("", text)
    named = re.search(r"每一?个(?P<noun>[^，。￥％＃每不最]{2,6})", text)
    return text.replace(named[0], "") if named and named["noun"] in head else text


def inside(quantity: Quantity, span: tuple[int, int]) -> bool:
    """Whether a number begins in a stretch."""
    return span[0] <= quantity.start < span[1]


def read_kinds(sentence: Sentence) -> Award | None:
    """The award of a sentence that names several kinds, each with its figure."""
    mask, told = sentence.mask, None
    steps: Steps | None = None
    if match := APART.search(mask):
        kinds = _listed(sentence.plain[: match.start()])
        if not kinds and (steps := _steps(sentence, match.start())):
            kinds = list(steps.edges)
        cells = _cells(match, "figures")
        told = match.span("bound") if match["bound"] else None
    elif match := ROWS.match(mask):
        found = [*ROW.finditer(mask, match.start("rows"), match.end("rows"))]
        kinds = [one.span("kind") for one in found]
        cells = [one.span("cell") for one in found]
        if any(re.search(GIVE, mask[slice(*kind)]) for kind in kinds):
            return None
    else:
        return None
    aid = match["aid"] or match["aid_"] if "aid_" in match.re.groupindex else match["aid"]
    if len(kinds) != len(cells) or not aid:
        return None
    paid = [
        q
        for q in sentence.figures
        if q.start < match.end() and (steps is None or q.start >= match.start())
    ]
    if len(paid) != len(cells) or len({q.kind for q in paid}) != 1:
        return None
    rows = tuple(Row(kind, cell) for kind, cell in zip(kinds, cells, strict=True))
    start = match.start() if "figures" in match.re.groupindex else match.start("rows")
    units = {read_units(itself(sentence.plain[slice(*cell)], ""))[0] for cell in cells}
    if len(units) != 1:
        return None
    role = Role.KINDS if steps is None else Role.STEPS
    figure = Figure(role, start, match.end(), units.pop())
    if steps is not None and (figure.units or paid[0].kind is not QuantityKind.MONEY):
        return None
    tail = read_tail(sentence, match.end(), figure.units)
    if isinstance(tail, Hindrance) or tail.caps or tail.ratio:
        return None
    return Award(
        sentence, "kinds", aid, start, figure,
        quotas=tail.quotas, listed=tail.listed, rows=rows, told=told, steps=steps,
    )  # fmt: skip


def _steps(sentence: Sentence, end: int) -> Steps | None:
    """年营业收入首次突破1000万元、5000万元、1亿元的: what is measured, and the steps."""
    found = list(STEPPED.finditer(sentence.mask, 0, end))
    if len(found) != 1 or any(
        q.kind in PAID and not inside(q, found[0].span()) and q.end <= end
        for q in sentence.quantities
    ):
        return None
    match = found[0]
    edges = [q for q in sentence.quantities if inside(q, match.span("edges"))]
    kinds = {q.kind for q in edges}
    if len(kinds) != 1 or not kinds <= {QuantityKind.MONEY, QuantityKind.COUNT}:
        return None
    lead = match.span("lead") if match["lead"] else match.span("tail")
    if lead[0] == lead[1] or (match["lead"] and match["tail"]):
        return None
    what = match.end("what") - len(re.sub("^(?:对于?|其|在)", "", match["what"]))
    return Steps((what, match.end("what")), lead, tuple((q.start, q.end) for q in edges))


def _listed(head: str) -> list[tuple[int, int]]:
    """The last enumeration of ranks: 国际、国家和行业标准."""
    runs: list[list[tuple[int, int]]] = []
    last = -1
    for match in re.finditer(RANK, head):
        between = head[last : match.start()] if last >= 0 else ""
        joined = last >= 0 and len(between) <= NEAR and re.search(r"[、和与及或/]$", between)
        if joined and "，" not in between:
            runs[-1].append(match.span())
        else:
            runs.append([match.span()])
        last = match.end()
    several = [run for run in runs if len(run) > 1]
    return several[-1] if several else []


def _cells(match: re.Match[str], group: str) -> list[tuple[int, int]]:
    start = match.start(group)
    return [
        (start + one.start(), start + one.end())
        for one in re.finditer(rf"{MONEY}+|{RATE}+", match[group])
    ]
