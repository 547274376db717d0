"""Truths: what the enterprise says of its conditions, in a message and before it in the thread."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.question.amounts import Role
from bot.question.conditions import denials
from bot.question.counts import of_some
from bot.question.frame import Frame
from bot.question.scaling import rates_of
from bot.question.segments import Segment
from bot.question.units import leaves_out
from corpus.sayings import Saying

_YES: Final = re.compile(r"是|对|有|嗯|属于|在|可以|yes|ok|符合|满足|签了|已经")
_NO: Final = re.compile(r"不|没|否|无|未|no")
_UNSURE: Final = re.compile(
    r"(我们?)?(不|没)(太|大|是很)?(清楚|知道|确定|晓得|了解|懂|明白|把握)|说不(清|准|好)"
)


class TruthFinder:
    """Finds what is said of the conditions of some texts, by the wordings of these texts."""

    def __init__(self, sayings: Mapping[str, Saying]) -> None:
        self._sayings = sayings

    def __call__(
        self, read: Frame, before: Mapping[str, bool], pending: str | None
    ) -> dict[str, bool]:
        """Condition → whether it holds; `pending` is the one that the last reply asked about.

        Denials behind a condition count (四上没进); clauses that speak of a part say nothing.
        """
        whole = [part for part in read.parts if part.index not in _apart(read)]
        text = "，".join(_with_inside(part) for part in whole)
        truths = self._heard(text, read, before, pending)
        for name, held in denials(whole).items():
            for key in [k for k, s in self._sayings.items() if s.name == name] or [name]:
                if held is None:
                    truths.pop(key, None)
                else:
                    truths[key] = held
        return truths

    def _heard(
        self, text: str, read: Frame, before: Mapping[str, bool], pending: str | None
    ) -> dict[str, bool]:
        truths = dict(before)
        for name, saying in self._sayings.items():
            heard = saying.heard(text)
            denied = before.get(name) is False and name != pending and not _corrects(read)
            if heard and denied and _is_told_of_oneself(read):
                truths.pop(name, None)  # 没上规 / 我们早就是四上的: to be asked
            elif heard is not None and not (heard and denied):
                truths[name] = heard  # 都是员工自己用的 / 车间那批…: a mention takes nothing back
        named = {n for p in read.parts for t in p.tokens for n in t.under("condition")}
        other = bool(named) and pending not in named  # 不是四上企业: no answer about something else
        open_ = pending is not None and pending not in truths and not _UNSURE.match(text)
        if pending is not None and open_ and not other and not _amends(read):
            if _YES.match(text):
                truths[pending] = True
            elif _NO.match(text):
                truths[pending] = False
        return truths


def _with_inside(part: Segment) -> str:
    """A clause with 区内 for a place of the region that somebody comes from: 从坂田搬来."""
    return "".join("区内" if token.has("inside") else token.text for token in part.tokens)


def _apart(read: Frame) -> frozenset[int]:
    """The clauses that speak of a part: 里头20万是个人用的, 其中1家没签."""
    inner = (Role.PART, Role.EXCLUDED, Role.OTHER)
    parts = {a.segment for a in read.amounts if a.role in inner}
    parts |= {p.index for p in read.parts if rates_of(p) and p.has("barrier")}
    priced = any(amount.role is Role.UNIT_PRICE for amount in read.amounts)
    parts |= {p.index for p in read.parts if priced and leaves_out(p, read.parts)}
    return of_some(read.parts) | parts | {part.index for part in read.of_some}


def _is_told_of_oneself(read: Frame) -> bool:
    """我们早就是…: whether a clause about oneself says what is."""
    return any(p.has("actor.self") and p.has("link.copula") and not p.asks for p in read.parts)


def _amends(read: Frame) -> bool:
    """Whether a message is about amounts: its 不对 answers no question about a condition."""
    return bool(read.amounts) or _corrects(read)


def _corrects(read: Frame) -> bool:
    """Whether a message takes back or supposes: 说错了, 如果是给车间用呢."""
    told = ("operator.replace", "hypothesis")
    return any(part.has(*told) and not part.holds_money for part in read.parts)
