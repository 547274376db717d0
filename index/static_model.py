"""The bundled kind of model, served with numpy and a tokenizer: no torch, no transformers.

A static model's vector is the mean of its tokens' vectors, to unit length. The files are those
of sentence-transformers' StaticEmbedding, and the vectors are the same (tests hold 1e-6).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"
_FEW = 4  # texts that are done before a thread for each is woken


def is_static(folder: Path) -> bool:
    """Whether a folder holds a static model in sentence-transformers' format."""
    modules = folder / "modules.json"
    if not modules.is_file():
        return False
    kinds = [module["type"] for module in json.loads(modules.read_text(encoding="utf-8"))]
    return bool(kinds) and kinds[0].endswith("StaticEmbedding")


class StaticModel:
    """Token vectors as stored (int8 with a scale a row, or floats) and their tokenizer."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError for missing files, ValueError for ones that are not a static model."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        stored = load_file(str(folder / self._inside(folder) / WEIGHTS))
        if "embedding.weight" in stored:
            self._rows = stored["embedding.weight"]
            self._scale = np.ones(len(self._rows), dtype=np.float32)
        elif "embeddings" in stored:
            self._rows = stored["embeddings"]
            default = np.ones(len(self._rows), dtype=np.float32)
            self._scale = stored.get("weights", default).astype(np.float32)
        else:
            raise ValueError(f"{folder} 不是静态向量模型：缺少 embeddings")
        self._tokenizer = Tokenizer.from_file(str(folder / self._inside(folder) / TOKENIZER))
        self._tokenizer.no_padding()
        self._unit = "Normalize" in (folder / "modules.json").read_text(encoding="utf-8")

    @staticmethod
    def _inside(folder: Path) -> str:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return str(modules[0].get("path", ""))

    @property
    def dims(self) -> int:
        """Width of a vector."""
        return int(self._rows.shape[1])

    def tokens(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Token ids of each text."""
        if len(texts) <= _FEW:
            encode = self._tokenizer.encode
            encodings = [encode(text, add_special_tokens=False) for text in texts]
        else:
            encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.asarray(encoding.ids, dtype=np.int32) for encoding in encodings]

    def rows(self, ids: NDArray[np.int32]) -> Vectors:
        """Vectors of tokens, shape (len(ids), dims)."""
        rows: Vectors = self._rows[ids].astype(np.float32) * self._scale[ids][:, None]
        return rows

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (len(texts), dims); a text without known tokens is zero."""
        return self.pool(self.tokens(texts))

    def pool(self, texts: Sequence[NDArray[np.int32]]) -> Vectors:
        """Vectors of texts that are token ids already."""
        vectors = np.zeros((len(texts), self.dims), dtype=np.float32)
        for position, ids in enumerate(texts):
            if len(ids):
                vectors[position] = self.rows(ids).mean(axis=0)
        if self._unit:
            vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return vectors
