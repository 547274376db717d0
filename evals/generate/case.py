"""A generated case: the message, what is due, and a line of a question file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from evals.generate.frame import Frame
from evals.generate.message import Message
from evals.generate.render import render
from evals.generate.sample import sample
from evals.generate.truth import Due, due
from evals.generate.vocabulary import Draw

_RAISING = {"aside plan", "aside received", "aside neighbour"}


@dataclass(frozen=True, slots=True)
class GeneratedCase:
    """A frame in words. ``law`` is what the case shows, ``expects`` is amount or asked."""

    id: str
    frame: Frame
    message: Message
    due: Due

    @property
    def turns(self) -> tuple[str, ...]:
        """What the user says, in order."""
        return self.message.turns()

    @property
    def expects(self) -> str:
        """Whether an amount is due or no amount may be stated."""
        return "asked" if self.due.kind in {"ask", "none"} else "amount"

    @property
    def law(self) -> str:
        """The law of `laws` that this case shows, the plainest one last."""
        names = set(self.frame.names)
        if self.frame.strange:
            return "nonsense"
        if "shape corrected" in names:
            return "correction"
        if len(self.turns) > 1:
            return "turns"
        if names & _RAISING:
            return "never_raises"
        return "distractor" if self.frame.asides else "amount"

    def to_json(self) -> dict[str, Any]:
        """Write the case as a line of a question file holds it."""
        return {
            "id": self.id,
            "turns": list(self.turns),
            "category": "; ".join(self.frame.names),
            "amount_kind": self.due.kind,
            "amount_yuan": None if self.due.amount is None else _plain(self.due.amount),
            "amount_any_of": [_plain(other) for other in self.due.others],
            "note": self.due.note,
            "law": self.law,
            "expects": self.expects,
        }


def generate(count: int, seed: int) -> Iterator[GeneratedCase]:
    """Make cases; each has a seed of its own, so the n-th case does not depend on ``count``."""
    for number in range(count):
        draw = Draw(random.Random(f"{seed}/{number}"))
        frame = sample(draw)
        yield GeneratedCase(f"G{seed}-{number:05d}", frame, render(frame, draw), due(frame))


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
