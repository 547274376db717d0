"""What a scripted model does: it says something, hangs, fails, or misbehaves in one way."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Say:
    """Stream ``text`` in pieces of ``size`` characters, ``pause`` seconds between them."""

    text: str
    size: int = 6
    pause: float = 0.0


@dataclass(frozen=True)
class Call:
    """Ask for a tool."""

    name: str
    arguments: Mapping[str, Any] | str


@dataclass(frozen=True)
class Hang:
    """Say nothing for ``seconds``."""

    seconds: float


@dataclass(frozen=True)
class Until:
    """Say nothing until ``event`` is set."""

    event: threading.Event


@dataclass(frozen=True)
class Fail:
    """Answer with an HTTP error."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """Drop the connection in the middle of the stream."""


@dataclass(frozen=True)
class Stop:
    """End the stream cleanly, but without a finish reason and without [DONE]."""


@dataclass(frozen=True)
class Garbage:
    """Send bytes that are not the protocol."""

    text: str = "data: {not json\n\n"


@dataclass(frozen=True)
class Endless:
    """Repeat ``text`` until the other side goes away."""

    text: str
    pause: float = 0.002


@dataclass(frozen=True)
class Drip:
    """Send ``text``, which is no event of the protocol, until the other side goes away."""

    text: str = ": keep-alive\n\n"
    pause: float = 0.1


Act = Say | Call | Hang | Until | Fail | Cut | Stop | Garbage | Endless | Drip
