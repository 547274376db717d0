"""Search over passages by position: what statutes and policies have in common."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from index.embed import Encoder
from index.ranking import Positions, Ranked, rank
from index.static_model import Vectors
from index.version import IndexVersion
from index.vocabulary import Reading, Vocabulary

LONGEST = 2000  # characters of a question that are looked at


class Core:
    """A version, the encoder that made its vectors, and the vocabulary that reads questions."""

    def __init__(self, version: IndexVersion, encoder: Encoder, vocabulary: Vocabulary) -> None:
        self.version = version
        self.encoder = encoder
        self.vocabulary = vocabulary
        names, self._document_of = np.unique(
            np.array(version.table.documents, dtype=str), return_inverse=True
        )
        self._documents = {str(name): number for number, name in enumerate(names)}

    def read(self, query: str) -> Reading:
        """The question as it will be searched."""
        return self.vocabulary.read(query[:LONGEST])

    def vector(self, reading: Reading) -> Vectors:
        """The question's vector, shape (dims,)."""
        vector: Vectors = self.encoder.encode([reading.text])[0]
        return vector

    def ranked(
        self, reading: Reading, k: int, documents: Collection[str] | None = None
    ) -> list[Ranked]:
        """The best k positions; none for a question without a readable character.

        Raises ValueError for k < 1.
        """
        if k < 1:
            raise ValueError(f"k 应为正整数：{k}")
        if not reading.text.strip() or not self.version.table.keys:
            return []
        return rank(self.version, reading, self.vector(reading), self._allowed(documents), k)

    def _allowed(self, documents: Collection[str] | None) -> Positions | None:
        if documents is None:
            return None
        wanted = [self._documents[name] for name in set(documents) if name in self._documents]
        return np.flatnonzero(np.isin(self._document_of, wanted)).astype(np.int32)
