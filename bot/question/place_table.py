"""The table of places and of the words around them that the reader of places needs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table() -> Any:  # noqa: ANN401 - parsed YAML
    """``places.yaml``, read once."""
    return yaml.safe_load(files("bot.question").joinpath("places.yaml").read_text("utf-8"))
