"""Talks: conversations that are answered and kept, on the page and through the API alike."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from bot.model.chain import Said
from bot.pipeline import Turn
from bot.records.conversations import MOST
from bot.records.conversations import Said as Kept
from bot.records.database import RecordsError
from bot.records.ids import new_id
from bot.render import render_json
from bot.reply import Reply
from bot.serve.health import noted
from bot.serve.refusal import Refused
from bot.serve.threads import Thread, Threads
from bot.serve.web.cited_view import cited_data

if TYPE_CHECKING:
    from bot.serve.services import Services
    from bot.serve.serving import Serving

logger = logging.getLogger(__name__)

REREAD: Final = 30  # turns that a thread is made from again; what came before them is forgotten
GONE: Final = "会话不存在或已删除，请不带会话编号重新提问。"
FULL: Final = f"这段会话已有{MOST}轮，请开始新的会话。"
UNREAD: Final = "暂时读不到这段会话的记录，请稍后再试，或开始新的会话。"
UNKEPT: Final = "记录库写不进去（原因见日志）：问答照常，但提问没有留下记录，重启后不能接着谈。"


@dataclass(frozen=True, slots=True)
class Told:
    """A turn that was answered. Its reply is as shown: with notes on the state of the service.

    ``number`` is that of the turn in the records, from 1; None where it could not be kept.
    ``rendered`` is what `bot.render.render_json` makes of the reply; ``beside`` what showing it
    needs besides: the names of its schemes and the clauses it cites, word for word.
    """

    conversation: str
    number: int | None
    turn: Turn
    rendered: dict[str, Any]
    beside: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: whose the conversation is, through what, from which address.

    ``owner`` is a hash of what a browser holds; "" of whoever calls the API.
    """

    owner: str
    channel: str  # page ｜ api
    host: str | None


class Talks:
    """Answers messages and keeps every turn before its reply is given.

    A conversation goes on after a restart: its thread is made again by reading the kept messages.
    Where the records fail, the reply is given all the same, the thread goes on in memory, and
    ``problem`` says so.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._threads = Threads(services.settings.conversations_per_client)
        self.problem = ""

    def say(self, conversation: str | None, message: str, day: date, speaker: Speaker) -> Told:
        """The last of `converse`, for callers that don't stream."""
        said = self.converse(conversation, message, day, speaker)
        return next(told for told in said if isinstance(told, Told))

    def converse(
        self, conversation: str | None, message: str, day: date, speaker: Speaker
    ) -> Iterator[Said | Told]:
        """The reply as its lines become final, then, once it is kept, the whole turn.

        ``conversation`` None begins one. Whoever stops listening before the end has said nothing.

        Raises:
            Refused: there is no such conversation of this speaker, or it is full.
        """
        began = time.perf_counter()
        serving = self._services.serving
        thread = self._thread(conversation, speaker, serving) if conversation else None
        context = thread.context if thread else None
        for said in serving.chain.converse(message, context, as_of=day):
            if not said.final:
                yield said
                continue
            turn = replace(said.turn, reply=noted(said.turn.reply, self._services.notes))
            rendered, shown = render_json(turn.reply), beside(turn.reply, serving, day)
            kept = Kept(
                message=message,
                day=day,
                channel=speaker.channel,
                status=turn.reply.status.value,
                grade=turn.reply.grade.value if turn.reply.grade else None,
                matters=turn.context.topics,
                unread=turn.unread,
                reply=rendered,
                beside=shown,
                texts=_texts(turn, serving),
                seconds=time.perf_counter() - began,
            )
            key = conversation or new_id()
            number = self._keep(key, kept, turn, thread, speaker)
            yield Told(key, number, turn, rendered, shown)

    def unkept(self, error: Exception) -> None:
        """Note that nothing is kept: why is for the log alone, ``problem`` is for everybody."""
        logger.error("nothing can be kept: %r", error)
        self.problem = UNKEPT

    def forget(self, conversation: str) -> None:
        """Let go of a conversation that was deleted."""
        self._threads.forget(conversation)

    def _thread(self, conversation: str, speaker: Speaker, serving: Serving) -> Thread:
        """Where a conversation stands. Raises Refused where it is not this speaker's, or full."""
        thread = self._threads.get(conversation)
        if thread is None:
            thread = self._reread(conversation, speaker.owner, serving)
        if thread is None or thread.owner != speaker.owner:
            raise Refused(404, GONE)
        if thread.number >= MOST:
            raise Refused(422, FULL)
        return thread

    def _reread(self, conversation: str, owner: str, serving: Serving) -> Thread | None:
        """The thread as the kept messages give it; None where there is none of that owner."""
        try:
            turns = self._services.records.conversations.turns(conversation, owner, latest=REREAD)
        except RecordsError as error:
            logger.error("%s", error)
            raise Refused(503, UNREAD, again=5) from error
        if not turns:
            return None
        context = serving.chain.reread([(turn.message, turn.day) for turn in turns])
        return Thread(context, owner, turns[-1].number)

    def _keep(
        self, key: str, kept: Kept, turn: Turn, thread: Thread | None, speaker: Speaker
    ) -> int | None:
        """Keep a turn, and where its conversation stands; its number, None where it is not kept."""
        before = thread.number if thread else 0
        try:
            conversations = self._services.records.conversations
            if before:
                number = conversations.add(key, kept)
            else:
                number = conversations.begin(key, speaker.owner, kept)
        except Exception as error:  # whatever it is: an answer that was found is given
            self.unkept(error)
            number = None
        else:
            self.problem = ""
            if number is None:  # it was deleted meanwhile
                self._threads.forget(key)
                return None
        self._threads.keep(key, Thread(turn.context, speaker.owner, number or before), speaker.host)
        return number


def beside(reply: Reply, serving: Serving, day: date) -> dict[str, Any]:
    """What showing a reply needs besides: its schemes by name, the clauses it cites."""
    library = serving.assistant.knowledge.library
    return {
        "schemes": {c.rule_id: serving.schemes[c.rule_id] for c in reply.computations},
        "clauses": cited_data(library, day, reply.citations),
    }


def _texts(turn: Turn, serving: Serving) -> dict[str, str]:
    """The texts that a reply cites, each by the hash of its words."""
    library = serving.assistant.knowledge.library
    cited = dict.fromkeys(citation.clause.document_id for citation in turn.reply.citations)
    return {document_id: library.document(document_id).sha256 for document_id in cited}
