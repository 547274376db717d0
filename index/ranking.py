"""From two lists to one: candidates of both, their features, and the order that follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder
from index.features import Scores, feature_matrix, late_interaction
from index.fusion import FEATURES, Fusion
from index.grams import gram_keys
from index.static_model import StaticModel, Vectors
from index.version import IndexVersion
from index.vocabulary import Reading

POOL = 200  # candidates taken from each list
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


def weigh_said(reading: Reading) -> dict[int, float]:
    """Grams of the question, each as often as it occurs."""
    weights: dict[int, float] = {}
    for key in gram_keys([reading.text])[0].tolist():
        weights[key] = weights.get(key, 0.0) + 1.0
    return weights


def weigh_added(reading: Reading, said: Mapping[int, float]) -> dict[int, float]:
    """Grams that only the vocabulary brings."""
    added = gram_keys(reading.terms)[0].tolist()
    return {key: ADDED_WEIGHT for key in dict.fromkeys(added) if key not in said}


def weigh(reading: Reading) -> dict[int, float]:
    """Grams to look for, with their weights."""
    said = weigh_said(reading)
    return said | weigh_added(reading, said)


def encode_query(encoder: Encoder, reading: Reading) -> Vectors:
    """The vector of a question and of what the vocabulary adds to it, shape (dims,)."""
    return _encode_both(encoder, reading)[0]


def _encode_both(encoder: Encoder, reading: Reading) -> tuple[Vectors, Vectors]:
    """The vector of a question with what the vocabulary adds, and of the question alone."""
    said, whole = encoder.encode([reading.text, reading.whole])
    both: Vectors = said + whole
    return both / max(float(np.linalg.norm(both)), 1e-12), said


@dataclass(frozen=True, slots=True)
class Candidates:
    """What both lists found for a query, with the features of each."""

    pool: Positions  # sorted
    features: Floats  # shape (len(pool), len(FEATURES))


def candidates(
    version: IndexVersion,
    encoder: Encoder,
    fusion: Fusion,
    reading: Reading,
    allowed: Positions | None = None,
    wanted: Collection[str] = FEATURES,
) -> Candidates:
    """The best of both lists, among ``allowed`` positions if given (sorted).

    ``wanted`` are the features that are read.
    """
    vector, vector_said = _encode_both(encoder, reading)
    said = weigh_said(reading)
    lexical_said = version.lexical.scores(said, allowed)
    lexical = lexical_said + version.lexical.scores(weigh_added(reading, said), allowed)
    pool = _pool(version, lexical, vector, allowed)
    if not len(pool):
        return Candidates(pool, np.zeros((0, len(FEATURES)), dtype=np.float32))
    dense = version.vectors[pool] @ vector
    dense_said = version.vectors[pool] @ vector_said
    late = late_said = dense  # a model without token vectors has nothing finer to say
    if isinstance(encoder, StaticModel):
        found = late_interaction(version, pool, encoder, reading.whole, reading.text)
        late, late_said = found or (late, late_said)
    scores = Scores(lexical[pool], lexical_said[pool], dense, dense_said, late, late_said)
    prior = _prior(version, fusion, pool)
    return Candidates(pool, feature_matrix(version, pool, scores, vector, prior, wanted))


def _pool(
    version: IndexVersion, lexical: Floats, vector: Vectors, allowed: Positions | None
) -> Positions:
    if allowed is None:
        found = np.union1d(_best(lexical, POOL), version.nearest(vector, POOL))
    else:
        near = _near(version.vectors, vector, allowed)
        found = np.union1d(allowed[_best(lexical[allowed], POOL)], allowed[_best(near, POOL)])
    return found.astype(np.int32)


def _near(vectors: Vectors, vector: Vectors, allowed: Positions) -> Floats:
    """The cosines of some passages. To copy most of the vectors costs more than to compare all."""
    if len(allowed) > len(vectors) // 2:
        every: Floats = vectors @ vector
        return every[allowed]
    some: Floats = vectors[allowed] @ vector
    return some


def _prior(version: IndexVersion, fusion: Fusion, pool: Positions) -> Floats:
    held, inverse = np.unique(version.document_of[pool], return_inverse=True)
    by_document = [fusion.prior(version.documents[place]) for place in held.tolist()]
    return np.array(by_document, dtype=np.float32)[inverse]


def rank(fusion: Fusion, found: Candidates, k: int) -> list[Ranked]:
    """The best k candidates, best first.

    Equal scores keep the order of the passages, so a search gives the same list every time.
    """
    if not len(found.pool):
        return []
    score = fusion.scores(found.features)
    order = np.lexsort((found.pool, -score))[:k]
    lexical, dense = (found.features[:, FEATURES.index(name)] for name in ("lexical", "dense"))
    return [
        Ranked(int(found.pool[i]), float(score[i]), float(lexical[i]), float(dense[i]))
        for i in order
    ]


def _best(scores: Floats, k: int) -> NDArray[np.intp]:
    everything = np.arange(len(scores))
    return np.argpartition(-scores, k - 1)[:k] if len(scores) > k else everything
