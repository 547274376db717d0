"""Lines of a reply that quote a text which is broken as it was printed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.reply import Reply

_BROKEN: Final = re.compile(
    r"(?<=[^\n]{24})(?<![。；;！？!?：:])\s*\n\s*"
)  # a printed line goes on
_BREAK: Final = re.compile(r"\s*\n\s*")


def on_lines(reply: Reply) -> Reply:
    """The reply with each of its lines on one line, where a text quoted is broken by printed ones.

    The citations keep the words as they stand.
    """

    def unbroken(line: str) -> str:
        return _BREAK.sub(" ", _BROKEN.sub("", line))

    return replace(
        reply,
        conclusion=unbroken(reply.conclusion),
        body=tuple(map(unbroken, reply.body)),
        notes=tuple(map(unbroken, reply.notes)),
    )
