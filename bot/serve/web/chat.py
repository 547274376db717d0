"""Page 咨询: ask in one's own words; the answer on the left, the clauses it cites on the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from bot.reply import Reply
from bot.serve.health import noted
from bot.serve.intake import DayError, read_day, receive
from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.web.badges import badge
from bot.serve.web.clause_view import anchors_of, cited_clauses, library_link
from bot.serve.web.followups import MOST, next_choices, starters
from bot.serve.web.markup import Markup, join, tag
from bot.serve.web.reply_view import reply_html
from bot.serve.web.shell import FAILED, HOME, html, lead, logger, masthead
from corpus.dates import day_in_words

if TYPE_CHECKING:
    from bot.assistant import Context

KEPT: Final = 12  # exchanges a page goes on showing
WORKING: Final = 8  # questions that are answered while others wait for a model
NOTHING: Final = Markup()
WELCOME: Final = lead(
    "惠企政策，一句话问清楚",
    "先给结论和金额，再列计算步骤、条件和条款原文；条款没有写的，直接告诉您“未载明”。",
)
NO_SOURCES: Final = tag(
    "div",
    tag("h2", "条款原文"),
    tag("div", "提问之后，回答引用的条款会在这里逐字列出，依据的字句标有底色。",
        class_="card empty"),
    class_="sources-panel",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question with its reply, as of one day."""

    question: str
    reply: Reply
    day: date


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a page has shown so far. ``count`` numbers the exchanges, also those no longer kept."""

    exchanges: tuple[Exchange, ...] = ()
    count: int = 0
    context: Context | None = None

    def after(self, exchange: Exchange, context: Context) -> Conversation:
        """The conversation with one exchange more."""
        kept = (*self.exchanges, exchange)[-KEPT:]
        return replace(self, exchanges=kept, count=self.count + 1, context=context)


def build(services: Services) -> None:
    """Put the page into the surrounding `gradio.Blocks`."""
    examples = starters(services)
    html(masthead(HOME), elem_classes="masthead-holder")
    state = gr.State(Conversation())
    with gr.Column(elem_classes="site-main"), gr.Row():
        with gr.Column(scale=7, min_width=320):
            talk = html(WELCOME, elem_id="talk")
            with gr.Row(elem_classes="choices"):
                buttons = [_choice(examples, place) for place in range(MOST)]
            with gr.Column(elem_classes="ask-area"):
                with gr.Row(elem_classes="ask-row"):
                    box = gr.Textbox(
                        show_label=False,
                        label="您的问题",
                        placeholder="例如：技改投了350万，能补多少？",
                        lines=1,
                        max_lines=5,
                        container=False,
                        autofocus=True,
                        elem_id="question",
                    )
                    send = gr.Button("提问", variant="primary", elem_id="send")
                with gr.Accordion("按某一天的政策回答（默认今天）", open=False, elem_classes="day"):
                    day = gr.Textbox(
                        label="日期",
                        placeholder="2026-11-22",
                        max_lines=1,
                        elem_id="as-of",
                    )
        with gr.Column(scale=5, min_width=320, elem_classes="aside"):
            panel = html(NO_SOURCES, elem_id="sources")

    page = _Page(services)
    outputs = [talk, panel, box, state, *buttons]
    options: dict[str, Any] = {
        "outputs": outputs,
        "show_progress": "hidden",
        "concurrency_limit": services.settings.llm_at_once + WORKING,
        "concurrency_id": "ask",
        "api_visibility": "private",
    }
    box.submit(page.ask, [box, day, state], **options)
    send.click(page.ask, [box, day, state], **options)
    for button in buttons:
        button.click(page.ask, [button, day, state], **options)


def _choice(labels: Sequence[str], place: int) -> gr.Button:
    shown = place < len(labels)
    return gr.Button(labels[place] if shown else "", visible=shown, elem_classes="choice")


class _Page:
    """The handlers of the page."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def ask(
        self, typed: str, day_typed: str, talk: Conversation, request: gr.Request
    ) -> Iterator[list[Any]]:
        """Show the question at once, then its reply: a later step may add steps in between."""
        try:
            self._services.limits.question(request.client.host if request.client else None)
        except Refused as refused:
            yield self._notice(talk, refused.words)
            return
        received = receive(typed)
        try:
            day = read_day(day_typed, today())
        except DayError as error:
            yield self._notice(talk, str(error))
            return
        if received.problem:
            yield self._notice(talk, received.problem)
            return
        waiting = _waiting(talk.count + 1, received.text)
        yield [self._conversation(talk, waiting), gr.skip(), "", talk, *_unseen()]
        try:
            yield from self._answers(talk, received.text, day)
        except Exception:
            logger.exception("a question failed")
            yield [self._conversation(talk, _note(FAILED)), gr.skip(), typed, talk, *_unseen()]

    def _answers(self, talk: Conversation, question: str, day: date) -> Iterator[list[Any]]:
        """Show the lines that are final as they come, then the whole reply."""
        for so_far in self._services.chain.converse(question, talk.context, as_of=day):
            if not so_far.final:
                growing = _growing(talk.count + 1, question, so_far.lines)
                yield [self._conversation(talk, growing), gr.skip(), gr.skip(), talk, *_unseen()]
            else:
                reply = noted(so_far.turn.reply, self._services.notes)
                exchange = Exchange(question, reply, day)
                yield self._complete(talk.after(exchange, so_far.turn.context))

    def _complete(self, talk: Conversation) -> list[Any]:
        latest = talk.exchanges[-1]
        return [
            self._conversation(talk),
            self._panel(talk),
            gr.skip(),
            talk,
            *_buttons(next_choices(self._services, latest.question, latest.reply)),
        ]

    def _notice(self, talk: Conversation, words: str) -> list[Any]:
        """Say what is wrong with the input; what was typed stays in the box."""
        kept = [gr.skip() for _ in range(MOST)]
        return [self._conversation(talk, _note(words)), gr.skip(), gr.skip(), talk, *kept]

    def _conversation(self, talk: Conversation, after: Markup = NOTHING) -> str:
        waiting = after.startswith("<section")
        first = talk.count - len(talk.exchanges) + 1
        turns = [
            self._turn(exchange, number, latest=number == talk.count, tapped=not waiting)
            for number, exchange in enumerate(talk.exchanges, start=first)
        ]
        if not turns and not waiting:
            turns = [WELCOME]
        return str(join([*turns, after]))

    def _turn(self, exchange: Exchange, number: int, *, latest: bool, tapped: bool) -> Markup:
        citations = exchange.reply.citations
        here = tuple(f"#{anchor}" for anchor in anchors_of(citations, f"c{number}"))
        there = tuple(library_link(citation.clause) for citation in citations)
        targets = here if latest else there
        schemes = self._services.schemes
        body = reply_html(exchange.reply, targets, schemes, tapped=latest and tapped)
        dated = exchange.day != today()
        day = [tag("p", badge(f"按{day_in_words(exchange.day)}回答", "plain"))] if dated else []
        return _section(number, exchange.question, join([*day, body]))

    def _panel(self, talk: Conversation) -> str:
        exchange = talk.exchanges[-1]
        citations = exchange.reply.citations
        if not citations:
            return str(NO_SOURCES)
        anchors = anchors_of(citations, f"c{talk.count}")
        clauses = cited_clauses(self._services.library, exchange.day, citations, anchors)
        return str(tag("div", tag("h2", "条款原文"), clauses, class_="sources-panel"))


def _buttons(labels: Sequence[str]) -> list[Any]:
    shown = [gr.update(value=label, visible=True) for label in labels]
    return [*shown, *_unseen()][:MOST]


def _unseen() -> list[Any]:
    return [gr.update(visible=False) for _ in range(MOST)]


def _section(number: int, question: str, body: Markup) -> Markup:
    asked = tag("div", tag("p", question), class_="asked")
    return tag("section", asked, body, class_="turn", id=f"turn-{number}")


def _growing(number: int, question: str, lines: Sequence[str]) -> Markup:
    shown = [tag("p", line, class_="line") for line in lines]
    sign = tag("div", tag("i"), "语言模型正在看这一问……", class_="waiting", role="status")
    return _section(number, question, tag("div", *shown, sign, class_="reply"))


def _waiting(number: int, question: str) -> Markup:
    sign = tag("div", tag("i"), "正在查阅条款……", class_="waiting", role="status")
    return _section(number, question, tag("div", sign, class_="reply"))


def _note(words: str) -> Markup:
    return tag("div", tag("p", words, class_="line"), class_="reply", role="alert")
