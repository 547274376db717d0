"""How sure a search is that something it found answers the question."""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.core import Core
from index.ranking import share_explained
from index.vocabulary import Reading

# logistic regression; fitted by `python -m evals retrieval --calibrate`
INTERCEPT = -2.2
BY_COSINE = 5.0
BY_SHARE = 4.0
_LOOKED_AT = 3  # passages


def features(core: Core, reading: Reading, positions: Sequence[int]) -> tuple[float, float]:
    """The best cosine among the first passages, and the share of the question they hold."""
    first = list(positions[:_LOOKED_AT])
    if not first:
        return 0.0, 0.0
    cosine = float((core.version.vectors[first] @ core.vector(reading)).max())
    return cosine, share_explained(core.version, reading, first)


def confidence(core: Core, reading: Reading, positions: Sequence[int]) -> float:
    """Probability, 0..1, that one of the passages (best first) answers the question."""
    if not positions:
        return 0.0
    cosine, share = features(core, reading, positions)
    return 1 / (1 + math.exp(-(INTERCEPT + BY_COSINE * cosine + BY_SHARE * share)))
