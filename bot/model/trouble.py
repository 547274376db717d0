"""What can go wrong with a language model, and when it is not asked any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum


class Trouble(StrEnum):
    """Why a model did not answer; the value is what operators read."""

    DOWN = "连接不上"
    SLOW = "超时"
    LIMITED = "请求过于频繁"
    KEY = "密钥无效"
    REQUEST = "不接受请求"
    EMPTY = "应答是空的"
    RAMBLING = "应答太长，没有结束"
    NO_JSON = "应答不是所要的 JSON"
    BROKEN = "应答中断或无法识别"
    RESTING = "连续失败，暂停使用"
    BUSY = "正忙"


class ModelError(Exception):
    """The model gave no answer that can be read."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def trouble_of(error: BaseException) -> Trouble:
    """What an exception of the client or of the wire means."""
    import openai

    if isinstance(error, ModelError):
        return error.trouble
    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return Trouble.SLOW
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return Trouble.KEY
    if isinstance(error, openai.RateLimitError):
        return Trouble.LIMITED
    if isinstance(error, openai.InternalServerError | openai.APIConnectionError):
        return Trouble.DOWN
    if isinstance(error, openai.LengthFinishReasonError):
        return Trouble.RAMBLING
    if isinstance(error, openai.APIStatusError):
        return Trouble.REQUEST
    return Trouble.BROKEN


class Breaker:
    """Stops asking an endpoint that keeps failing, and tries it again after a rest."""

    def __init__(
        self, failures: int = 3, rest: float = 30.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit, self._rest, self._clock = failures, rest, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened: float | None = None

    def allows(self) -> bool:
        """Whether to ask now; after the rest one caller is let through to try."""
        with self._lock:
            if self._opened is None:
                return True
            if self._clock() - self._opened < self._rest:
                return False
            self._opened = self._clock()
            return True

    def succeeded(self) -> None:
        """Note that the endpoint answered."""
        with self._lock:
            self._failures, self._opened = 0, None

    def failed(self) -> None:
        """Note a failure; at the limit the breaker opens."""
        with self._lock:
            self._failures += 1
            if self._failures >= self._limit:
                self._opened = self._clock()
