"""What is wanted: aspects of a question and fields of a provision, read from tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml


class Aspect(StrEnum):
    """What a question wants to know."""

    AMOUNT = "amount"
    ELIGIBILITY = "eligibility"
    FIELD = "field"
    CLAUSE = "clause"
    VALIDITY = "validity"
    CHANGE = "change"
    DEFINITION = "definition"
    COMPARE = "compare"
    LISTING = "listing"
    REVERSE = "reverse"
    SMALLTALK = "smalltalk"
    LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that can be asked for, and the words that would show that a text states it."""

    name: str  # 申报时间
    field: str | None  # the card field that holds it, if cards have one
    asks: re.Pattern[str]
    evidence: re.Pattern[str] | None


@cache
def attributes() -> tuple[Attribute, ...]:
    """The table of ``attributes.yaml``, most specific first."""
    entries = yaml.safe_load(files("bot.question").joinpath("attributes.yaml").read_text("utf-8"))
    return tuple(
        Attribute(
            entry["name"],
            entry.get("field"),
            re.compile(entry["asks"]),
            re.compile(entry["evidence"]) if "evidence" in entry else None,
        )
        for entry in entries
    )


@cache
def _aspects() -> tuple[tuple[Aspect, re.Pattern[str]], ...]:
    entries = yaml.safe_load(files("bot.question").joinpath("aspects.yaml").read_text("utf-8"))
    return tuple((Aspect(entry["aspect"]), re.compile(entry["pattern"])) for entry in entries)


def aspects_of(text: str) -> tuple[Aspect, ...]:
    """Every aspect whose wording occurs, most telling first."""
    return tuple(aspect for aspect, pattern in _aspects() if pattern.search(text))


def attributes_of(text: str) -> tuple[Attribute, ...]:
    """Every attribute that is asked for, most specific first."""
    return tuple(attribute for attribute in attributes() if attribute.asks.search(text))
