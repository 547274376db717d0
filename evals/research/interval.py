"""Paired bootstrap: by how much one system is better, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 5000


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference of two systems over the same queries, with its 95 % interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"


def paired(ours: Sequence[float], theirs: Sequence[float], seed: int = 0) -> Difference:
    """The difference ``ours - theirs`` query by query, resampled with replacement.

    Raises ValueError where the two do not cover the same queries or cover none.
    """
    if len(ours) != len(theirs) or not len(ours):
        raise ValueError(f"成对比较需要同样多的题：{len(ours)} 与 {len(theirs)}")
    difference = np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)
    random = np.random.default_rng(seed)
    means = [
        float(difference[random.integers(0, len(difference), len(difference))].mean())
        for _ in range(RESAMPLES)
    ]
    low, high = np.quantile(means, [0.025, 0.975])
    return Difference(float(difference.mean()), float(low), float(high))
