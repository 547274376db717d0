"""Wanted: what kind of answer each small clause of a message asks for (几天, 在哪里办, 几份).

``wanted.yaml`` lists the kinds with the turns of phrase that ask for one, and what a sentence that
gives one is sure to hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bot.question import asks
from bot.question.phrases import Classes, Phrases, compiled
from corpus.words import content_words

_KEPT: Final = 256  # messages and clauses that are kept as read
_SMALL: Final = re.compile(r"[,，。;；?？!！→\n]+")
_CUTS: Final = re.compile(r"[,，。;；?？!！、\n]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A kind of answer.

    ``own``: its evidence tells by itself what it is of; ``all``: every sentence that has it is an
    answer; ``beside``: it stands in one small clause with a word that is asked of.
    """

    name: str
    phrases: Phrases
    evidence: Phrases
    own: bool
    all: bool
    beside: bool
    idle: frozenset[str]  # words that tell only what is asked for
    examples: tuple[str, ...]
    shown: tuple[str, ...]
    not_shown: tuple[str, ...]

    def shown_in(self, sentence: str, words: tuple[str, ...]) -> bool:
        """Whether a sentence gives such an answer of what the words tell."""
        if not self.beside:
            return self.evidence.found_in(sentence)
        return any(
            self.evidence.found_in(part) and any(way in part for w in words for way in ways(w))
            for part in _SMALL.split(sentence)
        )


@dataclass(frozen=True, slots=True)
class Wish:
    """A small clause that asks for a kind of answer.

    ``words`` tell what it asks of; ``thing`` are those of them in its very asking (什么名单).
    """

    text: str
    wanted: Wanted
    words: tuple[str, ...]
    thing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Table:
    """All of ``wanted.yaml``."""

    wanted: tuple[Wanted, ...]
    general: tuple[str, ...]  # words for applying, said of every matter
    alike: tuple[tuple[str, ...], ...]  # words for the same thing, as askers and as texts say it
    idle: frozenset[str]  # words that tell nothing


@lru_cache(maxsize=_KEPT)
def wishes(text: str) -> tuple[Wish, ...]:
    """What the small clauses of a message ask for, in order; those of no known kind left out."""
    found = []
    for piece in _CUTS.split(text):
        wanted = next((one for one in table().wanted if one.phrases.found_in(piece)), None)
        if wanted is not None:
            words = tuple(word for word in telling(piece) if word not in wanted.idle)
            beside = telling(wanted.phrases.removed_from(piece))
            found.append(Wish(piece.strip(), wanted, words, frozenset(words).difference(beside)))
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def telling(text: str) -> tuple[str, ...]:
    """The words of a text that tell what it is of, each once."""
    said = (word for _, word in content_words(text))
    return tuple(dict.fromkeys(word for word in said if word not in table().idle))


def is_general(word: str) -> bool:
    """Whether a word is said of every matter: 申请, 提交."""
    return word in table().general


def ways(word: str) -> tuple[str, ...]:
    """A word and what texts say for it: 社保 ｜ 社会保险."""
    rows = (table().general, *table().alike)
    return next((row for row in rows if word in row), (word,))


@cache
def table() -> Table:
    """The table of ``wanted.yaml``."""
    source = yaml.safe_load(files("bot.question").joinpath("wanted.yaml").read_text("utf-8"))
    classes = dict(asks.table().classes) | {
        name: tuple(listed.split()) for name, listed in source["classes"].items()
    }
    return Table(
        wanted=tuple(_wanted(row, classes) for row in source["wanted"]),
        general=tuple(source["general"].split()),
        alike=tuple(tuple(row.split()) for row in source["alike"]),
        idle=frozenset(source["idle"].split()),
    )


def _wanted(row: Mapping[str, Any], classes: Classes) -> Wanted:
    return Wanted(
        name=row["name"],
        phrases=compiled(row["phrases"], classes),
        evidence=compiled(row["evidence"], classes, unless=row.get("unless", "")),
        own=row.get("own", False),
        all=row.get("all", False),
        beside=row.get("beside", False),
        idle=frozenset(row.get("idle", "").split()),
        examples=tuple(row["examples"].split()),
        shown=tuple(row["shown"].split()),
        not_shown=tuple(row["not_shown"].split()),
    )
