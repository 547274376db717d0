"""What the competent authority adds to a text (由主管部门补充): where, when and with what to apply.

Entered by the staff with a source; told beside an answer and never as a part of it: no citation is
made of it, and what the text says, or does not say, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from bot.aspects import NAMES, Aspect, aspects_of
from bot.question.ask import Question
from bot.reply import Reply, Status

MOST: Final = 8  # that are told beside one answer
# Where the texts had no answer, the reader is led to what has.
_INSTEAD: Final = {
    Status.NOT_FOUND: "政策原文里没有找到写明这一点的句子；主管部门补充的办事信息列在下面。",
    Status.NOT_UNDERSTOOD: "只认出这一句问的是办事信息：主管部门补充的列在下面。",
}


@dataclass(frozen=True, slots=True)
class Supplement:
    """One piece: of a matter of a text, or of the whole text (""). ``of`` names it to a reader."""

    document_id: str
    matter: str
    aspect: Aspect
    words: str
    source: str
    dated: date  # of the source
    person: str
    entered: date
    of: str = ""

    @property
    def sentence(self) -> str:
        """As it is told in plain text."""
        by = f"{self.person} {self.entered.isoformat()} 填写"
        source = f"来源：{self.source}，{self.dated.isoformat()}"
        return f"由主管部门补充（{by}，{source}）：{self.of}{NAMES[self.aspect]}：{self.words}"


# The pieces of some texts and matters, those of whole texts among them.
Lookup = Callable[[Collection[str], Collection[str]], Iterable[Supplement]]


def none_entered(_: Collection[str], __: Collection[str]) -> Iterable[Supplement]:
    """The lookup where nobody can enter anything."""
    return ()


def supplemented(
    reply: Reply, message: str, questions: Iterable[Question], lookup: Lookup
) -> Reply:
    """The reply with what was entered of that which the message asks for.

    ``questions`` are those that it was read as: they tell which texts and matters are meant.
    """
    if not (aspects := aspects_of(message)):
        return reply
    found: dict[Supplement, None] = {}
    cited = {citation.clause.document_id for citation in reply.citations}
    for question in questions:
        scope = question.scope.documents
        pieces = lookup(scope & cited or scope, question.topics)
        found |= dict.fromkeys(one for one in pieces if one.aspect in aspects)
    if not found:
        return reply
    conclusion = _INSTEAD.get(reply.status, reply.conclusion)
    return replace(reply, conclusion=conclusion, supplements=_nearest(found)[:MOST])


def _nearest(found: Collection[Supplement]) -> tuple[Supplement, ...]:
    """Those of a matter in place of what is said of the whole text."""
    own = {(one.document_id, one.aspect) for one in found if one.matter}
    return tuple(one for one in found if one.matter or (one.document_id, one.aspect) not in own)
