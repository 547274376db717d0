"""Conversations held: what was said stays on the server, the caller has a key to it."""

from __future__ import annotations

import hashlib
import secrets
from threading import Lock
from typing import Final

from cachetools import LRUCache, TTLCache

from bot.context import Context
from bot.serve.limits import client_of

CLIENTS: Final = 2000  # visitors whose conversations are held at once
LASTING: Final = 2 * 60 * 60  # seconds after its last question that a conversation is held


class Conversations:
    """Contexts by key, ``each`` at most a visitor, so that none can push out another's.

    A key is filed under the visitor who began the conversation (its first part) and can't be
    guessed (its second). Safe to use from several threads.
    """

    def __init__(self, each: int, lasting: float = LASTING) -> None:
        self._each = each
        self._lasting = lasting
        self._salt = secrets.token_bytes(16)
        self._lock = Lock()
        self._held: LRUCache[str, TTLCache[str, Context]] = LRUCache(CLIENTS)

    def context(self, key: str) -> Context | None:
        """The context under a key; None where it was never given out or is forgotten."""
        with self._lock:
            own = self._held.get(key.partition(".")[0])
            return None if own is None else own.get(key)

    def keep(self, context: Context, host: str | None, key: str | None = None) -> str:
        """Hold a context under its key, or under a new one."""
        key = key or self.new_key(host)
        place = key.partition(".")[0]
        with self._lock:
            own = self._held.get(place)
            if own is None:
                own = self._held[place] = TTLCache(self._each, self._lasting)
            own[key] = context
        return key

    def new_key(self, host: str | None) -> str:
        """A key that nobody has, for a conversation that is held once it was answered."""
        return f"{self._place(host)}.{secrets.token_urlsafe(18)}"

    def _place(self, host: str | None) -> str:
        visitor = client_of(host).encode()
        return hashlib.blake2b(visitor, digest_size=6, key=self._salt).hexdigest()
