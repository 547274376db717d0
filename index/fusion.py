"""The learned part of ranking: a weight for each feature, fitted on questions with answers.

A feature is scaled to 0..1 over the candidates of one query, so weights carry over from the
statutes they were fitted on to any collection.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FUSION = "fusion.json"
FEATURES = (
    "lexical",  # BM25 of the question and of what the vocabulary adds
    "dense",  # cosine of the question's and the passage's vectors
    "late",  # for each token of the question the nearest token of the passage
    "lexical_rank",
    "dense_rank",
    "evidence",  # the best other passages of the same document: is this the right document?
    "near",  # the passages before and after
    "length",
    "prior",  # how often the document answered a question before
)
_FLOOR = 0.3  # of a document that answered none yet: it is less likely, never impossible

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fusion:
    """Weights by feature, with and without a prior, and how often documents answered.

    ``plain`` applies where no candidate's document was ever asked about: every policy text
    until its users' questions are counted.
    """

    plain: Mapping[str, float]
    informed: Mapping[str, float]
    asked: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Fusion:
        """The fusion that was fitted with a model; a model without one gets the general one."""
        path = folder / FUSION
        if not path.is_file():
            path = Path(__file__).parent / "model" / FUSION
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(row["plain"], row["informed"], row["asked"])

    def write(self, folder: Path) -> None:
        """Beside the model it was fitted with."""
        row = {"plain": dict(self.plain), "informed": dict(self.informed), "asked": dict(self.asked)}
        text = json.dumps(row, ensure_ascii=False, indent=1)
        (folder / FUSION).write_text(text + "\n", encoding="utf-8")

    def prior(self, document: str) -> float:
        """Logarithm of how often a document answered questions, smoothed."""
        return math.log(_FLOOR + self.asked.get(document, 0.0))

    def scores(self, features: Floats) -> Floats:
        """Weighted sums of scaled features, shape (candidates,)."""
        informed = bool(np.ptp(features[:, FEATURES.index("prior")]) > 0)
        weights = self.informed if informed else self.plain
        vector = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        total: Floats = scale(features) @ vector
        return total


def scale(features: Floats) -> Floats:
    """Each column to 0..1 over the candidates; a column without differences is all 0."""
    low, high = features.min(axis=0), features.max(axis=0)
    scaled: Floats = (features - low) / np.where(high > low, high - low, 1)
    return scaled.astype(np.float32)
