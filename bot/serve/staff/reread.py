"""How a kept message was understood: it is read again, as the messages before it left the thread.

The texts and the program may be others than on the day; what was said then is kept beside it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Final

from bot.context import Context
from bot.explain import explained
from bot.pipeline import Asked
from bot.records.tables import TurnRecord
from bot.serve.services import Services

logger = logging.getLogger(__name__)

MOST: Final = 30  # turns before it that are read again


def reread(services: Services, turns: Sequence[TurnRecord]) -> str:
    """The stages of reading the last of some turns of a conversation, as lines of plain text.

    "" where it can't be read any more: the texts are others, or the program is.
    """
    assistant = services.assistant
    context = Context()
    try:
        for turn in turns[-MOST - 1 : -1]:
            context = assistant.ask(turn.message, context, as_of=turn.day).context
        last = turns[-1]
        asked = Asked(last.message, context, last.day)
        questions = assistant.pipeline.questions(asked)
        return "\n".join(explained(questions, assistant.pipeline(asked).reply))
    except Exception:  # whatever the message does to a later version: the page opens all the same
        logger.exception("a kept message could not be read again")
        return ""
