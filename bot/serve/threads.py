"""Threads of conversation held in memory, so that a next message need not read the records."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import Final

from cachetools import LRUCache, TTLCache

from bot.context import Context
from bot.serve.limits import client_of

CLIENTS: Final = 2000  # visitors whose threads are held at once
LASTING: Final = 2 * 60 * 60  # seconds after its last message that a thread is held


@dataclass(frozen=True, slots=True)
class Thread:
    """Where a conversation stands.

    ``number`` is that of its last turn in the records; 0 where none could be kept yet.
    """

    context: Context
    owner: str
    number: int


class Threads:
    """Threads by conversation, ``each`` at most a visitor, so that none can push out another's.

    A conversation counts as that of the visitor who was first heard in it. Safe to use from
    several threads.
    """

    def __init__(self, each: int, lasting: float = LASTING) -> None:
        self._each = each
        self._lasting = lasting
        self._lock = Lock()
        self._held: LRUCache[str, TTLCache[str, Thread]] = LRUCache(CLIENTS)
        self._whose: LRUCache[str, str] = LRUCache(CLIENTS * each)

    def get(self, conversation_id: str) -> Thread | None:
        """The thread of a conversation; None where none is held (any more)."""
        with self._lock:
            own = self._held.get(self._whose.get(conversation_id, ""))
            return None if own is None else own.get(conversation_id)

    def keep(self, conversation_id: str, thread: Thread, host: str | None) -> None:
        """Hold a thread in the place of the one before it; ``host`` is where the visitor is."""
        with self._lock:
            whose = self._whose.get(conversation_id) or client_of(host)
            self._whose[conversation_id] = whose
            own = self._held.get(whose)
            if own is None:
                own = self._held[whose] = TTLCache(self._each, self._lasting)
            own[conversation_id] = thread

    def forget(self, conversation_id: str) -> None:
        """Let go of a thread."""
        with self._lock:
            own = self._held.get(self._whose.pop(conversation_id, ""))
            if own is not None:
                own.pop(conversation_id, None)
