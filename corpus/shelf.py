"""The clauses of one document, prepared for look-up by address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.address import Part
from corpus.clause import Clause, ClauseKind
from corpus.outline.ordinal import read_ordinal

_QUOTED = re.compile(r"(原?)[“\"「]第([一二三四五六七八九十百千零〇0-9]{1,9})条")
_TOKEN = re.compile(
    r"第(?P<n>\d+)(?P<unit>编|篇|部分|章|节|条|款)(?:之\d+|至第(?P<last>\d+).+)?|\((?P<cnp>[一-鿿〇]+)\)|\((?P<nump>\d+)\)"
    r"|(?P<numh>\d+)\)|<(?P<circ>\d+)>|(?P<num>\d+)|(?P<thing>附件|附表|附录|案例)(?P<tn>\d*)"
    r"|(?P<cn>[一二三四五六七八九十百千〇零]+)"
)
_UNITS = {
    "编": Part.PART, "篇": Part.PART, "部分": Part.PART, "章": Part.CHAPTER, "节": Part.SECTION,
    "条": Part.ARTICLE, "款": Part.PARAGRAPH,
}  # fmt: skip
STYLES = {
    "cnp": Part.CN_PAREN, "nump": Part.NUM_PAREN, "numh": Part.NUM_HALF, "circ": Part.CIRCLED,
    "num": Part.NUM, "cn": Part.CN,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """A clause as an address sees it: what it prints, and what it stands in."""

    clause: Clause
    part: Part
    number: int | None
    last: int | None  # of several in one line: 第五条至第七条（废止）
    above: Unit | None
    whole: bool  # no paragraph of it is printed as the first, so 第一款 of it is the unit itself

    def numbered(self, number: int | None) -> bool:
        """Whether the clause carries a number, or is a range with it."""
        if self.number == number or self.number is None or number is None:
            return self.number == number
        return self.number < number <= (self.last or self.number)

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """Every number that it carries."""
        own = self.number or 0
        return (self.number, *range(own + 1, (self.last or 0) + 1))


class Shelf:
    """A document's clauses by id, label, printed part and number, and quoted provision."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.by_id = _units(clauses)
        self.units = tuple(self.by_id.values())
        self.printing: dict[tuple[Part, int | None], list[Unit]] = {}
        self.carrying: dict[int | None, list[Unit]] = {}
        for unit in self.units:
            for number in unit.numbers:
                self.printing.setdefault((unit.part, number), []).append(unit)
                self.carrying.setdefault(number, []).append(unit)
        self.has_articles = any(unit.part is Part.ARTICLE for unit in self.units)
        numbers = [unit.number for unit in self.units if unit.part is Part.NUM]
        self.runs_on = len(numbers) > 1 and len(numbers) == len(set(numbers))
        self.quoted = {id_: q for id_, u in self.by_id.items() if (q := _quoted(u.clause))}

    @cached_property
    def by_label(self) -> Mapping[str, Sequence[Clause]]:
        """The clauses that people cite so."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.label, []).append(clause)
        return found


def _units(clauses: Sequence[Clause]) -> dict[str, Unit]:
    """The clauses by id, in reading order: what they stand in comes before them."""
    ids = {clause.id for clause in clauses}
    found: dict[str, Unit] = {}
    for clause in clauses:
        id_ = clause.id
        part, number = _part(clause)
        above = found[clause.parent] if clause.parent is not None else None
        whole = clause.kind is not ClauseKind.PARAGRAPH and f"{id_}.第1款" not in ids
        found[id_] = Unit(clause, part, number, _last(clause), above, whole)
    return found


def _part(clause: Clause) -> tuple[Part, int | None]:
    token = clause.path.levels[-1].token.partition("[")[0]
    match = _TOKEN.fullmatch(token)
    if match is None:
        return Part.NAME, None
    if match["unit"]:
        return _UNITS[match["unit"]], int(match["n"])
    if match["thing"]:
        part = Part.CASE if match["thing"] == "案例" else Part.ANNEX
        return part, int(match["tn"]) if match["tn"] else None
    group = match.lastgroup or "cn"
    return STYLES[group], read_ordinal(match[group])


def _last(clause: Clause) -> int | None:
    """The last number of a range of units in one line: 第5条至第7条 → 7."""
    match = _TOKEN.fullmatch(clause.path.levels[-1].token.partition("[")[0])
    return int(match["last"]) if match and match["last"] else None


def _quoted(clause: Clause) -> tuple[bool, int] | None:
    """(原 or not, number) of the provision that a heading quotes: 原“第九条 …” → (True, 9)."""
    match = _QUOTED.match(clause.heading)
    number = read_ordinal(match.group(2)) if match else None
    return (bool(match.group(1)), number) if match and number else None
