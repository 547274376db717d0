"""Wording: a statement in a model's words, which may only be those of a closed list.

A wording is accepted where it is the statement itself, with phrases of `wording.yaml` exchanged for
others that mean the same, and one of its openings put before it. Everything else, marks included,
stands character for character and in its order: free insertion would make 未写明 into 未来写明.
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

_PLACE: Final = r"⟦[^⟦⟧]*⟧"
_END: Final = "。"  # a line may end with it or without


@dataclass(frozen=True, slots=True)
class Words:
    """What a wording may do: openings to begin with, and groups of phrases that mean the same."""

    openings: tuple[str, ...]
    same: tuple[tuple[str, ...], ...]

    @property
    def told(self) -> str:
        """The list as a model is told it."""
        groups = "".join(f"\n- {_quoted(group, '＝')}" for group in self.same)
        return f"可以用来开头：{_quoted(self.openings, '、')}。\n可以互换：{groups}"

    def pieces(self, text: str) -> list[tuple[str, ...]]:
        """A statement piece by piece, each with what may stand for it."""
        alike = {phrase: group for group in self.same for phrase in group}
        longest = sorted(alike, key=len, reverse=True)
        pattern = "|".join([_PLACE, *map(re.escape, longest), "."])
        return [alike.get(piece, (piece,)) for piece in re.findall(pattern, text, re.DOTALL)]


def _quoted(phrases: Iterable[str], between: str) -> str:
    return between.join(f"“{phrase}”" for phrase in phrases)


@cache
def words() -> Words:
    """The list that comes with the program."""
    data = yaml.safe_load(files("bot.model").joinpath("wording.yaml").read_text("utf-8"))
    groups = (tuple(group["phrases"]) for group in data["same"])
    return Words(tuple(entry["words"] for entry in data["openings"]), tuple(groups))


def says_the_same(statement: Statement, worded: str) -> bool:
    """Whether a model's words are the statement in phrases of the list."""
    worded = worded.strip().removesuffix(_END)
    reached = _past(("", *words().openings), {0}, worded)  # how far the words say the same
    for piece in words().pieces(statement.masked.removesuffix(_END)):
        reached = _past(piece, reached, worded)
    return len(worded) in reached


def _past(choices: Iterable[str], reached: set[int], worded: str) -> set[int]:
    return {at + len(c) for at in reached for c in choices if worded.startswith(c, at)}


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
