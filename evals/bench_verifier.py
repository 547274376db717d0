"""What the verifier costs: milliseconds for the draft of an answer, on the own set."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from evals.drafts import answered
from evals.paraphrase import paraphrases

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from evals.case import Case


@dataclass(frozen=True, slots=True)
class VerifierCost:
    """Milliseconds a draft; a first reading of a clause is in it, later ones are remembered."""

    drafts: int
    p50: float
    p95: float

    def __str__(self) -> str:
        return f"核验\t{self.drafts}份草稿\tp50 {self.p50:.2f} ms\tp95 {self.p95:.2f} ms"


def measure(assistant: Assistant, cases: Sequence[Case]) -> VerifierCost:
    """Verify an honest draft of each style for every case, each once, and time them."""
    import random

    from bot.verify import verify

    costs: list[float] = []
    for subject in answered(assistant, cases):
        for _, draft in paraphrases(subject, random.Random(subject.id)):
            began = time.perf_counter()
            verify(draft, subject.desk.evidence)
            costs.append((time.perf_counter() - began) * 1000)
    return VerifierCost(len(costs), median(costs), quantiles(costs, n=20)[18])
