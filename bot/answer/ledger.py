"""The ledger line: how each number of the user was taken (采用 / 未采用)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.claims import Claim
from bot.question.account import Entry, Fate
from bot.question.amounts import SAID, Role
from bot.question.ask import Question
from bot.reply import Clarification, Grade, Reply


def with_ledger(
    reply: Reply, question: Question, claims: Sequence[Claim], aside: Sequence[Entry]
) -> Reply:
    """The reply with its ledger line, and with what was not understood in its first sentence."""
    reckoned = [entry for entry in reply.ledger if entry.fate is Fate.USED]
    told = [*question.frame.account.entries, *aside, *reply.ledger]
    texts = {entry.text for entry in reckoned}
    dropped = [entry for entry in told if entry.text not in texts]
    texts.update(entry.text for entry in dropped)
    items = [i for claim in claims for i in claim.items if i.text not in texts]
    used = [Entry(i.text, Fate.USED, f"{SAID[i.role]}{_when(i.year)}") for i in items]
    plain = len(items) == 1 and not dropped and not reckoned and items[0].role is Role.SPENT
    used += reckoned
    line = "" if plain or not used else _line("采用", used)
    line += _line("未采用", dropped)
    conclusion = reply.conclusion
    grade = Grade.ASKED if isinstance(reply, Clarification) else Grade.STATED
    if question.frame.open and grade is Grade.STATED:
        grade = Grade.CONDITIONAL
        quoted = "、".join(f"“{words}”" for words in question.frame.open[:3])
        conclusion = f"{conclusion}没有理解、未计入：{quoted}，如有影响请说明。"
    body = (*reply.body, line) if line else reply.body
    ledger = tuple(dict.fromkeys((*used, *dropped)))
    return replace(reply, conclusion=conclusion, body=body, grade=grade, ledger=ledger)


def _line(head: str, entries: Sequence[Entry]) -> str:
    told = "；".join(dict.fromkeys(f"{e.text}（{e.why}）" for e in entries))
    return f"{head}：{told}。" if told else ""


def _when(year: int | None) -> str:
    return f"，{year}年" if year else ""


def unaccounted(reply: Reply, question: Question) -> tuple[str, ...]:
    """The amounts of a message that the ledger of its reply neither uses nor sets aside."""
    told = [entry.text for entry in reply.ledger]
    return tuple(
        amount.token.text
        for amount in question.frame.amounts
        if amount.role is not Role.QUOTED and not any(amount.token.text in text for text in told)
    )
