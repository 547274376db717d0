"""Cross-fitted rankings of out-of-fold candidates, and what they reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from evals.research.measures import MEASURES, order
from evals.research.training.crossfit import Split
from evals.research.training.weights import fit_weights
from index.ranking import Candidates


def cross_fitted(
    found: Sequence[Candidates],
    gold: Sequence[set[int]],
    division: Split,
    without: frozenset[str] = frozenset(),
) -> list[list[int]]:
    """Rankings by weights that were fitted on the unseen questions of the other folds."""
    rankings: list[list[int]] = [[] for _ in found]
    for fold in sorted(set(division.fold)):
        known = [i for i, f in enumerate(division.fold) if f != fold and division.unseen[i]]
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
    rankings: Sequence[Sequence[int]], gold: Sequence[set[int]], chosen: Iterable[int]
) -> dict[str, float]:
    places = list(chosen)
    return {
        name: round(float(np.mean([measure(rankings[i], gold[i]) for i in places])), 4)
        for name, measure in MEASURES.items()
    }
