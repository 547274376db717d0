"""Whether a 口径 answers its own example of a question (例问): asked as an enterprise would."""

from __future__ import annotations

from dataclasses import replace

from bot.assistant import Assistant
from bot.serve.clock import today
from bot.serve.interpretations import Interpretation
from bot.serve.services import Services
from bot.serve.web.markup import MARKER
from corpus.problem import DataError
from corpus.readings import Signed, Unsettled, settle


def told_instead(services: Services, one: Interpretation) -> str:
    """What the example is answered with, where that does not tell the newest version; else "".

    It is asked as if that version were signed: of a draft the texts themselves come first.
    """
    newest, knowledge = one.newest, services.assistant.knowledge
    if not newest.entry.question:
        return ""
    try:
        reading = settle(Unsettled(newest.document_id, newest.entry, None), knowledge.library)
    except DataError:  # said on its page already
        return ""
    day = today()
    signed = replace(reading, signed=Signed("", "", day, ""))  # whether it is told, not by whom
    others = [other for other in knowledge.readings if other.id != one.id]
    counted = replace(knowledge, interpret=lambda _: (*others, signed))
    reply = Assistant(counted).ask(reading.question, as_of=day).reply
    said = "\n".join((reply.conclusion, *reply.body, *reply.notes))
    return "" if reading.text in said else MARKER.sub("", reply.conclusion)
