"""What is known about each candidate of a query: the first columns of `index.fusion.FEATURES`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.fusion import Floats, scale
from index.static_model import StaticModel, Vectors
from index.version import IndexVersion

_BEST_OTHERS = 3  # passages of the same document that count as evidence for it
_RANK_OFFSET = 20  # how flat the reciprocal ranks are

Positions = NDArray[np.int32]


def feature_matrix(
    version: IndexVersion,
    pool: Positions,
    lexical: Floats,
    vector: Vectors,
    late: Floats,
    prior: Floats,
) -> Floats:
    """One row a candidate; ``lexical``, ``late`` and ``prior`` are given for the pool."""
    dense = np.asarray(version.vectors[pool] @ vector, dtype=np.float32)
    documents = version.document_of[pool]
    columns = (
        lexical,
        dense,
        late if len(late) else dense,  # a model without token vectors has nothing finer to say
        reciprocal_rank(lexical),
        reciprocal_rank(dense),
        evidence(dense, documents),
        neighbours(version, pool, vector),
        np.log1p(version.lengths[pool]),
        prior,
    )
    return np.stack([np.asarray(column, dtype=np.float32) for column in columns], axis=1)


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
    version: IndexVersion, pool: Positions, model: StaticModel, text: str
) -> Floats:
    """For each candidate the mean cosine of the question's tokens to its nearest tokens.

    A token counts by how much it says: the length of its vector. Empty for another model.
    """
    asked = np.unique(model.tokens([text])[0])
    if not len(asked) or version.tokens is None:
        return np.zeros(0, dtype=np.float32)
    starts = version.tokens.starts[pool]
    lengths = version.tokens.starts[pool + 1] - starts
    filled = np.flatnonzero(lengths)
    starts, lengths = starts[filled], lengths[filled]
    heads = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    flat = np.arange(int(lengths.sum())) - np.repeat(heads - starts, lengths)
    held, inverse = np.unique(version.tokens.ids[flat], return_inverse=True)
    question = model.rows(asked)
    weight = np.linalg.norm(question, axis=1)
    cosine = _unit(question) @ _unit(model.rows(held.astype(np.int32))).T
    nearest = np.maximum.reduceat(cosine[:, inverse], heads, axis=1) if len(heads) else cosine
    found = np.zeros(len(pool), dtype=np.float32)
    if len(heads):
        found[filled] = weight @ nearest / weight.sum()
    return found


def _unit(vectors: Vectors) -> Vectors:
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    return unit
