"""What a model sends, piece by piece, from a thread of its own: the reader can always walk away."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from bot.llm import Trouble, trouble_of

if TYPE_CHECKING:
    from bot.desk import Desk

_STEPS: Final = 14  # model and tool turns of one draft
_WHOLE: Final = frozenset({"stop", "tool_calls"})  # finish reasons of a complete response


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the draft. ``fresh`` means that what came before was said before using a tool."""

    text: str
    fresh: bool = False


class StreamError(Exception):
    """The stream failed. ``begun`` says whether anything of the draft had arrived."""

    def __init__(self, trouble: Trouble, cause: BaseException | None, *, begun: bool) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.cause = cause or self
        self.begun = begun


class _LeftError(BaseException):
    """The reader has left: a cancellation, not an error to log or to retry."""


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def pieces(
    agent: Any,  # noqa: ANN401 - langgraph's compiled graph, generic over four state types
    messages: list[Any],
    desk: Desk,
    deadline: float,
) -> Generator[Piece, None, None]:
    """The draft as it arrives, until it is complete.

    Raises:
        StreamError: it failed, broke off, or ``deadline`` (monotonic seconds) has passed.
    """
    arrived: queue.SimpleQueue[Piece | _End] = queue.SimpleQueue()
    left = threading.Event()
    reader = threading.Thread(
        target=_read, args=(agent, messages, desk, arrived.put, left), daemon=True
    )
    reader.start()
    begun = False
    try:
        while True:
            piece = _next(arrived, deadline, begun=begun)
            if isinstance(piece, _End):
                if piece.error is not None:
                    trouble = Trouble.BROKEN if begun else trouble_of(piece.error)
                    raise StreamError(trouble, piece.error, begun=begun)
                return
            begun = True
            yield piece
    finally:
        left.set()


def _next(
    arrived: queue.SimpleQueue[Piece | _End], deadline: float, *, begun: bool
) -> Piece | _End:
    left = deadline - time.monotonic()
    try:
        if left <= 0:
            raise queue.Empty
        return arrived.get(timeout=left)
    except queue.Empty:
        raise StreamError(Trouble.SLOW, None, begun=begun) from None


def _read(
    agent: Any,  # noqa: ANN401 - as above
    messages: list[Any],
    desk: Desk,
    put: Callable[[Piece | _End], None],
    left: threading.Event,
) -> None:
    """Run the agent to its end, or until the other side has left."""
    from langchain_core.callbacks import BaseCallbackHandler
    from langsmith import tracing_context

    class Stop(BaseCallbackHandler):
        """Ends the model's own thread in mid-response once nobody reads any more."""

        raise_error = True

        def on_llm_new_token(self, token: object, **_: object) -> None:
            if left.is_set():
                raise _LeftError

    try:
        with tracing_context(enabled=False):  # nothing goes anywhere but to LLM_BASE_URL
            stream = agent.stream(
                {"messages": messages},
                context=desk,
                stream_mode="messages",
                config={"recursion_limit": _STEPS, "callbacks": [Stop()]},
            )
            put(_End(_drain(stream, put, left)))
    except _LeftError:
        return
    except Exception as error:  # whatever a client raises ends as a trouble
        put(_End(error))


def _drain(
    stream: Iterator[Any], put: Callable[[Piece | _End], None], left: threading.Event
) -> BaseException | None:
    """Pass on the text; the error is that the last response broke off, None if it is whole."""
    finish, after_tool = "", False
    for chunk, _ in stream:
        if left.is_set():
            return None
        if chunk.type == "tool":
            after_tool = True
            continue
        if chunk.text:
            put(Piece(chunk.text, fresh=after_tool))
            after_tool = False
        finish = chunk.response_metadata.get("finish_reason") or finish
    return None if finish in _WHOLE else EOFError(f"finish_reason {finish!r}")
