"""What became of a question on a text that nobody marked: one class of nine.

A row names its text by file, the sentences of it that answer (``gold_quotes``: each needed, a list
inside is any-of), groups of words of which one each must be said, and the amount in 元. It was
written from the texts alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from bot.reply import Status
from evals.answerer import Answered
from evals.wording import fold, holds, offends

_SHARED: Final = Decimal("0.6")  # of a gold sentence, in one run, that a quote must hold
_INSIDE: Final = 8  # characters of a quote that lies inside a gold sentence
_DECLINED: Final = (
    Status.NOT_FOUND, Status.NOT_STATED, Status.NOT_HELD, Status.OUT_OF_SCOPE, Status.NEAREST,
)  # fmt: skip
_UNSURE: Final = "不能确定这就是您要问的"
_WITH_AMOUNT: Final = ("amount_figures", "amount_value", "followup")


class Verdict(StrEnum):
    """What became of a question; the second and third are the faults that harm."""

    RIGHT = "对"
    OTHER_PLACE = "用了别处的文件"
    WRONG_AMOUNT = "金额错"
    INVENTED = "没有而说有"
    QUOTED = "只引原文没有算"
    UNSURE = "引对了原文但说不确定"
    ASKED = "反问"
    DECLINED = "说没有"
    INCOMPLETE = "不全"


def judge(row: Mapping[str, Any], answered: Answered, ids: Mapping[str, str]) -> Verdict:
    """Class an answer; ``ids`` gives the document id of a text's file name."""
    reply = answered.row
    own = {ids[name] for name in (row["doc"], *row.get("docs_any_of", ()))}
    # Of a text that is over the status is that it is over; what is not sure says so in words.
    declined = answered.trace["status"] in _DECLINED or _UNSURE in reply.answer_text
    said = _says(row, reply.answer_text)
    if row["needs_clarification"]:
        fine = reply.asked and not reply.amounts
        return Verdict.RIGHT if fine else Verdict.DECLINED if declined else Verdict.INVENTED
    if not row["answerable"]:
        if declined or (said and not reply.amounts):
            return Verdict.RIGHT
        return Verdict.ASKED if reply.asked else Verdict.INVENTED
    cited = {quoted.doc for quoted in reply.citations}
    if cited and not cited & own and not (declined or reply.asked):
        return Verdict.OTHER_PLACE
    if row["category"] in _WITH_AMOUNT and _amount_wrong(row, reply.amounts):
        return Verdict.WRONG_AMOUNT
    if reply.asked:
        return Verdict.ASKED
    quotes = [quoted.quote for quoted in reply.citations if quoted.doc in own]
    if declined:
        shown = bool(quotes) and said and _cites(row["gold_quotes"], quotes)
        return Verdict.UNSURE if shown else Verdict.DECLINED
    if not (said and _cites(row["gold_quotes"], quotes)):
        return Verdict.INCOMPLETE
    figures = row["category"] == "amount_figures" and row["amount_kind"] not in ("ask", "range")
    if answered.trace["status"] == Status.EXPIRED:
        figures = False  # of a past period the words tell the figure, no amount is due
    return Verdict.QUOTED if figures and not reply.amounts else Verdict.RIGHT


def _amount_wrong(row: Mapping[str, Any], amounts: Sequence[Decimal]) -> bool:
    if not amounts or row["amount_yuan"] is None:
        return False
    return any(abs(amount - Decimal(str(row["amount_yuan"]))) >= 1 for amount in amounts)


def _says(row: Mapping[str, Any], text: str) -> bool:
    groups = row["must_contain"]
    wanted = all(any(holds(word, text) for word in group) for group in groups)
    return wanted and not any(offends(str(word), text) for word in row["must_not_contain"])


def _cites(gold: Sequence[str | list[str]], quotes: Sequence[str]) -> bool:
    """Whether a quote covers one of the gold sentences; True where none is named."""
    sentences = [s for each in gold for s in ([each] if isinstance(each, str) else each)]
    return not sentences or any(covers(s, q) for s in sentences for q in quotes)


def covers(sentence: str, quote: str) -> bool:
    """Whether a quote lies in a gold sentence or has most of it in one run."""
    sentence, quote = _fold(sentence), _fold(quote)
    if quote in sentence:
        return len(quote) >= _INSIDE
    run = int(len(sentence) * _SHARED)
    return any(sentence[at : at + run] in quote for at in range(len(sentence) - run + 1))


def _fold(text: str) -> str:
    return fold(text).replace("後", "后")
