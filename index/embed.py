"""Text to vectors, through whichever model is configured.

The one door to sentence_transformers. The bundled static model never goes through it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from index.errors import NO_MODEL, ModelUnavailableError
from index.fusion import FUSION
from index.static_model import StaticModel, Vectors, is_static

_MODEL_FILES = {".json", ".safetensors", ".bin", ".txt"}
_NO_VECTORS = {FUSION, "metrics.json"}  # files of a model folder that change no vector


class Encoder(Protocol):
    """Makes unit vectors, shape (len(texts), dims)."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages or queries."""
        ...


class TransformerModel:
    """Any other sentence-transformers model, loaded at the first text, on one thread.

    One thread is faster than two here (28 ms a query against 200); calls queue at a lock.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Raises ModelUnavailableError where it is neither a folder nor in the local cache."""
        with self._lock:
            if self._model is None:
                self._model = load_sentence_transformer(self._name)
            found = self._model.encode(
                list(texts), normalize_embeddings=True, show_progress_bar=False
            )
        return np.asarray(found, dtype=np.float32)


def load_sentence_transformer(name: str) -> Any:  # noqa: ANN401 - the vendor's type stays here
    """A sentence-transformers model from this machine alone. Raises ModelUnavailableError."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    try:
        return SentenceTransformer(name, device="cpu", local_files_only=True)
    except Exception as error:  # the vendor raises what it likes for a folder that holds no model
        raise ModelUnavailableError(NO_MODEL) from error


def load_encoder(model: str) -> Encoder:
    """The encoder of a setting: a folder's static model, else sentence-transformers."""
    folder = Path(model)
    return StaticModel(folder) if is_static(folder) else TransformerModel(model)


def model_id(model: str) -> str:
    """What identifies a model's vectors: its name, and the hash of its files if it is a folder.

    Raises ModelUnavailableError where a file can't be read.
    """
    folder = Path(model)
    if not folder.is_dir():
        return model
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _MODEL_FILES and path.name not in _NO_VECTORS:
            whole.update(path.relative_to(folder).as_posix().encode())
            try:
                with path.open("rb") as stream:
                    whole.update(hashlib.file_digest(stream, "sha256").digest())
            except OSError as error:
                raise ModelUnavailableError(NO_MODEL) from error
    return f"{folder.name}@{whole.hexdigest()[:16]}"
