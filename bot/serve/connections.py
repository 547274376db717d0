"""Connections that say nothing, or half of a request, do not take the place of those that speak."""

from __future__ import annotations

import asyncio
import resource
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADER_SECONDS: Final = 15.0  # in which the head of a request must have arrived
RESERVED: Final = 256  # open files for all else: index, database, model, pages being read
HEAD_LIMIT: Final = 32 * 1024  # bytes of the address and all fields of a request
FIELD_LIMIT: Final = 100
STALLED_SECONDS: Final = 20.0  # in which a client must take something of its answer
SILENT: Final = 4096  # connections waiting for a request, at most

_WORDS: Final = '{"detail": "请求无法识别。"}'.encode()
MALFORMED: Final = (
    b"HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n"
    b"X-Content-Type-Options: nosniff\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(_WORDS), _WORDS)
)


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


def unmapped(end: tuple[str, Any] | None) -> Any:  # noqa: ANN401 -- what it is given
    """An end of a connection, its IPv4 address written so where both kinds are listened to."""
    if end is None or not end[0].lower().startswith("::ffff:"):
        return end
    return (end[0][len("::ffff:") :], *end[1:])


class TooMuchError(ValueError):
    """A request whose head is too long, or that comes before the one in front is answered."""


class _Patient(HttpToolsProtocol):
    """Waits a bounded time for a bounded head, and for a client that does not take its answer."""

    _waiting: dict[_Patient, asyncio.TimerHandle]
    _most: int
    _head = 0  # bytes of the head that is arriving, trailers included
    _fields = 0
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.client, self.server = unmapped(self.client), unmapped(self.server)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._unstall()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        self._head = self._fields = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._measure(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._measure(len(name) + len(value))
        self._fields += 1
        super().on_header(name, value)

    def _measure(self, size: int) -> None:
        """Raises TooMuchError, which the parser passes on as a malformed request."""
        self._head += size
        if self._head > HEAD_LIMIT or self._fields > FIELD_LIMIT:
            raise TooMuchError

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        if self.cycle is not None and not self.cycle.response_complete:
            raise TooMuchError  # browsers send one request at a time; floods of them are no use
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait()  # for the next request of a connection that is kept

    def send_400_response(self, msg: str) -> None:
        """Say in our words that a request is malformed, unless an answer is under way."""
        if self.cycle is None or self.cycle.response_complete:
            self.transport.write(MALFORMED)
        self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        self._unstall()
        super().resume_writing()

    def _watch(self, unsent: int) -> None:
        self._unstall()
        self._stalled = self.loop.call_later(STALLED_SECONDS, self._check_progress, unsent)

    def _check_progress(self, before: int) -> None:
        """Hang up on a client that has taken nothing of what is waiting for it."""
        unsent = self.transport.get_write_buffer_size()
        if unsent >= before:
            self.transport.abort()
        else:
            self._watch(unsent)

    def _unstall(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _wait(self) -> None:
        self._stop_waiting()
        self._waiting[self] = self.loop.call_later(HEADER_SECONDS, self._give_up)
        if len(self._waiting) > self._most:
            next(iter(self._waiting))._give_up()

    def _stop_waiting(self) -> None:
        timer = self._waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self) -> None:
        self._stop_waiting()
        self.transport.close()
