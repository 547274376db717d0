"""Ranking measures: binary relevance, every query counts, an unanswered one scores 0."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from index.fusion import FEATURES, scale
from index.ranking import Candidates

Ranking = Sequence[int]
Weights = Mapping[str, float]


def ndcg(ranking: Ranking, gold: set[int], k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance; 0 for an empty ranking."""
    gain = sum(1 / np.log2(i + 2) for i, place in enumerate(ranking[:k]) if place in gold)
    ideal = sum(1 / np.log2(i + 2) for i in range(min(k, len(gold))))
    return float(gain / ideal) if ideal else 0.0


def recall(ranking: Ranking, gold: set[int], k: int) -> float:
    """Share of the right places among the first k."""
    return len(gold.intersection(ranking[:k])) / len(gold) if gold else 0.0


def mrr(ranking: Ranking, gold: set[int], k: int = 10) -> float:
    """1 / rank of the first right place among the first k, else 0."""
    return next((1 / (i + 1) for i, place in enumerate(ranking[:k]) if place in gold), 0.0)


MEASURES: Mapping[str, Callable[[Ranking, set[int]], float]] = {
    "nDCG@10": ndcg,
    "R@1": lambda ranking, gold: recall(ranking, gold, 1),
    "R@5": lambda ranking, gold: recall(ranking, gold, 5),
    "R@10": lambda ranking, gold: recall(ranking, gold, 10),
    "R@20": lambda ranking, gold: recall(ranking, gold, 20),
    "R@100": lambda ranking, gold: recall(ranking, gold, 100),
    "MRR@10": mrr,
}


def order(found: Candidates, weights: Weights) -> list[int]:
    """Positions, best first, by a weighted sum of scaled features."""
    if not len(found.pool):
        return []
    vector = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
    score = scale(found.features) @ vector
    return found.pool[np.lexsort((found.pool, -score))].tolist()  # type: ignore[no-any-return]
