"""A chain that talks to a scripted endpoint over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import SecretStr

from bot.assistant import Assistant
from bot.context import Context
from bot.model.chain import Chain, Said
from bot.model.trouble import Breaker
from bot.model.wire import ModelSettings
from bot.pipeline import Turn
from bot.reply import Reply
from evals.model.acts import Act
from evals.model.endpoint import Endpoint, Script, serve
from evals.model.scripts import Task, scripted

TODAY = date(2026, 11, 22)
TIMEOUT = 1.5  # seconds


@dataclass
class Talk:
    """A chain with its endpoint."""

    chain: Chain
    endpoint: Endpoint

    def said(self, text: str, context: Context | None = None) -> list[Said]:
        """Everything that is shown for one message."""
        return list(self.chain.converse(text, context, as_of=TODAY))

    def turn(self, text: str, context: Context | None = None) -> Turn:
        """What a message ends with."""
        return self.chain.answer(text, context, as_of=TODAY)

    def reply(self, text: str) -> Reply:
        """What is shown in the end."""
        return self.turn(text).reply


@contextmanager
def talking(
    assistant: Assistant,
    script: Script,
    *,
    timeout: float = 10,
    at_once: int = 4,
    wording: bool = False,
    breaker: Breaker | None = None,
) -> Iterator[Talk]:
    with serve(script) as endpoint:
        settings = ModelSettings(
            endpoint.base_url, "scripted", SecretStr("key"), timeout, at_once, wording
        )
        chain = Chain(assistant, settings, breaker=breaker)
        chain.warm()
        yield Talk(chain, endpoint)


def says(*acts: Act) -> Script:
    return lambda _: acts


def answers(data: Mapping[str, Any], task: Task) -> Script:
    """A model that answers one task with an object, the others with an empty one."""
    return scripted(lambda asked, _: data if asked is task else {"statements": []})


def plainly(assistant: Assistant, *messages: str) -> Turn:
    """The last turn of a conversation without a model."""
    turn = assistant.ask(messages[0], as_of=TODAY)
    for text in messages[1:]:
        turn = assistant.ask(text, turn.context, as_of=TODAY)
    return turn


def sums(*each: Sequence[Any]) -> list[dict[str, Any]]:
    """Amounts of a proposal: quote, amount, and what differs from a plain investment."""
    empty = {"matter": "", "when": "", "nth": 0, "whose": "", "times": "", "share": ""}
    return [
        {
            "quote": quote,
            "amount": amount,
            "role": "投入",
            **empty,
            "added": [],
            "taken": [],
            **more,
        }
        for quote, amount, more in each
    ]


def proposal(
    *each: Sequence[Any],
    counts: Sequence[Mapping[str, Any]] = (),
    conditions: Sequence[Mapping[str, Any]] = (),
    ask: str = "金额",
    aside: Sequence[str] = (),
) -> dict[str, Any]:
    """A reading in the shape of the protocol."""
    return {
        "sums": sums(*each),
        "counts": list(counts),
        "conditions": list(conditions),
        "ask": ask,
        "aside": list(aside),
    }
