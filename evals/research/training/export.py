"""From trained vectors to the files that are shipped, in sentence-transformers' format."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_VENDOR = "sentence_transformers.sentence_transformer.modules"
_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": f"{_VENDOR}.static_embedding.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": f"{_VENDOR}.normalize.Normalize",
    },
]


def quantise(vectors: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Each row as int8 and its scale: ``row * scale`` is within half a scale of the vector."""
    scale = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-12).astype(np.float32)
    return np.round(vectors / scale[:, None]).astype(np.int8), scale


def export(folder: Path, tokenizer: Tokenizer, vectors: NDArray[np.float32]) -> None:
    """Write model, tokenizer and module list into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scale = quantise(vectors)
    save_file({"embeddings": rows, "weights": scale}, str(folder / "model.safetensors"))
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    (folder / "modules.json").write_text(json.dumps(_MODULES, indent=2) + "\n", encoding="utf-8")
    config = {"model_type": "SentenceTransformer", "similarity_fn_name": "cosine", "prompts": {}}
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps(config, indent=2) + "\n", encoding="utf-8"
    )
    (folder / "1_Normalize").mkdir(exist_ok=True)
    (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")
