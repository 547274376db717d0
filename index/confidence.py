"""How sure a search is that something it found answers the question."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from index.core import Core
from index.ranking import weigh
from index.vocabulary import Reading

# Logistic regression on evals/research/cases/*.jsonl (questions with an answer in the base texts,
# and without); ten-fold results are in docs/decisions/0004-retrieval.md.
INTERCEPT = -9.57
BY_MATCH = 6.68
BY_COSINE = 1.26
_LOOKED_AT = 3  # passages


def features(core: Core, reading: Reading, positions: Sequence[int]) -> tuple[float, float]:
    """How strongly the first passages match, by grams and by vectors.

    The first is the logarithm of the best BM25 score against the rarest possible gram, so that
    it means the same in a small collection and a large one; the second the best cosine.
    """
    first = np.array(positions[:_LOOKED_AT], dtype=np.int32)
    weights = weigh(reading)
    best = max(
        sum(core.version.lexical.contributions(weights, int(position)).values())
        for position in first
    )
    rarest = core.version.lexical.rarity(-1)  # no gram has this key
    cosine = float((core.version.vectors[first] @ core.vector(reading)).max())
    return math.log1p(best / rarest), cosine


def confidence(core: Core, reading: Reading, positions: Sequence[int]) -> float:
    """Probability, 0..1, that one of the passages (best first) answers the question."""
    if not len(positions):
        return 0.0
    match, cosine = features(core, reading, positions)
    return 1 / (1 + math.exp(-(INTERCEPT + BY_MATCH * match + BY_COSINE * cosine)))
