"""A reply on the page: conclusion first, then amount, conditions, sources, and what is not said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.engine.result import Truth
from bot.reply import CheckItem, Citation, Clarification, Reply
from bot.serve.web.badges import status_badge
from bot.serve.web.markup import Markup, join, linked, tag
from bot.serve.web.trace_view import TICKS, tick, trace

STATES: Final[Mapping[bool | None, Truth]] = {
    True: Truth.MET,
    False: Truth.NOT_MET,
    None: Truth.UNKNOWN,
}


def reply_html(reply: Reply, targets: tuple[str, ...], schemes: Mapping[str, str]) -> Markup:
    """Return the whole reply.

    ``targets`` are the links of its citations; ``schemes`` maps rule ids to names of schemes, shown
    where a reply computes more than one.
    """
    return tag(
        "div",
        tag("p", status_badge(reply.status), class_="state"),
        tag("p", linked(reply.conclusion, targets), class_="conclusion"),
        _computations(reply, schemes),
        join(tag("p", linked(line, targets), class_="line") for line in _beyond_steps(reply)),
        _question(reply),
        _checklist(reply.checklist),
        _notes(reply.notes, targets),
        _sources(reply.citations, targets),
        _foot(reply),
        class_=f"reply {reply.status.value}",
    )


def _beyond_steps(reply: Reply) -> list[str]:
    """The lines of the body that say more than the steps, which are shown one by one."""
    shown = {step.formula for item in reply.computations for step in item.steps if step.formula}
    return [
        line
        for line in reply.body
        if not set(line.removeprefix("计算：").rstrip("。").split("；")) <= shown
    ]


def _computations(reply: Reply, schemes: Mapping[str, str]) -> Markup:
    several = len(reply.computations) > 1
    return join(
        trace(computation, schemes.get(computation.rule_id, "") if several else "")
        for computation in reply.computations
    )


def _question(reply: Reply) -> Markup:
    if not isinstance(reply, Clarification):
        return Markup("")
    return tag("p", reply.question, class_="question")


def _checklist(items: Sequence[CheckItem]) -> Markup:
    if not items:
        return Markup("")
    rows = (
        tick(STATES[item.met], item.text, item.source.label if item.source else "")
        for item in items
    )
    key = "　".join(f"{sign} {spoken}" for _, sign, spoken in TICKS.values())
    return join(
        (
            tag("h3", "条件", tag("span", f"　{key}", class_="quiet")),
            tag("ul", *rows, class_="checks"),
        )
    )


def _notes(notes: Sequence[str], targets: tuple[str, ...]) -> Markup:
    if not notes:
        return Markup("")
    rows = (tag("li", linked(note, targets)) for note in notes)
    return join((tag("h3", "请注意"), tag("ul", *rows, class_="notes")))


def _sources(citations: Sequence[Citation], targets: tuple[str, ...]) -> Markup:
    if not citations:
        return Markup("")
    cards = (
        tag(
            "a",
            tag("span", reference_number(number), " ", citation.label, class_="where"),
            tag("span", f"“{citation.quote}”", class_="quote"),
            class_="source",
            href=targets[number - 1],
        )
        for number, citation in enumerate(citations, start=1)
    )
    return join((tag("h3", "依据"), tag("div", *cards, class_="sources")))


def reference_number(number: int) -> Markup:
    """The number of a source where the whole card is already its link."""
    return tag("span", str(number), class_="ref")


def _foot(reply: Reply) -> Markup:
    facts = (("有效期", reply.validity), ("责任单位", reply.contact))
    shown = [tag("span", tag("b", name), f"　{words}") for name, words in facts if words]
    return tag("div", *shown, class_="foot") if shown else Markup("")
