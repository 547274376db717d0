"""The baseline most people would build: BM25 over jieba's words."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np

from corpus.words import search_words


class JiebaBM25:
    """BM25 (k1 1.2, b 0.75) over `cut_for_search` of whole texts."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        self._index.index([search_words(text) for text in texts], show_progress=False)
        self._size = len(texts)

    def search(self, query: str, k: int) -> list[int]:
        """Positions of the best k texts, best first; ties in the order of the texts."""
        known = [word for word in search_words(query) if word in self._index.vocab_dict]
        if not known:
            return []
        scores = self._index.get_scores(known)
        order = np.lexsort((np.arange(self._size), -scores))[:k]
        return [int(i) for i in order if scores[i] > 0]
