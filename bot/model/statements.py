"""The statements of a reply, numbered, with everything that must not change as a named place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.model.restating import conditions
from bot.reply import Reply
from corpus.collection import Collection
from corpus.numerals import QuantityKind, read

# What stands between marks of its own, or points at a source.
_MARKED: Final = (
    (re.compile(r"“[^”]*”"), "引文"),
    (re.compile(r"《[^》]*》"), "文件"),
    (re.compile(r"\[\d+\]"), "出处"),
)
_NAMED: Final = {
    QuantityKind.MONEY: "金额",
    QuantityKind.RATE: "比例",
    QuantityKind.DATE: "日期",
    QuantityKind.YEAR: "年份",
    QuantityKind.COUNT: "数量",
}
_NUMBER: Final = "数"
_FIGURE: Final = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a reply as code wrote it.

    ``masked`` is the line with each amount, date, name, quote and clause number as a place
    ``⟦S3.金额⟧``; ``places`` says what stands in it. Filling gives the line back.
    """

    number: int
    text: str
    masked: str
    places: Mapping[str, str]

    def filled(self, words: str) -> str:
        """Words with every place filled."""
        for place, value in self.places.items():
            words = words.replace(place, value)
        return words


def fixed_names(collection: Collection) -> tuple[str, ...]:
    """What a wording may not touch: names of matters, conditions and departments."""
    library = collection.library
    names = [
        *(card.name for card in collection.cards),
        *conditions(collection),
        *(unit for clause in library.clauses() for unit in clause.responsible),
    ]
    return tuple(dict.fromkeys(names))


def statements(reply: Reply, names: Iterable[str]) -> tuple[Statement, ...]:
    """The lines below the conclusion; ``names`` are those of matters, departments, conditions."""
    labels = {c.clause.label for c in reply.citations}
    lines = (*reply.body, *reply.notes)
    said = "\n".join(lines)
    fixed = sorted(
        {n for n in (*labels, *names) if len(n) > 1 and n in said}, key=len, reverse=True
    )
    return tuple(_statement(number, line, fixed) for number, line in enumerate(lines, start=2))


def _statement(number: int, text: str, fixed: Iterable[str]) -> Statement:
    taken: list[tuple[int, int, str]] = []
    for start, end, kind in _found(text, fixed):
        if all(end <= s or start >= e for s, e, _ in taken):
            taken.append((start, end, kind))
    masked, at, places, count = "", 0, dict[str, str](), dict[str, int]()
    for start, end, kind in sorted(taken):
        count[kind] = count.get(kind, 0) + 1
        nth = str(count[kind]) if count[kind] > 1 else ""
        place = f"⟦S{number}.{kind}{nth}⟧"
        places[place] = text[start:end]
        masked += text[at:start] + place
        at = end
    return Statement(number, text, masked + text[at:], places)


def _found(text: str, fixed: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """What must not change, the surest first; later ones that overlap are left out."""
    for pattern, kind in _MARKED:
        yield from ((m.start(), m.end(), kind) for m in pattern.finditer(text))
    for name in fixed:
        yield from ((m.start(), m.end(), "名称") for m in re.finditer(re.escape(name), text))
    yield from ((q.start, q.end, _NAMED.get(q.kind, _NUMBER)) for q in read(text))
    yield from ((m.start(), m.end(), _NUMBER) for m in _FIGURE.finditer(text))
