"""Where the index lives and which model makes its vectors: the environment decides."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLED_MODEL = Path(__file__).resolve().parent / "model"


@dataclass(frozen=True, slots=True)
class Settings:
    """``model`` is a folder or a sentence-transformers name; ``chroma_url`` None means embedded."""

    root: Path  # holds the versions of the index and the pointer to the current one
    model: str
    chroma_url: str | None = None

    @classmethod
    def from_environment(cls) -> Settings:
        """POLICY_VAR (default ``var`` in the repository), EMBEDDING_MODEL, CHROMA_URL."""
        var = Path(os.environ.get("POLICY_VAR") or ROOT / "var")
        model = os.environ.get("EMBEDDING_MODEL") or str(BUNDLED_MODEL)
        return cls(var / "index", model, os.environ.get("CHROMA_URL") or None)
