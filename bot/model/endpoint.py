"""A language model that is asked for JSON within a time, whatever its server can do.

Whatever goes wrong here ends in a `ModelError`; the reply is then the one that code gives alone.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from bot.model.trouble import ModelError, Trouble
from bot.model.wire import Messages, ModelSettings, connect, pieces

if TYPE_CHECKING:
    from langchain_openai import ChatOpenAI

_LONGEST: Final = 12_000  # characters after which a model that rambles is cut off
_PAUSE: Final = 0.3  # seconds before the second attempt

_THINKS, _THOUGHT = "<think>", "</think>"


Reading = Callable[[Iterator[str]], Iterator[dict[str, Any]]]


# What a second attempt without a schema may mend; a wrong key or a spent time it does not.
_TRIED_AGAIN: Final = frozenset(
    {Trouble.DOWN, Trouble.LIMITED, Trouble.REQUEST, Trouble.EMPTY, Trouble.NO_JSON, Trouble.BROKEN}
)


class Endpoint:
    """A model that is asked for JSON: with a schema where the server takes one, else in words."""

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._model: ChatOpenAI | None = None
        self._schemaless = False  # the server answered only without a schema

    def warm(self) -> ChatOpenAI:
        """The client; the first call loads its libraries."""
        with self._lock:
            if self._model is None:
                self._model = connect(self.settings)
            return self._model

    def ask(self, messages: Messages, schema: Mapping[str, Any], deadline: float) -> dict[str, Any]:
        """The object that the model answers with.

        ``deadline`` is in monotonic seconds. Raises ModelError: no object came before it.
        """
        return next(self._tried(as_object, messages, schema, deadline))

    def elements(
        self, messages: Messages, schema: Mapping[str, Any], deadline: float
    ) -> Iterator[dict[str, Any]]:
        """The objects of the list that the model answers with, each as soon as it is complete.

        Raises ModelError as `ask` does; what came before stays as it is.
        """
        return self._tried(_elements, messages, schema, deadline)

    def _tried(
        self, read: Reading, messages: Messages, schema: Mapping[str, Any], deadline: float
    ) -> Iterator[dict[str, Any]]:
        """What is read; where nothing came of it, once more without the schema."""
        begun = False
        try:
            for found in read(self.said(messages, None if self._schemaless else schema, deadline)):
                begun = True
                yield found
        except ModelError as error:
            late = time.monotonic() + _PAUSE >= deadline
            if begun or late or error.trouble not in _TRIED_AGAIN:
                raise
            time.sleep(_PAUSE)
            for found in read(self.said(messages, None, deadline)):
                self._schemaless |= error.trouble is Trouble.REQUEST
                yield found

    def said(
        self, messages: Messages, schema: Mapping[str, Any] | None, deadline: float
    ) -> Iterator[str]:
        """The answer so far, longer each time; without a schema in whatever shape it comes.

        Raises ModelError: nothing came, it never ended, it broke off, or ``deadline`` has passed.
        """
        model: Any = self.warm()
        if schema is not None:
            model = model.bind(response_format={"type": "json_schema", "json_schema": dict(schema)})
        text = ""
        for piece in pieces(model, messages, deadline):
            text += piece
            if len(text) > _LONGEST:
                raise ModelError(Trouble.RAMBLING)
            yield text
        if not text.strip():
            raise ModelError(Trouble.EMPTY)


def as_object(said: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The object of a whole answer, wherever in it the object stands. Raises ModelError: none."""
    text = ""
    for text in said:  # noqa: B007 - only the last, which is the longest
        pass
    found, _ = _decoded(text, _start(text, "{"))
    if found is None:
        raise ModelError(Trouble.NO_JSON)
    yield found


def _elements(said: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The objects of the first list of an answer, each when its last character is there."""
    at, begun, text = 0, False, ""
    for text in said:
        at = at or _start(text, "[") + 1
        while at and (lead := text.find("{", at)) >= 0:
            found, end = _decoded(text, lead) if "}" in text[lead:] else (None, at)
            if found is None:
                break
            at, begun = end, True
            yield found
    if not begun:
        next(as_object(iter((text,))))  # an empty list is an answer, prose is none


def _start(text: str, opening: str) -> int:
    """Where the JSON begins behind what a model thinks aloud; -1: it has not begun."""
    thought = text.rfind(_THOUGHT)
    return -1 if _THINKS in text and thought < 0 else text.find(opening, max(0, thought))


def _decoded(text: str, at: int) -> tuple[dict[str, Any] | None, int]:
    try:
        found, end = json.JSONDecoder().raw_decode(text, at) if at >= 0 else (None, at)
    except (ValueError, RecursionError):
        return None, at
    return (found, end) if isinstance(found, dict) else (None, at)
