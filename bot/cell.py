"""A cell of a spreadsheet with words that somebody else wrote."""

from __future__ import annotations

from typing import Final

_FORMULA_START: Final = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(words: str) -> str:
    """Words as a cell that a spreadsheet shows as they stand and never computes."""
    return f"'{words}" if words.startswith(_FORMULA_START) else words
