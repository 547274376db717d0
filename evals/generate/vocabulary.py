"""The words of the generator and how one of them is drawn."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).with_name("vocabulary.yaml")
Words = Mapping[str, Any]


@cache
def vocabulary() -> Words:
    """Return the vocabulary file."""
    words: Words = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return words


class Draw:
    """A seeded choice of words; an address is the path of keys in the vocabulary file."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def at(self, *address: str | int) -> Any:  # noqa: ANN401 - what YAML holds
        """Return what stands at an address."""
        found: Any = vocabulary()
        for key in address:
            found = found[key]
        return found

    def one(self, *address: str | int) -> str:
        """Draw one word of the list at an address, or one key of the table there."""
        return str(self.rng.choice(list(self.at(*address))))

    def two(self, *address: str | int) -> tuple[str, str]:
        """Draw two different words of a list."""
        first, second = self.rng.sample(self.at(*address), 2)
        return str(first), str(second)

    def line(self, lines: Sequence[str], *, without: str = "", needs: str = "") -> str:
        """Draw a line that lacks one mark and holds another."""
        fit = [one for one in lines if not (without and without in one) and needs in one]
        return self.rng.choice(fit or list(lines))

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in this share of all cases."""
        return self.rng.random() < share
