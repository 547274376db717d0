"""How much one visitor, and all of them together, may ask of the service at once."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from limits import RateLimitItem, RateLimitItemPerMinute, RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import Scope

from bot.serve.refusal import BUSY, Refused
from environment.settings import Settings

CALLS: Final = 20  # calls that a question is worth: forms call as one types
WINDOW: Final = 10  # seconds over which calls are counted: a burst is short
SIGN_INS_PER_MINUTE: Final = 20  # of one visitor: a whole office may come from one address
GUESSES: Final = 5  # wrong passwords for one name from one visitor
GUESSES_MINUTES: Final = 15
TOO_MANY_GUESSES: Final = (
    "密码连续输错，请在{minutes}分钟后再试，或请管理员重设密码。别的电脑上已登录过的人不受影响。"
)
TOO_MANY_SIGN_INS: Final = "登录太频繁，请在{seconds}秒后再试。"
TOO_FAST: Final = "提问太快：每分钟最多{most}次，请在{seconds}秒后再问。"
TOO_MANY_CALLS: Final = "操作太快，请在{seconds}秒后再试。"

_GUESSES: Final = RateLimitItemPerMinute(GUESSES, GUESSES_MINUTES)


def client_of(host: str | None) -> str:
    """Who is counted as one visitor: an IPv4 address, or the network an IPv6 address lies in."""
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return host or "?"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)


def visitor(scope: Scope) -> str:
    """Who sent a request."""
    peer = scope.get("client")
    return client_of(peer[0] if peer else None)


def _whose(client: str, key: int | None) -> str:
    return client if key is None else f"key {key}"


class Limits:
    """The counters of one process. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._per_minute = settings.questions_per_minute
        self._with_key = settings.questions_per_minute_with_key
        self._at_once = settings.requests_at_once
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._requests: Counter[str] = Counter()  # being served; of the event loop alone

    def question(self, host: str | None, key: int | None = None) -> None:
        """Count a question of a visitor, or of whose key it comes with (`key_ring.CALLER`).

        Raises:
            Refused: it is beyond the limit (429).
        """
        limit = RateLimitItemPerMinute(self._per_minute if key is None else self._with_key)
        self._count("question", _whose(client_of(host), key), limit, TOO_FAST)

    def sign_in(self, host: str | None) -> None:
        """Count an attempt to sign in. Raises Refused (429) beyond the limit."""
        limit = RateLimitItemPerMinute(SIGN_INS_PER_MINUTE)
        self._count("sign-in", client_of(host), limit, TOO_MANY_SIGN_INS)

    def guess(self, name: str, whose: str) -> None:
        """Count a password that is about to be tried for a name, whether there is one or not.

        ``whose`` are the tries: of a visitor's address, or of a browser that was here before, so
        that nobody makes another wait. Raises Refused (429) beyond the limit.
        """
        if not self._limiter.hit(_GUESSES, "guess", name, whose):
            free = self._limiter.get_window_stats(_GUESSES, "guess", name, whose).reset_time
            seconds = max(math.ceil(free - time.time()), 1)
            words = TOO_MANY_GUESSES.format(minutes=math.ceil(seconds / 60))
            raise Refused(429, words, again=seconds, title="登录太频繁")

    def guessed(self, name: str, whose: str) -> None:
        """Forget the tries of who knew the password in the end."""
        self._limiter.clear(_GUESSES, "guess", name, whose)

    def worth_noting(self, host: str | None) -> bool:
        """Whether a visitor has not yet filled the log with names that there are not."""
        return self._limiter.hit(_GUESSES, "noted", client_of(host))

    def call(self, scope: Scope, key: int | None = None) -> None:
        """Count whatever makes the service work. Raises Refused (429) beyond the limit."""
        per_minute = self._per_minute if key is None else self._with_key
        limit = RateLimitItemPerSecond(max(per_minute * CALLS * WINDOW // 60, 1), WINDOW)
        self._count("call", _whose(visitor(scope), key), limit, TOO_MANY_CALLS)

    @contextmanager
    def admitted(self, scope: Scope) -> Iterator[None]:
        """Hold a place for a request while it is served. Raises Refused (503) if all are taken."""
        counted, most, each = self._requests, self._at_once, max(self._at_once // 4, 4)
        if scope["path"] == "/healthz":
            most, each = most + 8, each + 8  # whoever watches over the service always gets in
        client = visitor(scope)
        if counted.total() >= most or counted[client] >= each:
            raise Refused(503, BUSY, again=5)
        counted[client] += 1
        try:
            yield
        finally:
            counted[client] -= 1
            if not counted[client]:
                del counted[client]

    def _count(self, what: str, client: str, limit: RateLimitItem, words: str) -> None:
        if not self._limiter.hit(limit, what, client):
            free = self._limiter.get_window_stats(limit, what, client).reset_time
            seconds = max(math.ceil(free - time.time()), 1)
            raise Refused(429, words.format(most=limit.amount, seconds=seconds), again=seconds)
