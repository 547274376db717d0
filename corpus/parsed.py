"""Clauses of texts that were parsed before, kept in one file from start to start.

Nothing depends on the file: where it is missing, damaged, foreign or of another parser the texts
are parsed, and it is written anew. It holds places and headings; the words are those of the texts.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from corpus.clause import Clause, ClauseKind, ClausePath, Level
from corpus.parse import parse

logger = logging.getLogger(__name__)

FILE: Final = "parsed.json"  # below the folder of the settings for data
_DAMAGED: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError)


class ParsedTexts:
    """Parses texts, those that the file holds from there. ``path`` None: nothing is kept."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._held: dict[str, Any] = _read(path) if path else {}
        self._used: dict[str, Any] = {}

    def clauses(self, text: str, document_id: str, title: str) -> tuple[Clause, ...]:
        """What `corpus.parse.parse` makes of a text."""
        if self._path is None:
            return parse(text, document_id, title)
        key = hashlib.sha256("\0".join((document_id, title, text)).encode()).hexdigest()
        with suppress(*_DAMAGED):
            found = _restored(self._held[key], text, document_id)
            self._used[key] = self._held[key]
            return found
        parsed = parse(text, document_id, title)
        self._used[key] = [_row(clause) for clause in parsed]
        return parsed

    def keep(self) -> None:
        """Write what was used, where that is not what the file holds; a full disk is no matter."""
        if self._path is None or self._used == self._held:
            return
        body = json.dumps(self._used, ensure_ascii=False, separators=(",", ":"))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._path.parent, delete=False) as draft:
                draft.write(f"{_heading(body)}\n{body}".encode())
            try:
                os.replace(draft.name, self._path)  # noqa: PTH105 - a name, not a path
            except OSError:
                Path(draft.name).unlink(missing_ok=True)
                raise
        except OSError as error:
            logger.info("parsed texts are not kept: %s", error)


def _read(path: Path) -> dict[str, Any]:
    with suppress(OSError, *_DAMAGED):
        heading, _, body = path.read_text(encoding="utf-8").partition("\n")
        if heading == _heading(body):
            held = json.loads(body)
            return held if isinstance(held, dict) else {}
    return {}


def _heading(body: str) -> str:
    return f"{_parser()} {hashlib.sha256(body.encode()).hexdigest()}"


@cache
def _parser() -> str:
    """A hash of all code that may have a say in where a clause begins and what it is called."""
    here = Path(__file__).parent
    sources = sorted(here.rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


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
        path = ClausePath(tuple(Level(*level) for level in levels))
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
