"""One question with its reply as plain data: what is kept of it, and all that showing it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bot.records.tables import TurnRecord
from bot.serve.services import CHINA
from bot.serve.web.badges import badge
from bot.serve.web.cited_view import anchors_of, cited_html
from bot.serve.web.markup import MARKER, Markup
from bot.serve.web.reply_view import CLARIFICATION, drafted, reply_html
from bot.serve.web.templating import render
from corpus.dates import day_in_words

Data = Mapping[str, Any]
Exchange = Data
WORDS: Final[Mapping[str, str]] = {
    "copy": "复制", "print": "打印", "share": "分享", "useful": "有用", "useless": "没用",
}  # fmt: skip
TOOLS: Final = tuple(WORDS)
UNKEPT: Final = ("copy", "print")  # of an answer of which there is no record


def exchange(question: str, day: date, reply: Data, beside: Data, *, chosen: bool) -> Exchange:
    """An exchange ready to be shown: a reply as data, with what was kept beside it.

    ``chosen`` says that ``day``, whose policy was asked about, was not the present one.
    """
    said = {"question": question, "day": day.isoformat(), "chosen": chosen, "reply": reply}
    return {**said, **beside}


def exchange_of(turn: TurnRecord) -> Exchange:
    """An exchange as it was kept."""
    chosen = turn.day != turn.at.astimezone(CHINA).date()
    return exchange(turn.message, turn.day, turn.reply, turn.beside, chosen=chosen)


def exchange_html(
    shown: Exchange, number: int, *, tapped: bool = False, tools: Sequence[str] = TOOLS,
    place: str = "",
) -> Markup:  # fmt: skip
    """The exchange on a page as its ``number``-th; ``tapped``: it can still be answered to.

    ``tools`` are what can be done with it. ``place`` is the address of a page that shows nothing
    else, and so shows the clauses too.
    """
    reply, clauses = shown["reply"], shown["clauses"]
    prefix = f"c{number}"
    anchors = anchors_of(clauses, prefix)
    targets = [f"{place}#{anchors[n]}" for n in range(1, len(reply["citations"]) + 1)]
    day = day_in_words(date.fromisoformat(shown["day"]))
    return render(
        "turn.html.j2",
        number=number,
        question=shown["question"],
        day=badge(f"按{day}回答", "plain") if shown["chosen"] else "",
        reply=reply_html(reply, targets, shown["schemes"], tapped=tapped),
        plain=plain_text(shown),
        tools=[(tool, WORDS[tool]) for tool in tools],
        cited=cited_html(clauses, prefix, folded=not place),
    )


def plain_text(shown: Exchange) -> str:
    """Question and answer with its citations, to be pasted elsewhere."""
    day = day_in_words(date.fromisoformat(shown["day"]))
    return f"问：{shown['question']}\n答（按{day}的政策）：\n{said_text(shown['reply'])}"


def said_text(reply: Data) -> str:
    """An answer with its citations, a line each; what it supposes, and a draft, said in front."""
    draft = f"{told}\n" if (told := drafted(reply)) else ""
    return f"{draft}{reply['premise']}{reply['text']}"


def announcement(shown: Exchange) -> str:
    """The conclusion in words, for who does not see the page."""
    reply = shown["reply"]
    asked = f"请问：{reply['question']}" if reply["type"] == CLARIFICATION else ""
    return MARKER.sub("", f"{drafted(reply)}{reply['premise']}{reply['conclusion']}{asked}")
