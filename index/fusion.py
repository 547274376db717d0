"""How much each feature counts in ranking: learned for statutes, plain for everything else.

A feature is scaled to 0..1 over the candidates of one query, so weights carry over from the
statutes they were fitted on to any collection.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Mapping
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
    "lexical_rank",  # reciprocal ranks, by the question alone
    "dense_rank",
    "evidence",  # the best other passages of the same document: is this the right document?
    "near",  # the passages before and after
    "length",
    "prior",  # how often the document answered a question before
    "lexical_said",  # BM25 of the question alone
    "dense_said",  # cosine of the question alone
    "late_said",  # token by token, the question alone
)
_FLOOR = 0.3  # of a document that answered none yet: it is less likely, never impossible

Floats = NDArray[np.float32]


# For documents nobody was asked about yet, every policy text among them. Fitted weights lean on
# what training taught about statutes; these lie in the middle of a wide plateau measured on
# texts of other kinds (docs/decisions/0004-retrieval.md).
PLAIN: Mapping[str, float] = {"lexical": 1.0, "late": 0.8, "dense": 0.15, "near": 0.2}


@dataclass(frozen=True, slots=True)
class Fusion:
    """Fitted weights by feature, and how often documents answered a question.

    ``Fusion()`` knows of no question: it ranks by PLAIN.
    """

    informed: Mapping[str, float] = field(default_factory=dict)
    asked: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path) -> Fusion:
        """What was fitted on questions about statutes: for a collection of statutes alone.

        Among other texts its prior would push them behind every well-known law.
        """
        path = folder / FUSION
        if not path.is_file():
            return cls()
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return cls(row["informed"], row["asked"])

    def write(self, folder: Path) -> None:
        """Beside the model it was fitted with."""
        row = {"informed": dict(self.informed), "asked": dict(self.asked)}
        text = json.dumps(row, ensure_ascii=False, indent=1)
        (folder / FUSION).write_text(text + "\n", encoding="utf-8")

    @property
    def weighed(self) -> Collection[str]:
        """The features that can count: all of them only where it knows of questions."""
        return FEATURES if self.asked else PLAIN.keys()

    def prior(self, document: str) -> float:
        """Logarithm of how often a document answered questions, smoothed."""
        return math.log(_FLOOR + self.asked.get(document, 0.0))

    def scores(self, features: Floats) -> Floats:
        """Weighted sums of scaled features, shape (candidates,)."""
        informed = bool(np.ptp(features[:, FEATURES.index("prior")]) > 0)
        weights = self.informed if informed else PLAIN
        vector = np.array([weights.get(name, 0.0) for name in FEATURES], dtype=np.float32)
        total: Floats = scale(features) @ vector
        return total


def scale(features: Floats) -> Floats:
    """Each column to 0..1 over the candidates; a column without differences is all 0."""
    low, high = features.min(axis=0), features.max(axis=0)
    scaled: Floats = (features - low) / np.where(high > low, high - low, 1)
    return scaled.astype(np.float32)
