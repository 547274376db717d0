"""Ids that nobody can guess; they stand in addresses and on command lines."""

from __future__ import annotations

import secrets


def new_id(size: int = 18) -> str:
    """Random bytes, ``size`` of them, as letters, digits, ``_`` and ``-``; never ``-`` first.

    A command line would take that for an option.
    """
    while (made := secrets.token_urlsafe(size)).startswith("-"):
        pass
    return made
