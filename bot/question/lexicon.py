"""The general lexicon: words listed by kind, and the words a collection adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Senses = Mapping[str, frozenset[str]]


class LexiconError(ValueError):
    """The lexicon file is malformed; the message is Chinese and says where."""


@cache
def general() -> Senses:
    """Word → its senses, from ``lexicon.yaml``.

    Raises LexiconError for an entry that is neither words nor a table of words.
    """
    table: Any = yaml.safe_load(files("bot.question").joinpath("lexicon.yaml").read_text("utf-8"))
    pairs: list[tuple[str, str]] = []
    for kind, entry in table.items():
        groups = entry.items() if isinstance(entry, dict) else [("", entry)]
        for sense, words in groups:
            if not isinstance(words, str):
                raise LexiconError(f"lexicon.yaml 的 {kind}.{sense} 应是用空格隔开的词")
            name = f"{kind}.{sense}" if sense != "" else kind
            pairs += [(word.lower(), name) for word in words.split()]
    return gathered(pairs)


def gathered(pairs: Iterable[tuple[str, str]]) -> Senses:
    """Word → its senses, from (word, sense) pairs."""
    senses: dict[str, set[str]] = {}
    for word, sense in pairs:
        senses.setdefault(word, set()).add(sense)
    return {word: frozenset(names) for word, names in senses.items()}
