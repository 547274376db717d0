"""How each quantity of the user was taken, row by row, with what a tap says to change it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from bot.question.account import Fate
from bot.serve.web.markup import Markup, say
from bot.serve.web.templating import render

Entry = Mapping[str, Any]  # one line of the ledger, as bot.render writes it


class Taken(StrEnum):
    """What became of a quantity, as the table says it."""

    USED = "采用"
    LESS = "扣除"
    UNUSED = "未采用"
    OPEN = "待说明"


TITLE: Final = "您说的数字"
# A tap speaks for the user; the words are those that a question back offers as well.
COUNT: Final = ("计入", "{}计入投入")
DEDUCT: Final = ("要扣除", "{}要扣除")
UNRELATED: Final = ("无关", "{}与此无关")
CHANGE: Final = ("改数", "改成")
_PIECE: Final = re.compile(r"([＋－])")
_DEDUCTED: Final = re.compile(r"从“.*”中扣除")
_YEAR: Final = re.compile(r"(\d{4})年")
_COMPUTED: Final = re.compile("[×，]")  # 350万×2, 350万，变动20万: no words of the user
_INSIDE: Final = "已包含"  # of a part: to be unrelated means that the whole is less


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity. ``alone`` where nothing is added to it nor taken from it."""

    text: str
    taken: Taken
    why: str
    alone: bool = True

    @property
    def year(self) -> str:
        """The year it is counted in, "" where none is said."""
        found = _YEAR.search(self.why)
        return found.group(1) if found else ""


def rows(ledger: Sequence[Entry]) -> list[Row]:
    """The rows of a ledger: a sum (300万＋40万－20万) is told piece by piece, each once."""
    found: list[Row] = []
    used = [entry for entry in ledger if entry["fate"] == Fate.USED]
    deducted = {entry["text"] for entry in used if _DEDUCTED.fullmatch(entry["why"])}
    for entry in ledger:
        text, why = entry["text"], entry["why"]
        if text in deducted and _DEDUCTED.fullmatch(why):
            found.append(Row(text, Taken.LESS, why))
        elif entry["fate"] == Fate.USED:
            pieces = _pieces(text, why)
            found += [r for r in pieces if r.taken is Taken.USED or r.text not in deducted]
        else:
            taken = Taken.UNUSED if entry["fate"] == Fate.SET_ASIDE else Taken.OPEN
            found.append(Row(text, taken, why))
    return list(dict.fromkeys(found))


def _pieces(whole: str, reason: str) -> list[Row]:
    """The pieces of a used quantity; what is added and taken away again is only taken away."""
    first, *rest = _PIECE.split(whole)
    found = [Row(first, Taken.USED, reason, alone=not rest)]
    for sign, text in zip(rest[::2], rest[1::2], strict=True):
        less = sign == "－"
        taken, why = (Taken.LESS, "从前面的数里扣除") if less else (Taken.USED, reason)
        row = Row(text, taken, why, alone=False)
        same = next((i for i, r in enumerate(found) if r.text == text and r.taken != taken), None)
        if same is None:
            found.append(row)
        else:
            found[same] = row if less else replace(row, why=f"{reason}，又加回")
    return found


def ledger_table(ledger: Sequence[Entry], *, tapped: bool) -> Markup:
    """The table; `tapped` says whether its rows can still be changed: in the last reply alone."""
    listed = rows(ledger)
    if not listed:
        return Markup("")
    shown = [(row, _taps(row, listed) if tapped else []) for row in listed]
    return render("ledger.html.j2", title=TITLE, rows=shown)


def _taps(row: Row, listed: Sequence[Row]) -> list[Markup]:
    """What a row can still become; what it is already is not offered, nor what nobody could read.

    A quantity that is set aside is unrelated already: said again, it would be taken from the rest.
    """
    if _COMPUTED.search(row.text):
        offered = []
    elif row.taken is Taken.USED:
        offered = [DEDUCT, UNRELATED]
    elif row.taken is Taken.LESS:
        offered = [COUNT]
    elif row.taken is Taken.UNUSED:
        offered = [DEDUCT, UNRELATED] if row.why.startswith(_INSIDE) else [COUNT, DEDUCT]
    else:
        offered = [COUNT, DEDUCT, UNRELATED]
    said = [say(label, words.format(row.text), of=row.text) for label, words in offered]
    return [*said, *_change(row, listed)]


def _change(row: Row, listed: Sequence[Row]) -> list[Markup]:
    """改数, where the words that begin the message can mean no other quantity."""
    used = [other for other in listed if other.taken is Taken.USED and other != row]
    same = any(not other.year or other.year == row.year for other in used)
    if row.taken is not Taken.USED or not row.alone or (used and (same or not row.year)):
        return []
    label, words = CHANGE
    return [say(label, f"{row.year}年{words}" if used else words, of=row.text, send=False)]
