"""Where the index lives and which model makes its vectors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from environment.settings import Settings


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """``model`` is a folder or a sentence-transformers name; ``chroma_url`` None means embedded."""

    root: Path  # holds the versions of the index and the pointer to the current one
    model: str
    chroma_url: str | None = None

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """What the operator set, or its defaults."""
        return cls(
            settings.policy_var / "index", settings.embedding_model, settings.chroma_url or None
        )
