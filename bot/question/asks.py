"""What a message asks, read from the table ``asks.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.question.phrases import PhraseError, Phrases, Span, compiled, parse, readings


class AskKind(StrEnum):
    """What can be asked."""

    SMALLTALK = "smalltalk"
    REVERSE = "reverse"
    VALID = "valid"
    COMPARE = "compare"
    CHANGED = "changed"
    DEFINE = "define"
    LIST = "list"
    ELIGIBLE = "eligible"
    AMOUNT = "amount"
    CLAUSE = "clause"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a provision may state, and the words that show that a text states it."""

    name: str  # 申报时间
    card: str | None  # the field of a card that holds it, if cards have one
    evidence: Phrases | None

    def shown_in(self, text: str) -> bool:
        """Whether a sentence states it."""
        return self.evidence is not None and self.evidence.found_in(text)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked; `spans` are its words, none where the thread supplies it."""

    kind: AskKind
    field: Field | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One ask of the table, with the sentences that show it and those that only look like it."""

    kind: AskKind
    field: Field | None
    phrases: Phrases
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]

    @property
    def name(self) -> str:
        """What tells it from the other entries: the field's name, else the kind."""
        return self.field.name if self.field else self.kind.value


def asks_of(text: str) -> tuple[Ask, ...]:
    """Everything that a text asks, in the order of the table: most telling first."""
    return tuple(
        Ask(entry.kind, entry.field, spans)
        for entry in entries()
        if (spans := entry.phrases.spans(text))
    )


@cache
def entries() -> tuple[Entry, ...]:
    """The table, in its order."""
    return load(yaml.safe_load(files("bot.question").joinpath("asks.yaml").read_text("utf-8")))


def load(table: Mapping[str, Any]) -> tuple[Entry, ...]:
    """The entries of a table.

    Raises:
        PhraseError: a phrase is malformed, of an unknown class, or listed under two asks.
    """
    words = {name: tuple(listed.split()) for name, listed in table["classes"].items()}
    rows = table["asks"]
    found = tuple(_entry(row, words) for row in rows)
    shared = {e.name: row.get("shares", ()) for e, row in zip(found, rows, strict=True)}
    _refuse_doubles(((e.name, e.phrases) for e in found), words, shared)
    return found


def _entry(row: Mapping[str, Any], words: Mapping[str, tuple[str, ...]]) -> Entry:
    kind = AskKind(row["ask"])
    evidence = compiled(row["evidence"], words) if "evidence" in row else None
    return Entry(
        kind=kind,
        field=Field(row["name"], row.get("card"), evidence) if kind is AskKind.FIELD else None,
        phrases=compiled(
            row["phrases"], words, unless=row.get("unless", ""), whole=row.get("whole", False)
        ),
        examples=tuple(row["examples"].split()),
        counterexamples=tuple(row.get("not", "").split()),
    )


def _refuse_doubles(
    listed: Iterable[tuple[str, Phrases]],
    words: Mapping[str, tuple[str, ...]],
    shared: Mapping[str, Iterable[str]],
) -> None:
    owner: dict[str, str] = {}
    for name, phrases in listed:
        for phrase in phrases.written:
            for way in readings(parse(phrase, words)):
                first = owner.setdefault(way, name)
                if first != name and first not in shared[name]:
                    raise PhraseError(f"说法“{way}”同时列在“{first}”和“{name}”里")
