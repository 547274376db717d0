"""From two lists to one: lexical and dense scores on one scale, added, and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.grams import gram_keys
from index.static_model import Vectors
from index.version import IndexVersion
from index.vocabulary import Reading

POOL = 200  # candidates taken from each list
DENSE_WEIGHT = 1.0  # of the dense score, against 1 for the lexical one, both in 0..1
ADDED_WEIGHT = 0.5  # of a term that the vocabulary adds, against 1 for a term said

Positions = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with the scores that placed it. ``lexical`` and ``dense`` are unscaled."""

    position: int
    score: float
    lexical: float
    dense: float


def weigh(reading: Reading) -> dict[int, float]:
    """Grams to look for, with their weights."""
    said, _ = gram_keys([reading.text])
    weights: dict[int, float] = {}
    for key in said.tolist():
        weights[key] = weights.get(key, 0.0) + 1.0
    added, _ = gram_keys(reading.terms)
    for key in dict.fromkeys(added.tolist()):
        weights.setdefault(key, ADDED_WEIGHT)
    return weights


def rank(
    version: IndexVersion, reading: Reading, vector: Vectors, allowed: Positions | None, k: int
) -> list[Ranked]:
    """The best k passages, among ``allowed`` positions if given (sorted), best first.

    Equal scores keep the order of the passages, so a search gives the same list every time.
    """
    lexical = version.lexical.scores(weigh(reading))
    if allowed is None:
        pool = np.union1d(_best(lexical, POOL), version.nearest(vector, POOL))
    else:
        near = version.vectors[allowed] @ vector
        pool = np.union1d(allowed[_best(lexical[allowed], POOL)], allowed[_best(near, POOL)])
    if not len(pool):
        return []
    dense = np.asarray(version.vectors[pool] @ vector, dtype=np.float32)
    score = _scaled(lexical[pool]) + DENSE_WEIGHT * _scaled(dense)
    order = np.lexsort((pool, -score))[:k]
    return [
        Ranked(int(pool[i]), float(score[i]), float(lexical[pool[i]]), float(dense[i]))
        for i in order
    ]


def _best(scores: Floats, k: int) -> NDArray[np.intp]:
    if len(scores) > k:
        kept = np.argpartition(-scores, k - 1)[:k]
    else:
        kept = np.arange(len(scores))
    return kept


def _scaled(scores: Floats) -> Floats:
    """To 0..1 over the candidates of one query; a list without differences is all 0."""
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def share_explained(version: IndexVersion, reading: Reading, positions: Sequence[int]) -> float:
    """Which share of the question's information the given passages hold, 0..1."""
    said, _ = gram_keys([reading.text])
    weights = dict.fromkeys(said.tolist(), 1.0)
    total = sum(version.lexical.rarity(key) for key in weights)
    held: set[int] = set()
    for position in positions:
        held |= version.lexical.contributions(weights, position).keys()
    return sum(version.lexical.rarity(key) for key in held) / total if total else 0.0
