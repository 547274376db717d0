"""Connections that say nothing, or half of a request, do not take the place of those that speak."""

from __future__ import annotations

import asyncio
import resource
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS: Final = 15.0  # in which the head of a request must have arrived
RESERVED: Final = 256  # open files for all else: index, database, model, pages being read
SILENT: Final = 4096  # connections waiting for a request, at most


def raise_open_files() -> int:
    """Allow this process as many open files as the system lets it; returns how many that are."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard == resource.RLIM_INFINITY or soft < hard:
        wanted = 65536 if hard == resource.RLIM_INFINITY else min(hard, 65536)
        soft = max(soft, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return soft


def patient_protocol(open_files: int) -> type[HttpToolsProtocol]:
    """A protocol for uvicorn that closes connections whose request does not come.

    Half of ``open_files`` at most may be silent; beyond, the one silent longest is closed.
    """
    most = max(min(SILENT, (open_files - RESERVED) // 2), 32)
    waiting: dict[_Patient, asyncio.TimerHandle] = {}  # the one waiting longest comes first

    class Protocol(_Patient):
        _waiting = waiting
        _most = most

    return Protocol


class _Patient(HttpToolsProtocol):
    """Waits for the head of a request for a bounded time, together with a bounded number."""

    _waiting: dict[_Patient, asyncio.TimerHandle]
    _most: int

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing() and self.cycle.response_complete:
            self._wait()  # for the next request of a connection that is kept

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting[self] = self.loop.call_later(HEADER_SECONDS, self._give_up)
        if len(self._waiting) > self._most:
            next(iter(self._waiting))._give_up()

    def _stop_waiting(self) -> None:
        timer: Any = self._waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.close()
