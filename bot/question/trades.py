"""Trades: how the common lines of business are called (industries.yaml)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


@cache
def trades() -> tuple[str, ...]:
    """Every name of a line of business, the longest first."""
    groups = yaml.safe_load(files("bot.question").joinpath("industries.yaml").read_text("utf-8"))
    return tuple(sorted((name for group in groups for name in group), key=len, reverse=True))
