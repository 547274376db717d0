"""The difference between two versions of a reading, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from corpus.readings import ReadingEntry
from corpus.words import words

FIELDS: Final = ("名称", "口径", "条款", "依据", "问到的词", "事项", "例问")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both versions have (""), that only the later has (ins), only the earlier (del)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A field that is another one."""

    name: str
    pieces: tuple[Piece, ...]


def changes(before: ReadingEntry, after: ReadingEntry) -> tuple[Changed, ...]:
    """Every field that differs, in the order of the form."""
    rows = zip(FIELDS, _said(before), _said(after), strict=True)
    return tuple(Changed(name, tuple(pieces(a, b))) for name, a, b in rows if a != b)


def pieces(before: str, after: str) -> Iterator[Piece]:
    """What was taken out and what came in, in order."""
    old, new = words(before), words(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("", "".join(old[a:b]))
            continue
        if a < b:
            yield Piece("del", "".join(old[a:b]))
        if c < d:
            yield Piece("ins", "".join(new[c:d]))


def _said(entry: ReadingEntry) -> tuple[str, ...]:
    grounds = (f"{one.document or ''} {one.clause}：“{one.quote}”".strip() for one in entry.grounds)
    return (
        entry.title,
        entry.reading,
        "、".join(entry.clauses),
        "；".join(grounds),
        "；".join("、".join(group) for group in entry.terms),
        entry.topic or "",
        entry.question or "",
    )
