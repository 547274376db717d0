"""What is known about each candidate of a query, as columns of `index.fusion.FEATURES`."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.fusion import FEATURES, Floats, scale
from index.static_model import StaticModel, Vectors
from index.version import IndexVersion, Tokens

_BEST_OTHERS = 3  # passages of the same document that count as evidence for it
_RANK_OFFSET = 20  # how flat the reciprocal ranks are

Positions = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of the pool, each with what the vocabulary adds, and of the question alone."""

    lexical: Floats
    lexical_said: Floats
    dense: Floats
    dense_said: Floats
    late: Floats
    late_said: Floats


def feature_matrix(
    version: IndexVersion,
    pool: Positions,
    scores: Scores,
    vector: Vectors,
    prior: Floats,
    wanted: Collection[str],
) -> Floats:
    """One row a candidate; ``vector`` is the query's, ``prior`` that of each candidate.

    A feature that is not ``wanted`` is not read: its column is 0.
    """
    columns: dict[str, Callable[[], Floats]] = {
        "lexical": lambda: scores.lexical,
        "dense": lambda: scores.dense,
        "late": lambda: scores.late,
        "lexical_rank": lambda: reciprocal_rank(scores.lexical_said),
        "dense_rank": lambda: reciprocal_rank(scores.dense_said),
        "evidence": lambda: evidence(scores.dense, version.document_of[pool]),
        "near": lambda: neighbours(version, pool, vector),
        "length": lambda: np.log1p(version.lengths[pool]),
        "prior": lambda: prior,
        "lexical_said": lambda: scores.lexical_said,
        "dense_said": lambda: scores.dense_said,
        "late_said": lambda: scores.late_said,
    }
    matrix = np.zeros((len(pool), len(FEATURES)), dtype=np.float32)
    for place, name in enumerate(FEATURES):
        if name in wanted:
            matrix[:, place] = columns[name]()
    return matrix


def reciprocal_rank(scores: Floats) -> Floats:
    """1 / (20 + rank): the head of a list stands apart, its tail does not."""
    ranks = np.empty(len(scores), dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores), dtype=np.float32)
    reciprocal: Floats = np.float32(1) / (_RANK_OFFSET + ranks)
    return reciprocal


def evidence(dense: Floats, documents: NDArray[np.int32]) -> Floats:
    """For each candidate, the mean score of the three best others of its document."""
    scaled = scale(dense[:, None])[:, 0]
    order = np.lexsort((-scaled, documents))
    heads = np.flatnonzero(np.diff(documents[order], prepend=-1))
    found = np.zeros(len(dense), dtype=np.float32)
    for members in np.split(order, heads[1:]):
        best = scaled[members[: _BEST_OTHERS + 1]]
        total = best[:_BEST_OTHERS].sum()
        found[members] = total
        inside = members[:_BEST_OTHERS]
        spare = best[_BEST_OTHERS] if len(best) > _BEST_OTHERS else 0.0
        found[inside] = total - scaled[inside] + spare
    return found / np.float32(_BEST_OTHERS)


def neighbours(version: IndexVersion, pool: Positions, vector: Vectors) -> Floats:
    """The better cosine of the passages before and after in the same document, 0 for none."""
    best = np.zeros(len(pool), dtype=np.float32)
    for step in (-1, 1):
        beside = np.clip(pool + step, 0, len(version.vectors) - 1)
        same = version.document_of[beside] == version.document_of[pool]
        cosine = np.asarray(version.vectors[beside] @ vector, dtype=np.float32)
        np.maximum(best, cosine * (same & (beside != pool)), out=best)
    return best


def late_interaction(
    version: IndexVersion, pool: Positions, model: StaticModel, whole: str, said: str
) -> tuple[Floats, Floats] | None:
    """For each candidate the mean cosine of the question's tokens to its nearest tokens.

    A token counts by how much it says: the length of its vector. First with the terms that the
    vocabulary adds, then without. None where the question holds no token.
    """
    asked, alone = (np.unique(ids) for ids in model.tokens([whole, said]))
    if not len(asked) or version.tokens is None:
        return None
    question = model.rows(asked)
    nearest = _nearest(version.tokens, pool, model, _unit(question))
    weight = np.linalg.norm(question, axis=1)
    weight_said = weight * np.isin(asked, alone)
    return (
        weight @ nearest / weight.sum(),
        weight_said @ nearest / max(float(weight_said.sum()), 1e-12),
    )


def _nearest(tokens: Tokens, pool: Positions, model: StaticModel, question: Vectors) -> Vectors:
    """Cosine of each question token to the nearest token of each candidate; 0 for an empty one."""
    starts, lengths = tokens.starts[pool], np.diff(tokens.starts)[pool]
    found = np.zeros((len(question), len(pool)), dtype=np.float32)
    filled = np.flatnonzero(lengths)
    if not len(filled):
        return found
    starts, lengths = starts[filled], lengths[filled]
    heads = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    flat = np.arange(int(lengths.sum())) - np.repeat(heads - starts, lengths)
    held, inverse = _distinct(tokens.ids[flat])
    cosine = question @ _unit(model.rows(held.astype(np.int32))).T
    found[:, filled] = np.maximum.reduceat(cosine[:, inverse], heads, axis=1)
    return found


def _distinct(ids: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ids in order and the place of each, as ``np.unique`` has them.

    Ids are no larger than a vocabulary, so they need not be sorted.
    """
    present = np.zeros(int(ids.max()) + 1, dtype=bool)
    present[ids] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[ids]


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit
