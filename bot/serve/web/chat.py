"""Page 咨询: ask in one's own words; the answer on the left, the clauses it cites beside it.

The page sends a question and gets back its own turn, a line of JSON as soon as there is something
to read; ``static/chat.js`` puts it behind the turns before. A page of ours, not of Gradio's: its
queue alone takes longer than an answer, and the page is read before a megabyte of script has come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.serve.conversations import Conversations
from bot.serve.health import noted
from bot.serve.intake import DayError, read_day, receive
from bot.serve.services import Services, today
from bot.serve.web.exchange import Exchange, announcement, exchange_data, exchange_html
from bot.serve.web.followups import next_choices, starters
from bot.serve.web.markup import Markup, join
from bot.serve.web.shell import BRAND, FAILED, HOME, lead, logger, masthead
from bot.serve.web.templating import render

TURNS: Final = 10_000  # of one page
TITLE: Final = f"咨询－{BRAND}"
WELCOME: Final = lead(
    "惠企政策，一句话问清楚",
    "先给结论和金额，再列计算步骤、条件和条款原文；条款没有写的，直接告诉您“未载明”。",
)
LOST: Final = "前面的对话放得太久，已经过期：这一问是单独回答的，需要的数字请再说一次"


class AskedIn(BaseModel):
    """A question as the page sends it; ``number`` is which turn of the page it is."""

    model_config = ConfigDict(extra="forbid")
    question: str
    day: str = Field("", max_length=100)
    conversation: str | None = Field(None, max_length=64)
    number: int = Field(ge=1, le=TURNS)


def chat_router(services: Services) -> APIRouter:
    """The page, and what it asks."""
    router = APIRouter(include_in_schema=False)
    talk = _Talk(services)

    @router.get("/", response_class=HTMLResponse)
    def page() -> str:
        return page_html(services)

    @router.post("/ask")
    def ask(asked: AskedIn, request: Request) -> StreamingResponse:
        lines = talk.ask(asked, request.client.host if request.client else None)
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return router


def page_html(services: Services, exchanges: Sequence[Exchange] = ()) -> str:
    """The whole page, with the exchanges that its conversation has had."""
    return render(
        "chat.html.j2",
        title=TITLE,
        masthead=masthead(HOME),
        lead=WELCOME,
        earlier=earlier(exchanges),
        choices=starters(services),
    )


def earlier(exchanges: Sequence[Exchange]) -> Markup:
    """The turns of a conversation that goes on; the last one can be answered to."""
    last = len(exchanges)
    return join(exchange_html(one, n, tapped=n == last) for n, one in enumerate(exchanges, 1))


class _Talk:
    """What the page's questions are answered with."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._conversations = Conversations(services.settings.conversations_per_client)

    def ask(self, asked: AskedIn, host: str | None) -> Iterator[str]:
        """The lines of the answer, or one with what is wrong. Raises Refused (429): too fast."""
        self._services.limits.question(host)
        received = receive(asked.question)
        try:
            day = read_day(asked.day, today())
        except DayError as error:
            return iter([_line(problem=str(error))])
        if received.problem:
            return iter([_line(problem=received.problem)])
        return self._lines(asked, received.text, day, host)

    def _lines(self, asked: AskedIn, question: str, day: date, host: str | None) -> Iterator[str]:
        try:
            yield from self._answers(asked, question, day, host)
        except Exception:
            logger.exception("a question failed")
            yield _line(problem=FAILED)

    def _answers(self, asked: AskedIn, question: str, day: date, host: str | None) -> Iterator[str]:
        """What is final as it comes, then the turn. Whoever stops before has asked nothing."""
        known = self._conversations.context(asked.conversation) if asked.conversation else None
        for so_far in self._services.chain.converse(question, known, as_of=day):
            if not so_far.final:
                yield _line(lines=list(so_far.lines))
        lost = (LOST,) if asked.conversation and known is None else ()
        reply = noted(so_far.turn.reply, (*lost, *self._services.notes))
        exchange = exchange_data(self._services, question, reply, day)
        key = asked.conversation if known else self._conversations.new_key(host)
        yield _line(
            turn=exchange_html(exchange, asked.number, tapped=True),
            conversation=key,
            choices=next_choices(self._services, question, reply),
            said=announcement(exchange),
        )
        self._conversations.keep(so_far.turn.context, host, key)


def _line(**told: Any) -> str:  # noqa: ANN401 -- JSON
    return json.dumps(told, ensure_ascii=False) + "\n"
