"""Search over passages by position: what statutes and policies have in common."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, lru_cache

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from index.embed import Encoder
from index.fusion import FEATURES, Fusion
from index.ranking import Candidates, Positions, Ranked, candidates, encode_query, rank
from index.static_model import Vectors
from index.version import IndexVersion
from index.vocabulary import Reading, Vocabulary

LONGEST = 2000  # characters of a question that are looked at
_READINGS = 64  # questions whose reading is kept: a reply reads one several times


@cache
def _one_blas_thread() -> None:
    """Products of a query are too small to share: two threads tripled p95 on two cores."""
    threadpool_limits(limits=1, user_api="blas")


class Core:
    """A version, the encoder that made its vectors, what reads questions and what weighs."""

    def __init__(
        self, version: IndexVersion, encoder: Encoder, vocabulary: Vocabulary, fusion: Fusion
    ) -> None:
        _one_blas_thread()
        self.version = version
        self.encoder = encoder
        self.vocabulary = vocabulary
        self.fusion = fusion
        self._read = lru_cache(maxsize=_READINGS)(vocabulary.read)
        self._documents = {name: number for number, name in enumerate(version.documents)}

    def read(self, query: str) -> Reading:
        """The question as it will be searched."""
        return self._read(query[:LONGEST])

    def vector(self, reading: Reading) -> Vectors:
        """The question's vector, shape (dims,)."""
        return encode_query(self.encoder, reading)

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
        wanted = self.fusion.weighed
        return rank(self.fusion, self.candidates(reading, documents, wanted), k)

    def candidates(
        self,
        reading: Reading,
        documents: Collection[str] | None = None,
        wanted: Collection[str] = FEATURES,
    ) -> Candidates:
        """What both lists found, with the wanted features that place it."""
        allowed = self._allowed(documents)
        return candidates(self.version, self.encoder, self.fusion, reading, allowed, wanted)

    def _allowed(self, documents: Collection[str] | None) -> Positions | None:
        if documents is None:
            return None
        wanted = np.zeros(len(self._documents), dtype=bool)
        wanted[[self._documents[name] for name in documents if name in self._documents]] = True
        return np.flatnonzero(wanted[self.version.document_of]).astype(np.int32)
