"""The prompts: reviewed Chinese files beside this one, and the version that logs name."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from typing import Final

NAMES: Final = ("answer", "material", "repair")


@cache
def prompt(name: str) -> str:
    """The text of a prompt file.

    Raises:
        FileNotFoundError: there is no such prompt.
    """
    return files("bot.prompts").joinpath(f"{name}.md").read_text("utf-8")


@cache
def version() -> str:
    """Return twelve hex digits that change with any character of any prompt."""
    return hashlib.sha256("\0".join(map(prompt, NAMES)).encode()).hexdigest()[:12]
