"""The ledger line: how each number of the user was taken (采用 / 未采用)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.question.account import Entry
from bot.question.amounts import SAID, Role
from bot.question.ask import Question
from bot.reply import Clarification, Grade, Reply

if TYPE_CHECKING:
    from bot.answer.amount import Claim


def with_ledger(
    reply: Reply, question: Question, claims: Sequence[Claim], aside: Sequence[Entry]
) -> Reply:
    """The reply with its ledger line, and with what was not understood in its first sentence."""
    entries = [*question.frame.account.entries, *aside, *reply.entries]
    used = [item for claim in claims for item in claim.items]
    dropped = {entry.text for entry in entries}
    line = ""
    kept = [item for item in used if item.text not in dropped]
    plain = len(kept) == 1 and not entries and kept[0].role is Role.SPENT
    if kept and not plain:
        line = "采用：" + "；".join(f"{SAID[i.role]}{i.text}{_when(i.year)}" for i in kept) + "。"
    if entries:
        line += "未采用：" + "；".join(
            dict.fromkeys(f"{entry.text}（{entry.why}）" for entry in entries)
        ) + "。"
    conclusion = reply.conclusion
    grade = Grade.ASKED if isinstance(reply, Clarification) else Grade.STATED
    if question.frame.open and grade is Grade.STATED:
        grade = Grade.CONDITIONAL
        quoted = "、".join(f"“{words}”" for words in question.frame.open[:3])
        conclusion = f"{conclusion}没有理解、未计入：{quoted}，如有影响请说明。"
    body = (*reply.body, line) if line else reply.body
    return replace(reply, conclusion=conclusion, body=body, grade=grade)


def _when(year: int | None) -> str:
    return f"（{year}年）" if year else ""
