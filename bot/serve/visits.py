"""The pages that visitors have open: Gradio keeps a state for each, and its news until read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cachetools import LRUCache

from bot.serve.refusal import Refused

HELD: Final = 3000  # open pages of all visitors; each costs about 100 kB
EACH: Final = 300  # open pages of one visitor: a whole office may come from one address
CLIENTS: Final = 3000
UNREAD: Final = 20  # answers that wait for a page that does not fetch them
GONE: Final = "页面放得太久，已经过期，请刷新。"
UNHEARD: Final = "上一次的结果还没有取走，请刷新页面后再试。"


@dataclass(slots=True)
class _Page:
    client: str
    unread: int = 0  # calls since the page last listened
    listening: int = 0  # streams it listens on


class _Held(LRUCache[str, _Page]):
    """Pages by session; whatever has to go is told to ``drop``."""

    def __init__(self, most: int, drop: Callable[[str], None]) -> None:
        super().__init__(most)
        self._drop = drop

    def popitem(self) -> tuple[str, _Page]:
        session, page = super().popitem()
        self._drop(session)
        return session, page


class Visits:
    """Of each visitor the pages used last; a visitor with too many loses their own oldest.

    Used by the event loop alone. ``forget`` is called with the session of a page that is dropped.
    """

    def __init__(self) -> None:
        self.forget: Callable[[str], object] = lambda session: None
        self._all = _Held(HELD, self._dropped)
        self._own: LRUCache[str, _Held] = LRUCache(CLIENTS)

    def knows(self, session: str) -> bool:
        """Whether a page of that session is open."""
        return session in self._all

    def call(self, client: str, session: str) -> None:
        """Note that a page calls. Raises Refused (429) where it fetches no results."""
        page = self._all.get(session)
        if page is None:
            page = self._all[session] = _Page(client)
        if page.client not in self._own:
            self._own[page.client] = _Held(EACH, self._dropped)
        self._own[page.client][session] = page
        if page.listening:
            return
        if page.unread >= UNREAD:
            raise Refused(429, UNHEARD, again=10)
        page.unread += 1

    @contextmanager
    def listening(self, session: str) -> Iterator[None]:
        """Hold while a page fetches its results. Raises Refused (404) for a page not open."""
        page = self._all.get(session)
        if page is None:
            raise Refused(404, GONE)
        page.unread = 0
        page.listening += 1
        try:
            yield
        finally:
            page.listening -= 1

    def _dropped(self, session: str) -> None:
        page = self._all.pop(session, None)
        if page is not None and page.client in self._own:
            self._own[page.client].pop(session, None)
        self.forget(session)
