"""What a message asks, read from the table ``asks.yaml``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bot.question.phrases import Classes, PhraseError, Phrases, Span, compiled, parse, readings

_KEPT: Final = 256  # texts whose asks are kept: a message is read again for each text it may mean


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
    PAPER = "paper"  # what a document says of itself: its number, its issuer …


class Cue(StrEnum):
    """A turn of phrase that composers need to know of, beside what is asked."""

    PAID_TO = "paid_to"
    NOTHING_SPENT = "nothing_spent"
    DELETED = "deleted"
    ADDED = "added"
    MODIFIED = "modified"
    BOTH_TEXTS = "both_texts"
    WHICH_ONES = "which_ones"
    EARLIER_TOO = "earlier_too"
    APPLICANT = "applicant"
    ENTITLED = "entitled"
    MUST = "must"
    WHY = "why"
    ORDERED = "ordered"
    FRAUD = "fraud"
    FIGURED = "figured"
    SAME = "same"
    FULL_TEXT = "full_text"
    WHICH_SECTORS = "which_sectors"
    BUSINESS = "business"
    APPLYING = "applying"
    JOINED = "joined"
    INSIDE_TITLE = "inside_title"
    INSIDE_PART = "inside_part"
    PAYING = "paying"
    ENTRY = "entry"
    MOST = "most"
    FORMER = "former"
    TURNS_AWAY = "turns_away"
    BACKWARD = "backward"
    COUNTS_AS = "counts_as"
    OWN_PART = "own_part"
    SUPPOSED = "supposed"
    WHICH_CLAUSES = "which_clauses"


class Piece(StrEnum):
    """What is taken out of a message as it stands."""

    TERM = "term"  # the word whose meaning is asked for
    BUSINESS = "business"  # what the enterprise says it mainly does


@dataclass(frozen=True, slots=True)
class Field:
    """Something that a provision may state, and the words that show that a text states it."""

    name: str  # 申报时间
    card: str | None  # what holds it: the field of a card or, for a paper ask, of a document
    evidence: Phrases | None
    heads: tuple[str, ...] = ()  # words of the headings under which texts state it

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


@dataclass(frozen=True, slots=True)
class Value:
    """A kind of value that is asked for, and what a sentence must hold to give one."""

    phrases: Phrases
    evidence: Phrases
    unit: str = ""  # of a number of something: 家 ｜ 平方米

    def shown_in(self, text: str) -> bool:
        """Whether a sentence gives such a value."""
        return self.evidence.found_in(text)


@dataclass(frozen=True, slots=True)
class Said:
    """The phrases of a cue or of a piece, with their examples."""

    phrases: Phrases
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All of ``asks.yaml``."""

    classes: Classes  # words that stand for one another in the phrases
    asks: tuple[Entry, ...]
    values: tuple[tuple[Value, ...], ...]  # of each group the first that is said counts
    pieces: Mapping[Piece, Said]
    cues: Mapping[Cue, Said]
    opening: Said  # courtesies before a message
    closing: Said  # and behind it


@lru_cache(maxsize=_KEPT)
def asks_of(text: str) -> tuple[Ask, ...]:
    """Everything that a text asks, in the order of the table: most telling first."""
    return tuple(
        Ask(entry.kind, entry.field, spans)
        for entry in table().asks
        if (spans := entry.phrases.spans(text))
    )


@lru_cache(maxsize=_KEPT)
def cues_of(text: str) -> frozenset[Cue]:
    """Every cue that a text has."""
    return frozenset(cue for cue, said in table().cues.items() if said.phrases.found_in(text))


@lru_cache(maxsize=_KEPT)
def values_of(text: str) -> tuple[Value, ...]:
    """The kinds of value that a text asks for."""
    found = []
    for group in table().values:
        said = [(spans[0], value) for value in group if (spans := value.phrases.spans(text))]
        if said:
            found.append(min(said, key=lambda item: item[0])[1])
    return tuple(found)


def without_courtesies(text: str) -> str:
    """A message without the courtesies before and behind it; one that says nothing else, whole."""
    opening, closing = table().opening, table().closing
    rest = closing.phrases.stripped_from_end(opening.phrases.stripped_from_start(text))
    return rest if rest.strip("?？") else text


def pieces_of(text: str, piece: Piece) -> tuple[str, ...]:
    """What a text says where such a piece stands."""
    return table().pieces[piece].phrases.pieces(text)


@cache
def table() -> Table:
    """The table of ``asks.yaml``."""
    return load(yaml.safe_load(files("bot.question").joinpath("asks.yaml").read_text("utf-8")))


def load(source: Mapping[str, Any]) -> Table:
    """A table from its source.

    Raises:
        PhraseError: a phrase is malformed, of an unknown class, or listed under two asks.
    """
    words = {name: tuple(listed.split()) for name, listed in source["classes"].items()}
    rows = source["asks"]
    found = tuple(_entry(row, words) for row in rows)
    shared = {e.name: row.get("shares", ()) for e, row in zip(found, rows, strict=True)}
    _refuse_doubles(((e.name, e.phrases) for e in found), words, shared)
    return Table(
        classes=words,
        asks=found,
        values=tuple(_values(row, words) for row in source.get("values", ())),
        pieces={Piece(r["piece"]): _said(r, words) for r in source.get("pieces", ())},
        cues={Cue(r["cue"]): _said(r, words) for r in source.get("cues", ())},
        opening=_said(source["courtesies"]["opening"], words),
        closing=_said(source["courtesies"]["closing"], words),
    )


def _entry(row: Mapping[str, Any], words: Classes) -> Entry:
    kind = AskKind(row["ask"])
    evidence = compiled(row["evidence"], words) if "evidence" in row else None
    return Entry(
        kind=kind,
        field=_field(row, evidence) if "name" in row else None,
        phrases=compiled(
            row["phrases"], words, unless=row.get("unless", ""), whole=row.get("whole", False)
        ),
        examples=tuple(row["examples"].split()),
        counterexamples=tuple(row.get("not", "").split()),
    )


def _field(row: Mapping[str, Any], evidence: Phrases | None) -> Field:
    return Field(row["name"], row.get("card"), evidence, tuple(row.get("heads", "").split()))


def _said(row: Mapping[str, Any], words: Classes) -> Said:
    return Said(
        phrases=compiled(row["phrases"], words, unless=row.get("unless", "")),
        examples=tuple(row["examples"].split()),
        counterexamples=tuple(row.get("not", "").split()),
    )


def _values(row: Mapping[str, Any], words: Classes) -> tuple[Value, ...]:
    unless = row.get("unless", "")
    if "units" not in row:
        phrases = compiled(row["phrases"], words, unless=unless)
        return (Value(phrases, compiled(row["evidence"], words)),)
    return tuple(
        Value(
            compiled(f"{row['phrases']}{unit}", words, unless=unless),
            compiled(f"{{数}}(个){_counted(unit)}", words),
            unit,
        )
        for unit in row["units"].split()
    )


_SAME = ("家个", "名人位个")  # units that count the same things


def _counted(unit: str) -> str:
    """The unit and those that people use for it: 几家平台 is answered by 2个平台."""
    alike = next((units for units in _SAME if unit in units), unit)
    return f"[{'|'.join(alike)}]" if alike in _SAME else unit


def _refuse_doubles(
    listed: Iterable[tuple[str, Phrases]],
    words: Classes,
    shared: Mapping[str, Iterable[str]],
) -> None:
    owner: dict[str, str] = {}
    for name, phrases in listed:
        for phrase in phrases.written:
            for way in readings(parse(phrase, words)):
                first = owner.setdefault(way, name)
                if first != name and first not in shared[name]:
                    raise PhraseError(f"说法“{way}”同时列在“{first}”和“{name}”里")
