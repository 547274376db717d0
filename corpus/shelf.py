"""The clauses of one document, prepared for look-up by address."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.address import Part
from corpus.clause import Clause
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


class Shelf:
    """A document's clauses by id, label, printed part and quoted provision."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.by_id = {clause.id: clause for clause in clauses}
        self.by_label: dict[str, list[Clause]] = {}
        for clause in clauses:
            self.by_label.setdefault(clause.label, []).append(clause)
        self.part = {clause.id: _part(clause) for clause in clauses}
        self.last = {clause.id: last for clause in clauses if (last := _last(clause))}
        self.printing: dict[tuple[Part, int | None], list[Clause]] = {}
        for clause in clauses:
            part, own = self.part[clause.id]
            self.printing.setdefault((part, own), []).append(clause)
            for inside in range((own or 0) + 1, self.last.get(clause.id, 0) + 1):
                self.printing.setdefault((part, inside), []).append(clause)
        self.has_articles = any(p[0] is Part.ARTICLE for p in self.part.values())
        numbers = [n for part, n in self.part.values() if part is Part.NUM]
        self.runs_on = len(numbers) > 1 and len(numbers) == len(set(numbers))
        self.quoted = {c.id: q for c in clauses if (q := _quoted(c)) is not None}

    def numbered(self, clause: Clause, number: int | None) -> bool:
        """Whether the clause carries a number, or is a range with it: 第五条至第七条（废止）."""
        own = self.part[clause.id][1]
        if own == number or own is None or number is None:
            return own == number
        return own < number <= self.last.get(clause.id, own)

    def chain(self, clause: Clause) -> list[Clause]:
        """The clause and those above it, from the outermost on."""
        found = [clause]
        while found[-1].parent is not None:
            found.append(self.by_id[found[-1].parent])
        return found[::-1]


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
