"""One question with its reply as plain data: what is kept of it, and all that showing it needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.render import render_json
from bot.reply import Reply
from bot.serve.services import Services, today
from bot.serve.web.badges import badge
from bot.serve.web.cited_view import anchors_of, cited_data, cited_html
from bot.serve.web.markup import MARKER, Markup
from bot.serve.web.reply_view import CLARIFICATION, reply_html
from bot.serve.web.templating import render
from corpus.dates import day_in_words

Exchange = Mapping[str, Any]


def exchange_data(services: Services, question: str, reply: Reply, day: date) -> dict[str, Any]:
    """What is kept of an exchange, ready for JSON.

    ``day`` is the day whose policy was asked about, ``chosen`` says that it was not the present
    one; ``clauses`` hold the words that were cited, as they were.
    """
    return {
        "question": question,
        "day": day.isoformat(),
        "chosen": day != today(),
        "reply": render_json(reply),
        "schemes": {c.rule_id: services.schemes[c.rule_id] for c in reply.computations},
        "clauses": cited_data(services.library, day, reply.citations),
    }


def exchange_html(exchange: Exchange, number: int, *, tapped: bool = False) -> Markup:
    """The exchange on a page as its ``number``-th; ``tapped``: it can still be answered to."""
    reply, clauses = exchange["reply"], exchange["clauses"]
    prefix = f"c{number}"
    anchors = anchors_of(clauses, prefix)
    targets = [f"#{anchors[n]}" for n in range(1, len(reply["citations"]) + 1)]
    day = day_in_words(date.fromisoformat(exchange["day"]))
    return render(
        "turn.html.j2",
        number=number,
        question=exchange["question"],
        day=badge(f"按{day}回答", "plain") if exchange["chosen"] else "",
        reply=reply_html(reply, targets, exchange["schemes"], tapped=tapped),
        plain=plain_text(exchange),
        cited=cited_html(clauses, prefix),
    )


def plain_text(exchange: Exchange) -> str:
    """Question and answer with its citations, to be pasted elsewhere."""
    day = day_in_words(date.fromisoformat(exchange["day"]))
    reply = exchange["reply"]
    return f"问：{exchange['question']}\n答（按{day}的政策）：\n{reply['premise']}{reply['text']}"


def announcement(exchange: Exchange) -> str:
    """The conclusion in words, for who does not see the page."""
    reply = exchange["reply"]
    asked = f"请问：{reply['question']}" if reply["type"] == CLARIFICATION else ""
    return MARKER.sub("", f"{reply['premise']}{reply['conclusion']}{asked}")
