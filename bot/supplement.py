"""What the competent authority adds to a text (由主管部门补充): where, when and with what to apply.

Entered by the staff with a source; told beside an answer and never as a part of it: no citation is
made of it, and what the text says, or does not say, stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from bot.question.ask import Question
from bot.question.wanted import wishes
from bot.reply import Reply

MOST: Final = 8  # that are told beside one answer


class Aspect(StrEnum):
    """What is added."""

    WINDOW = "window"
    PHONE = "phone"
    LINK = "link"
    HOURS = "hours"
    MATERIALS = "materials"
    STEPS = "steps"


NAMES: Final[Mapping[Aspect, str]] = {
    Aspect.WINDOW: "窗口", Aspect.PHONE: "电话", Aspect.LINK: "链接", Aspect.HOURS: "受理时间",
    Aspect.MATERIALS: "材料", Aspect.STEPS: "流程",
}  # fmt: skip
# Which of them a question asks for: by the fields of asks.yaml, by the kinds of wanted.yaml.
_BY_FIELD: Final[Mapping[str, tuple[Aspect, ...]]] = {
    "联系方式": (Aspect.PHONE, Aspect.WINDOW),
    "下载地址": (Aspect.LINK,),
    "申报时间": (Aspect.HOURS,),
    "申报材料": (Aspect.MATERIALS,),
    "程序": (Aspect.STEPS,),
}
_BY_WISH: Final[Mapping[str, tuple[Aspect, ...]]] = {
    "受理单位": (Aspect.WINDOW, Aspect.PHONE),
    "在哪里办": (Aspect.WINDOW, Aspect.LINK),
    "月份": (Aspect.HOURS,),
    "截止": (Aspect.HOURS,),
    "步骤": (Aspect.STEPS,),
    "交什么": (Aspect.MATERIALS,),
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


def aspects_of(question: Question) -> tuple[Aspect, ...]:
    """What of it a question asks for."""
    fields = [_BY_FIELD.get(field.name, ()) for field in question.fields]
    wished = [_BY_WISH.get(wish.wanted.name, ()) for wish in wishes(question.text)]
    return tuple(dict.fromkeys(one for each in (*fields, *wished) for one in each))


def supplemented(reply: Reply, questions: Iterable[Question], lookup: Lookup) -> Reply:
    """The reply with what was entered of that which its questions ask for."""
    found: dict[Supplement, None] = {}
    cited = {citation.clause.document_id for citation in reply.citations}
    for question in questions:
        if aspects := aspects_of(question):
            scope = question.scope.documents
            texts = scope & cited or scope
            pieces = lookup(texts, question.topics)
            found |= dict.fromkeys(one for one in pieces if one.aspect in aspects)
    return replace(reply, supplements=_nearest(found)[:MOST]) if found else reply


def _nearest(found: Collection[Supplement]) -> tuple[Supplement, ...]:
    """Those of a matter in place of what is said of the whole text."""
    own = {(one.document_id, one.aspect) for one in found if one.matter}
    return tuple(one for one in found if one.matter or (one.document_id, one.aspect) not in own)
