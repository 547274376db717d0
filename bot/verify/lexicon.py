"""The word tables of the verifier, from ``lexicon.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _tables() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(
        files("bot.verify").joinpath("lexicon.yaml").read_text("utf-8")
    )
    return loaded


@cache
def words(table: str) -> tuple[str, ...]:
    """One table, longest word first."""
    return tuple(sorted(map(str, _tables()[table]), key=len, reverse=True))


@cache
def pattern(table: str) -> re.Pattern[str]:
    """A pattern that finds any word of a table, the longest one first."""
    return re.compile("|".join(map(re.escape, words(table))))


@cache
def groups(table: str) -> tuple[tuple[str, ...], ...]:
    """A table of rows: words that belong together."""
    return tuple(tuple(map(str, row)) for row in _tables()[table])


@cache
def scopes() -> tuple[tuple[str, str], ...]:
    """(word, scope) of every scope word, longest word first."""
    table: Mapping[str, Iterable[str]] = _tables()["scopes"]
    pairs = [(word, scope) for scope, row in table.items() for word in row]
    return tuple(sorted(pairs, key=lambda pair: len(pair[0]), reverse=True))


def has(table: str, text: str) -> bool:
    """Whether ``text`` holds a word of a table."""
    return pattern(table).search(text) is not None
