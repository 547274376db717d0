"""The wire to a language model: its client, and what it says piece by piece, within bounds.

Nothing leaves the machine unless ``LLM_BASE_URL`` is set, and then it goes there alone.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.model.trouble import ModelError, Trouble, trouble_of
from environment.loopback import is_loopback
from environment.settings import Settings

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_MAX_TOKENS: Final = 1_500  # of one answer
_BYTES: Final = 4_000_000  # of one response, with all the protocol around the text
_NO_KEY: Final = SecretStr("")
READER: Final = "model-reader"  # the name of the threads that read what a model says

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where the model is. ``timeout`` is the time in seconds that it may add to a reply."""

    base_url: str
    model: str
    api_key: SecretStr = _NO_KEY
    timeout: float = 30.0
    at_once: int = 4  # replies that wait for the model at the same time, at most
    wording: bool = False  # whether it may word what code stated

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
            settings.llm_wording,
        )


def connect(settings: ModelSettings) -> ChatOpenAI:
    """A chat model; how long it is waited for as a whole is the caller's to bound."""
    from langchain_openai import ChatOpenAI
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

    # A model on this machine is not looked for behind a proxy that the environment names.
    here = is_loopback(urlsplit(settings.base_url).hostname or "")
    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url,
        api_key=settings.api_key or SecretStr("none"),  # local servers want no key, the client one
        timeout=settings.timeout,
        max_retries=0,
        temperature=0.0,
        stream_usage=False,
        use_responses_api=False,
        openai_proxy=None,  # nor in a variable of the client's own
        http_client=DefaultHttpxClient(
            trust_env=not here,
            follow_redirects=False,  # what is sent goes to LLM_BASE_URL and nowhere else
            event_hooks={"response": [partial(_bound, settings.timeout)]},
        ),
        http_async_client=DefaultAsyncHttpxClient(trust_env=not here, follow_redirects=False),
        http_socket_options=(),  # they and proxies exclude one another; it would warn of that
        extra_body={"max_tokens": _MAX_TOKENS},  # the name every compatible server knows
    )


def _bound(seconds: float, response: Any) -> None:  # noqa: ANN401 - a response of the client's
    """Let a response take no more than a time and a size, whatever it sends meanwhile."""
    whole, deadline, read = response.stream, time.monotonic() + seconds, type(response.stream)

    class Bounded(read):  # type: ignore[misc, valid-type]
        """The stream of the response, up to a point."""

        def __init__(self) -> None:
            """Nothing is taken over: what is read is read of the whole."""

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for part in whole:
                size += len(part)
                if size > _BYTES or time.monotonic() > deadline:
                    raise TimeoutError("the response does not end")
                yield part

        def close(self) -> None:
            whole.close()

    response.stream = Bounded()


class _LeftError(BaseException):
    """Nobody reads any more: a cancellation, not an error to log or to retry."""


def pieces(model: Any, messages: Messages, deadline: float) -> Iterator[str]:  # noqa: ANN401
    """What a model says, piece by piece, read in a thread of its own: it can't hold anybody.

    Raises ModelError: it failed or broke off, or ``deadline`` (monotonic seconds) has passed.
    """
    arrived: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
    left = threading.Event()
    reader = threading.Thread(
        target=_read, args=(model, messages, arrived.put, left), daemon=True, name=READER
    )
    reader.start()
    try:
        while True:
            left_s = deadline - time.monotonic()
            try:
                piece = arrived.get(timeout=left_s) if left_s > 0 else ModelError(Trouble.SLOW)
            except queue.Empty:
                raise ModelError(Trouble.SLOW) from None
            if piece is None:
                return
            if isinstance(piece, BaseException):
                raise ModelError(trouble_of(piece)) from piece
            yield piece
    finally:
        left.set()


def _read(
    model: Any,  # noqa: ANN401 - a chat model, with or without a schema bound to it
    messages: Messages,
    put: Callable[[str | BaseException | None], None],
    left: threading.Event,
) -> None:
    """Pass on what arrives; at the end None, or why it is not whole."""
    from langchain_core.callbacks import BaseCallbackHandler
    from langsmith import tracing_context

    class Stop(BaseCallbackHandler):
        """Ends this thread in mid-response once nobody reads any more."""

        raise_error = True

        def on_llm_new_token(self, token: object, **_: object) -> None:
            if left.is_set():
                raise _LeftError

    finish = ""
    try:
        with tracing_context(enabled=False):  # nothing goes anywhere but to LLM_BASE_URL
            for chunk in model.stream(list(messages), config={"callbacks": [Stop()]}):
                if chunk.text:
                    put(chunk.text)
                finish = chunk.response_metadata.get("finish_reason") or finish
        put(None if finish in ("stop", "tool_calls") else _unfinished(finish))
    except _LeftError:
        return
    except Exception as error:  # whatever a client raises is a trouble
        put(error)


def _unfinished(finish: str) -> ModelError:
    return ModelError(Trouble.RAMBLING if finish == "length" else Trouble.BROKEN)
