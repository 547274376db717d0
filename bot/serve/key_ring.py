"""Who calls the API with a key: looked up seldom, so that a key costs an answer nothing."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from threading import Lock
from typing import Final

from cachetools import TTLCache
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from bot.records.database import RecordsError
from bot.records.keys import Key, Keys
from bot.serve.refusal import Refused

logger = logging.getLogger(__name__)

SECONDS: Final = 5  # for which what was found out about a key is believed
NOTED: Final = 60  # seconds in which the use of a key is written down once
HELD: Final = 1000
SCHEME: Final = "bearer "
CALLER: Final = "policy.key"  # in a request's scope: the id of the key it came with
WRONG: Final = "密钥不对，或者已经撤销。请向管理员要一个新的；不带密钥也可以访问，按地址限次。"


class WrongKey(Refused):
    """A key that is none, or none any more."""

    def __init__(self) -> None:
        super().__init__(401, WRONG, title="密钥不对")

    def response(self, scope: Scope) -> Response:
        """The refusal, with what is asked for."""
        response = super().response(scope)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response


class KeyRing:
    """What is known of keys; ``keys`` opens those that are kept. Safe to use from threads."""

    def __init__(
        self, keys: Callable[[], Keys], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._keys = keys
        self._lock = Lock()
        self._found: TTLCache[str, tuple[Key | None]] = TTLCache(HELD, SECONDS, clock)
        self._noted: TTLCache[int, bool] = TTLCache(HELD, NOTED, clock)

    async def caller(self, scope: Scope) -> int | None:
        """The id of the key that a request comes with; None for one without.

        Raises:
            Refused: the key is good for nothing (401).
        """
        sent = Headers(scope=scope).getlist("authorization")
        given = [one[len(SCHEME) :].strip() for one in sent if one.lower().startswith(SCHEME)]
        if not given:  # or a scheme of a proxy's own
            return None
        if len(given) > 1:
            raise WrongKey
        name = hashlib.sha256(given[0].encode("utf-8", "replace")).hexdigest()
        with self._lock:
            found = self._found.get(name)
        key = found[0] if found else await run_in_threadpool(self._look_up, name, given[0])
        if key is None:
            raise WrongKey
        return key.id

    def forget(self) -> None:
        """Believe nothing any more: a key was revoked."""
        with self._lock:
            self._found.clear()

    def _look_up(self, name: str, secret: str) -> Key | None:
        key = self._keys().of(secret)
        with self._lock:
            self._found[name] = (key,)
            note = key is not None and key.id not in self._noted
            if key is not None:
                self._noted[key.id] = True
        if key is not None and note:
            try:
                self._keys().used(key.id)
            except RecordsError as error:  # an answer does not hang on it
                logger.warning("the use of a key could not be noted: %s", error)
        return key
