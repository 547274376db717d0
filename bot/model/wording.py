"""Wording: a statement in a model's words, which may only be those of a closed list.

A wording is accepted where it is the statement itself, with words of `wording.yaml` put in, or
exchanged for one that means the same. Everything else stands character for character and in its
order: no amount, condition, denial, direction or name can change, and none can be left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from bot.model.statements import Statement

_MARKS: Final = tuple("，。；：、,;: \u3000\n")  # how a line is divided changes nothing
_PLACE: Final = r"⟦[^⟦⟧]*⟧"
_LONGER: Final = 3  # times the statement: nothing that says the same is longer


@dataclass(frozen=True, slots=True)
class Words:
    """What a wording may do: words to put in, and groups that mean the same."""

    added: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]

    @property
    def told(self) -> str:
        """The list as a model is told it."""
        groups = "；".join("＝".join(group) for group in self.same)
        return f"可以加上：{'、'.join(self.added)}。可以互换：{groups}。"

    def pieces(self, text: str) -> list[tuple[str, ...]]:
        """A statement piece by piece, each with what may stand for it."""
        alike = {word: group for group in self.same for word in group}
        longest = sorted(alike, key=len, reverse=True)
        pattern = "|".join([_PLACE, *map(re.escape, longest), "."])
        found = re.findall(pattern, text, re.DOTALL)
        return [alike.get(piece, (piece,)) for piece in found if piece not in _MARKS]


@cache
def words() -> Words:
    """The list that comes with the program."""
    data = yaml.safe_load(files("bot.model").joinpath("wording.yaml").read_text("utf-8"))
    added = tuple(entry["word"] for entry in data["added"])
    return Words(added, tuple(tuple(group["words"]) for group in data["same"]))


def says_the_same(statement: Statement, worded: str) -> bool:
    """Whether a model's words are the statement in words of the list."""
    if len(worded) > _LONGER * len(statement.masked):
        return False
    between = (*words().added, *_MARKS)
    reached = {0}  # how far the words can be read as what the statement says up to a piece
    for piece in words().pieces(statement.masked):
        reached = _past(piece, _through(between, reached, worded), worded)
    return len(worded) in _through(between, reached, worded)


def _past(choices: Iterable[str], reached: set[int], worded: str) -> set[int]:
    return {at + len(c) for at in reached for c in choices if worded.startswith(c, at)}


def _through(between: Iterable[str], reached: set[int], worded: str) -> set[int]:
    """Where one can be after any number of words that may be put in."""
    held, new = set(reached), set(reached)
    while new := _past(between, new, worded) - held:
        held |= new
    return held


SCHEMA: Final[Mapping[str, Any]] = {
    "name": "wording",
    "schema": {
        "type": "object",
        "properties": {
            "statements": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"n": {"type": "integer"}, "text": {"type": "string"}},
                    "required": ["n", "text"],
                    "additionalProperties": False,
                },
            }
        },
        "required": ["statements"],
        "additionalProperties": False,
    },
}
