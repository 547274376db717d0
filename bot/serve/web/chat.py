"""Page 咨询: ask in one's own words; the answer on the left, the clauses it cites beside it.

A page of Gradio, whose one component holds what ``static/chat.js`` moves. A question goes to a
route of ours and comes back as its own turn, a line of JSON as soon as there is something to read:
through Gradio's queue it would take twice as long as the answer itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import gradio as gr
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.serve.intake import DayError, read_day, receive
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.talks import Speaker, Told
from bot.serve.visitor import owner_of
from bot.serve.web.exchange import TOOLS, UNKEPT, announcement, exchange, exchange_html
from bot.serve.web.followups import next_choices, starters
from bot.serve.web.markup import Markup
from bot.serve.web.notices import expiry_banner
from bot.serve.web.shell import BRAND, FAILED, HOME, lead, logger, masthead
from bot.serve.web.templating import render

TURNS: Final = 10_000  # of one page
TITLE: Final = f"咨询－{BRAND}"
HEAD: Final = (
    f"<title>{TITLE}</title>"
    '<link rel="stylesheet" href="site/chat.css" /><script src="site/page.js" defer></script>'
    '<script type="module" src="site/chat.js"></script>'
)
WELCOME: Final = lead(
    "惠企政策，一句话问清楚",
    "先给结论和金额，再列计算步骤、条件和条款原文；条款没有写的，直接告诉您“未载明”。",
)


class AskedIn(BaseModel):
    """A question as the page sends it; ``number`` is which turn of the page it is."""

    model_config = ConfigDict(extra="forbid")
    question: str
    day: str = Field("", max_length=100)
    conversation: str | None = Field(None, max_length=64)
    number: int = Field(ge=1, le=TURNS)


def chat_router(services: Services) -> APIRouter:
    """What the page asks."""
    router = APIRouter(include_in_schema=False)
    talk = _Talk(services)

    @router.post("/ask")
    def ask(asked: AskedIn, request: Request) -> StreamingResponse:
        host = request.client.host if request.client else None
        lines = talk.ask(asked, Speaker(owner_of(request.cookies), "page", host))
        return StreamingResponse(lines, media_type="application/x-ndjson")

    return router


def build(services: Services) -> None:
    """Put the page into the surrounding `gradio.Blocks`."""
    page = render("chat.html.j2", masthead=masthead(HOME), lead=WELCOME, choices=starters(services))
    gr.HTML(page, js_on_load=None, apply_default_css=False, elem_id="chat")  # with our own look


def arriving(services: Services) -> Markup:
    """What stands in the page as it is sent, before Gradio has started in the browser."""
    banner = expiry_banner(today(), services.library)
    return render("arriving.html.j2", banner=banner, masthead=masthead(HOME), lead=WELCOME)


class _Talk:
    """What the page's questions are answered with."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(self, asked: AskedIn, speaker: Speaker) -> Iterator[str]:
        """The lines of the answer, or one with what is wrong. Raises Refused (429): too fast."""
        self._services.limits.question(speaker.host)
        received = receive(asked.question)
        try:
            day = read_day(asked.day, today())
        except DayError as error:
            return iter([_line(problem=str(error))])
        if received.problem:
            return iter([_line(problem=received.problem)])
        return self._lines(asked, received.text, day, speaker)

    def _lines(self, asked: AskedIn, question: str, day: date, speaker: Speaker) -> Iterator[str]:
        try:
            yield from self._answers(asked, question, day, speaker)
        except Refused as refused:  # the conversation was deleted, or is full
            yield _line(problem=refused.words)
        except Exception:
            logger.exception("a question failed")
            yield _line(problem=FAILED)

    def _answers(self, asked: AskedIn, question: str, day: date, speaker: Speaker) -> Iterator[str]:
        """What is final as it comes, then the turn. Whoever stops before has asked nothing."""
        for told in self._services.talks.converse(asked.conversation, question, day, speaker):
            if isinstance(told, Told):
                yield self._turn(asked, question, day, told)
            else:
                yield _line(lines=list(told.lines))

    def _turn(self, asked: AskedIn, question: str, day: date, told: Told) -> str:
        shown = exchange(question, day, told.rendered, told.beside, chosen=day != today())
        tools = TOOLS if told.number else UNKEPT
        return _line(
            turn=exchange_html(shown, told.number or asked.number, tapped=True, tools=tools),
            conversation=told.conversation,
            choices=next_choices(self._services, question, told.turn.reply),
            said=announcement(shown),
        )


def _line(**told: Any) -> str:  # noqa: ANN401 -- JSON
    return json.dumps(told, ensure_ascii=False) + "\n"
