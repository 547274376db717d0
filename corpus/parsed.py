"""Clauses of texts that were parsed before, kept from start to start: see `corpus.kept`.

The file holds places and headings; the words are those of the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from corpus.clause import Clause, ClauseKind, ClausePath, Level
from corpus.kept import DAMAGED, Kept, key_of
from corpus.parse import parse

FILE: Final = "parsed.json"  # below the folder of the settings for data

_level = lru_cache(maxsize=1 << 16)(Level)  # the same few in every text: 第1条, 第2条 …


class ParsedTexts:
    """Parses texts, those that the file holds from there. ``path`` None: nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._kept = Kept(path)

    def clauses(self, text: str, document_id: str, title: str) -> tuple[Clause, ...]:
        """What `corpus.parse.parse` makes of a text."""
        if not self._kept.keeps:
            return parse(text, document_id, title)
        key = key_of(document_id, title, text)
        with suppress(*DAMAGED):
            row = self._kept.row(key)
            found = _restored(row, text, document_id)
            self._kept.use(key, row)
            return found
        parsed = parse(text, document_id, title)
        self._kept.use(key, [_row(clause) for clause in parsed])
        return parsed

    def keep(self) -> None:
        """Write what was used."""
        self._kept.keep()


def _row(clause: Clause) -> list[Any]:
    return [
        [[level.token, level.mark, level.number] for level in clause.path.levels],
        clause.kind.value, clause.start, clause.end, clause.label, clause.heading,
        clause.breadcrumb, clause.parent, clause.responsible,
    ]  # fmt: skip


def _restored(rows: Sequence[Any], text: str, document_id: str) -> tuple[Clause, ...]:
    """Raises what a damaged row raises, ValueError where the clauses don't tile the text."""
    found = []
    for levels, kind, start, end, label, heading, breadcrumb, parent, responsible in rows:
        path = ClausePath(tuple(_level(*level) for level in levels))
        found.append(
            Clause(
                document_id, path, ClauseKind(kind), text[start:end], start, end, label, heading,
                tuple(breadcrumb), parent, tuple(responsible),
            )
        )  # fmt: skip
    ends = [0, *(clause.end for clause in found)]
    if ends[-1] != len(text) or [clause.start for clause in found] != ends[:-1]:
        raise ValueError("the clauses kept are not those of the text")
    return tuple(found)
