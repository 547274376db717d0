"""Settling: what is tapped beside a condition (独立法人资格：符合), taken at its word.

Nothing is interpreted: the message is the name of a condition of the thread's matter, and one of
three answers. Typed by hand it means the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.context import Context
from corpus.rules import Condition, Rule

ANSWERS: Final[Mapping[str, bool | None]] = {"符合": True, "不符合": False, "不清楚": None}
AGAIN: Final = "能拿多少？"  # the thread's matter is computed anew, on what is known of it now
_BETWEEN: Final = "："
_UNSURE: Final = re.compile(r"(我们?)?(还|也)?(不|没)(太|大)?(清楚|知道|确定|晓得)|说不(清|准|好)")


def settling_words(condition: str, answer: str) -> str:
    """What a tap says: ``独立法人资格：符合``; ``answer`` is one of `ANSWERS`."""
    return f"{condition}{_BETWEEN}{answer}"


def settled(message: str, context: Context, rules: Iterable[Rule]) -> tuple[str, Context] | None:
    """What is asked then, and the thread in which the condition is settled; None: it is no tap."""
    name, _, said = message.strip().rpartition(_BETWEEN)
    if not name and _UNSURE.fullmatch(said.rstrip("。")):
        name, said = context.pending or "", "不清楚"  # to the question back
    topics = set(context.topics)
    found = [
        condition
        for rule in rules
        if said in ANSWERS and (rule.topic or rule.id) in topics
        for condition in rule.conditions
        if condition.when is None and name in (condition.name, condition.fact)
    ]
    if not found:
        return None
    truths = dict(context.truths)
    for condition in found:
        _settle(truths, condition, ANSWERS[said])
    return AGAIN, replace(context, truths=truths, pending=None, asked=None)


def _settle(truths: dict[str, bool], condition: Condition, answer: bool | None) -> None:
    """Write the answer down, in place of all that was said of the condition under any name."""
    for key in [k for k in truths if k.rpartition("#")[2] in (condition.name, condition.fact)]:
        del truths[key]
    if answer is not None:
        truths[condition.fact] = answer
