"""A reply on the page: what it asks back, conclusion, amount, conditions, sources."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.engine.result import Computation, Kind, Truth
from bot.reply import CheckItem, Citation, Clarification, Grade, Reply
from bot.serve.web.badges import badge, status_badge
from bot.serve.web.ledger_view import ledger_table
from bot.serve.web.markup import Markup, join, linked, say, tag
from bot.serve.web.trace_view import TICKS, tick, trace, trial

STATES: Final[Mapping[bool | None, Truth]] = {
    True: Truth.MET,
    False: Truth.NOT_MET,
    None: Truth.UNKNOWN,
}
_NOT_COUNTED: Final = re.compile("没有理解、未计入：.*?如有影响请说明。")
_TOLD: Final = ("采用：", "未采用：")  # how the body tells the ledger


def reply_html(
    reply: Reply, targets: tuple[str, ...], schemes: Mapping[str, str], *, tapped: bool = False
) -> Markup:
    """Return the whole reply; what it asks back comes first.

    ``targets`` are the links of its citations; ``schemes`` maps rule ids to names of schemes, shown
    where a reply computes more than one. ``tapped``: it is the last reply, so that answers and
    changes can be tapped in it.
    """
    asks = isinstance(reply, Clarification)
    return tag(
        "div",
        tag("p", *_badges(reply), class_="state"),
        _question(reply, tapped=tapped),
        tag("p", _spoken(reply.conclusion, targets), class_="conclusion"),
        _computations(reply, schemes),
        join(tag("p", _spoken(line, targets), class_="line") for line in _beyond_tables(reply)),
        ledger_table(reply.ledger, tapped=tapped),
        _checklist(reply.checklist),
        _notes(reply.notes, targets),
        _sources(reply.citations, targets),
        _foot(reply),
        class_=f"reply {reply.status.value}{' asks' if asks else ''}",
    )


def _badges(reply: Reply) -> list[Markup]:
    if reply.grade is Grade.CONDITIONAL:
        return [status_badge(reply.status), badge("有内容没有理解", "warn")]
    return [status_badge(reply.status)]


def _spoken(line: str, targets: tuple[str, ...]) -> Markup:
    """A line with its links; the sentence that says what was not understood stands out in it."""
    match = _NOT_COUNTED.search(line)
    if match is None:
        return linked(line, targets)
    apart = tag("strong", linked(match.group(), targets), class_="uncounted")
    return join(
        (linked(line[: match.start()], targets), apart, linked(line[match.end() :], targets))
    )


def _beyond_tables(reply: Reply) -> list[str]:
    """The lines of the body that say more than the steps and the ledger, shown row by row."""
    shown = {step.formula for item in reply.computations for step in item.steps if step.formula}
    return [
        line
        for line in reply.body
        if not set(line.removeprefix("计算：").rstrip("。").split("；")) <= shown
        and not (reply.ledger and line.startswith(_TOLD))
    ]


def _computations(reply: Reply, schemes: Mapping[str, str]) -> Markup:
    several = len(reply.computations) > 1
    reserved = reply.grade is Grade.CONDITIONAL
    shown: list[Markup] = []
    for computation in reply.computations:
        scheme = schemes.get(computation.rule_id, "") if several else ""
        if _is_asked(reply, computation):
            shown.append(trial(computation, scheme))
        else:
            shown.append(trace(computation, scheme, reserved=reserved))
    return join(shown)


def _is_asked(reply: Reply, computation: Computation) -> bool:
    """Whether an amount waits for what the reply asks back; an amount of its own does not."""
    if reply.grade is Grade.ASKED:
        return True
    waiting = (Kind.ELIGIBILITY_UNKNOWN, Kind.NEEDS_INPUT)
    return isinstance(reply, Clarification) and computation.kind in waiting


def _question(reply: Reply, *, tapped: bool) -> Markup:
    if not isinstance(reply, Clarification):
        return Markup("")
    answers = [say(choice, choice) for choice in reply.choices] if tapped else []
    return tag(
        "div",
        tag("p", reply.question, class_="question"),
        *([tag("div", *answers, class_="answers")] if answers else []),
        class_="asking",
    )


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
            tag("span", reference_number(number), " ", citation.full_label, class_="where"),
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
