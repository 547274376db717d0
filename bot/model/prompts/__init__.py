"""What a model is told, one file a task."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def prompt(name: str) -> str:
    """The text with its places in braces: ``choose``, ``read`` or ``word``."""
    return files("bot.model.prompts").joinpath(f"{name}.md").read_text("utf-8")
