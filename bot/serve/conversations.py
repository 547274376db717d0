"""Conversations held for the API: what was said stays on the server, the caller has a key to it."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from threading import Lock
from typing import Final

from bot.context import Context

MOST: Final = 2000  # conversations held at once; beyond, the one unused longest is forgotten
LASTING: Final = 2 * 60 * 60  # seconds after its last question that a conversation is held


class Conversations:
    """Contexts by key. Safe to use from several threads."""

    def __init__(self, most: int = MOST, lasting: float = LASTING) -> None:
        self._most = most
        self._lasting = lasting
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[float, Context]] = OrderedDict()

    def context(self, key: str) -> Context | None:
        """The context under a key; None where it was never given out or is forgotten."""
        with self._lock:
            self._forget()
            held = self._held.get(key)
        return held[1] if held else None

    def keep(self, context: Context, key: str | None = None) -> str:
        """Hold a context under its key, or under a new one that can't be guessed."""
        key = key or secrets.token_urlsafe(18)
        with self._lock:
            self._held[key] = (time.monotonic(), context)
            self._held.move_to_end(key)
            self._forget()
        return key

    def _forget(self) -> None:
        oldest = time.monotonic() - self._lasting
        while self._held and (
            len(self._held) > self._most or next(iter(self._held.values()))[0] < oldest
        ):
            self._held.popitem(last=False)
