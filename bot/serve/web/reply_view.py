"""A reply on the page: what it asks back, conclusion, amount, conditions, sources.

What is shown is the reply as data (`bot.render.render_json`), live or kept from another day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.answer.meaning import DRAFT
from bot.engine.result import Kind, Truth
from bot.reply import Grade, Status
from bot.serve.web.badges import badge, status_badge
from bot.serve.web.ledger_view import ledger_table
from bot.serve.web.markup import Markup, join, linked, say, tag
from bot.serve.web.templating import render
from bot.serve.web.trace_view import (
    RESERVED,
    TICKS,
    Data,
    check,
    checks,
    condition_checks,
    notes_list,
    trace_of,
    trial,
)

STATES: Final[Mapping[bool | None, Truth]] = {
    True: Truth.MET,
    False: Truth.NOT_MET,
    None: Truth.UNKNOWN,
}
KEY: Final = "　".join(f"{sign} {spoken}" for _, sign, spoken in TICKS.values())
CLARIFICATION: Final = "clarification"  # the type of a reply that asks back
DRAFTED: Final = "这一答复含有未经签署的草案，仅供参考，不是文件的规定。"
DRAFT_BADGE: Final = "未经签署的草案，仅供参考"
_NOT_COUNTED: Final = re.compile("没有理解、未计入：.*?如有影响请说明。")
_TOLD: Final = ("采用：", "未采用：")  # how the body tells the ledger


def reply_html(
    reply: Data, targets: Sequence[str], schemes: Mapping[str, str], *, tapped: bool = False
) -> Markup:
    """Return the whole reply; what it asks back comes first.

    ``targets`` are the links of its citations; ``schemes`` maps rule ids to names of schemes, shown
    where a reply computes more than one. ``tapped``: it is the last reply, so that answers,
    conditions and changes can be tapped in it.
    """
    asks = reply["type"] == CLARIFICATION
    items = reply["checklist"]
    return render(
        "reply.html.j2",
        reply=reply,
        asks=asks,
        drafted=drafted(reply),
        badges=_badges(reply),
        answers=[say(choice, choice) for choice in reply["choices"]] if asks and tapped else [],
        conclusion=_spoken(reply["conclusion"], targets),
        computations=_computations(reply, schemes),
        lines=[_spoken(line, targets) for line in _beyond_tables(reply)],
        ledger=ledger_table(reply["ledger"], tapped=tapped),
        key=KEY,
        checks=checks([_check(item, tapped=tapped) for item in items]),
        more_checks=_more_checks(reply, schemes, tapped=tapped),
        notes=notes_list([linked(note, targets) for note in reply["notes"]]),
        targets=targets,
    )


def drafted(reply: Data) -> str:
    """That a reply holds what nobody has signed (草案), to be said before anything else; or ""."""
    return DRAFTED if any(note.endswith(DRAFT) for note in reply["notes"]) else ""


def _badges(reply: Data) -> list[Markup]:
    status, draft = Status(reply["status"]), bool(drafted(reply))
    # By a draft nothing is laid down: 有明确规定 would be untrue.
    shown = [] if draft and status is Status.ANSWERED else [status_badge(status)]
    if draft:
        shown.append(badge(DRAFT_BADGE, "warn"))
    if reply["grade"] == Grade.CONDITIONAL:
        shown.append(badge("有内容没有理解", "warn"))
    return shown


def _spoken(line: str, targets: Sequence[str]) -> Markup:
    """A line with its links; the sentence that says what was not understood stands out in it."""
    match = _NOT_COUNTED.search(line)
    if match is None:
        return linked(line, targets)
    apart = tag("strong", linked(match.group(), targets), class_="uncounted")
    return join(
        (linked(line[: match.start()], targets), apart, linked(line[match.end() :], targets))
    )


def _beyond_tables(reply: Data) -> list[str]:
    """The lines of the body that say more than the steps and the ledger, shown row by row."""
    steps = (step for item in reply["computations"] for step in item["steps"])
    shown = {step["formula"] for step in steps if step["formula"]}
    return [
        line
        for line in reply["body"]
        if not set(line.removeprefix("计算：").rstrip("。").split("；")) <= shown
        and not (reply["ledger"] and line.startswith(_TOLD))
    ]


def _computations(reply: Data, schemes: Mapping[str, str]) -> list[Markup]:
    """Each amount with its steps."""
    several = len(reply["computations"]) > 1
    shown: list[Markup] = []
    for computation in reply["computations"]:
        scheme = schemes.get(computation["rule"], "") if several else ""
        if _is_asked(reply, computation):
            shown.append(trial(computation, scheme))
        else:
            reserved = RESERVED if reply["grade"] == Grade.CONDITIONAL else ""
            shown.append(trace_of(computation, scheme, reserved))
    return shown


def _more_checks(
    reply: Data, schemes: Mapping[str, str], *, tapped: bool
) -> list[tuple[str, Markup]]:
    """The conditions of an amount that are not in the checklist, which is that of the first."""
    listed = {item["text"] for item in reply["checklist"]}
    found: list[tuple[str, Markup]] = []
    for computation in reply["computations"]:
        rest = [state for state in computation["conditions"] if state["text"] not in listed]
        if rest:
            scheme = schemes.get(computation["rule"], "")
            found.append((scheme, condition_checks(rest, tapped=tapped)))
            listed |= {state["text"] for state in rest}
    return found


def _is_asked(reply: Data, computation: Data) -> bool:
    """Whether an amount waits for what the reply asks back; an amount of its own does not."""
    if reply["grade"] == Grade.ASKED:
        return True
    waiting = (Kind.ELIGIBILITY_UNKNOWN, Kind.NEEDS_INPUT)
    return reply["type"] == CLARIFICATION and computation["kind"] in waiting


def _check(item: Data, *, tapped: bool) -> Data:
    source = item["source"]
    whence = source["label"] if source else ""
    return check(STATES[item["met"]], item["text"], whence, item["condition"] if tapped else "")
