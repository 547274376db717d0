"""Ranking measures, and cross-fitted rankings of out-of-fold candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from index.fusion import FEATURES, scale
from index.ranking import Candidates
from index.training.crossfit import Split
from index.training.weights import fit_weights

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


def cross_fitted(
    found: Sequence[Candidates],
    gold: Sequence[set[int]],
    division: Split,
    without: frozenset[str] = frozenset(),
) -> list[list[int]]:
    """Rankings by weights that were fitted on the unseen questions of the other folds."""
    rankings: list[list[int]] = [[] for _ in found]
    for fold in sorted(set(division.fold)):
        known = [
            i for i, f in enumerate(division.fold) if f != fold and division.unseen[i]
        ]
        weights = fit_weights([found[i] for i in known], [gold[i] for i in known], without)
        for i, f in enumerate(division.fold):
            if f == fold:
                rankings[i] = order(found[i], weights)
    return rankings


def summary(
    found: Sequence[Candidates], gold: Sequence[set[int]], division: Split
) -> dict[str, Any]:
    """Cross-fitted measures of the whole pipeline and of parts of it, overall and unseen."""
    rankings = {
        "pipeline": cross_fitted(found, gold, division),
        "pipeline without prior": cross_fitted(found, gold, division, frozenset({"prior"})),
        "dense alone": [order(one, {"dense": 1.0}) for one in found],
        "lexical alone": [order(one, {"lexical": 1.0}) for one in found],
    }
    unseen = [i for i, new in enumerate(division.unseen) if new]
    return {
        name: {
            "overall": _means(ranking, gold, range(len(gold))),
            "unseen": _means(ranking, gold, unseen),
        }
        for name, ranking in rankings.items()
    } | {"questions": len(gold), "unseen questions": len(unseen)}


def _means(
    rankings: Sequence[Ranking], gold: Sequence[set[int]], chosen: Sequence[int]
) -> dict[str, float]:
    return {
        name: round(float(np.mean([measure(rankings[i], gold[i]) for i in chosen])), 4)
        for name, measure in MEASURES.items()
    }
