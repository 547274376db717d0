"""The way to a language model: any OpenAI-compatible endpoint, or none at all.

Nothing leaves the machine unless ``LLM_BASE_URL`` is set. The model is optional: whatever goes
wrong here ends in a `Trouble` that the answer is marked with, never in a missing answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from environment.loopback import is_loopback
from environment.settings import Settings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_MAX_TOKENS: Final = 1_500  # of one draft; the verifier stops longer ones anyway
_RETRIED: Final = 3  # attempts to open a stream before the model is given up for this answer
_FIRST_PAUSE: Final = 0.3  # seconds before the second attempt; doubles


NO_KEY: Final = SecretStr("")


class Trouble(StrEnum):
    """Why a model did not answer; the value is what users read."""

    DOWN = "连接不上"
    SLOW = "超时"
    LIMITED = "请求过于频繁"
    KEY = "密钥无效"
    BROKEN = "返回中断或无法识别"
    REQUEST = "不接受请求"
    RESTING = "连续失败，暂停使用"
    BUSY = "正忙"
    BLOCKED = "草稿未通过核验"


_RETRYABLE: Final = frozenset({Trouble.DOWN, Trouble.LIMITED, Trouble.BROKEN})


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is. ``timeout`` is the time in seconds a whole answer may take."""

    base_url: str
    model: str
    api_key: SecretStr = NO_KEY
    timeout: float = 30.0
    at_once: int = 4  # answers that wait for the model at the same time, at most

    @classmethod
    def of(cls, settings: Settings) -> ModelSettings | None:
        """What the operator set; None where there is no model."""
        if not settings.llm_base_url:
            return None
        return cls(
            settings.llm_base_url,
            settings.llm_model,
            settings.llm_api_key,
            settings.llm_timeout,
            settings.llm_at_once,
        )


def connect(settings: ModelSettings, seconds: float) -> ChatOpenAI:
    """A chat model whose every wait on the network ends within ``seconds``.

    Retries are `attempts` of ours, bounded by the answer's time; the client's own are off.
    """
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

    # A model on this machine is not looked for behind a proxy that the environment names.
    here = is_loopback(urlsplit(settings.base_url).hostname or "")
    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key or SecretStr("none"),  # local servers want no key, the client one
        timeout=seconds,
        max_retries=0,
        temperature=0.2,
        stream_usage=False,
        use_responses_api=False,
        openai_proxy=None,  # nor in a variable of the client's own
        http_client=DefaultHttpxClient(trust_env=False) if here else None,
        http_async_client=DefaultAsyncHttpxClient(trust_env=False) if here else None,
        http_socket_options=(),  # they and proxies exclude one another; it would warn of that
        extra_body={"max_tokens": _MAX_TOKENS},  # the name every compatible server knows
    )


def trouble_of(error: BaseException) -> Trouble:
    """What an exception of the client or of the wire means."""
    import openai

    if isinstance(error, openai.APITimeoutError | TimeoutError):
        return Trouble.SLOW
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return Trouble.KEY
    if isinstance(error, openai.RateLimitError):
        return Trouble.LIMITED
    if isinstance(error, openai.InternalServerError | openai.APIConnectionError):
        return Trouble.DOWN
    if isinstance(error, openai.APIStatusError):
        return Trouble.REQUEST
    return Trouble.BROKEN


def pause_before(attempt: int, trouble: Trouble, error: BaseException) -> float | None:
    """Seconds to wait before attempt number ``attempt`` (from 2), or None to give up.

    A ``Retry-After`` of the endpoint is honoured; the caller bounds it by the time it has.
    """
    if trouble not in _RETRYABLE or attempt > _RETRIED:
        return None
    response = getattr(error, "response", None)
    asked = response.headers.get("retry-after", "") if response is not None else ""
    backoff = _FIRST_PAUSE * 2.0 ** (attempt - 2)
    return max(backoff, float(asked)) if asked.replace(".", "", 1).isdigit() else backoff


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
