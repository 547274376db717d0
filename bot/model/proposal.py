"""A proposed reading: what a model takes a message for, every element with the words it stands on.

Nothing is computed from it. It is judged (`bot.model.judging`), and becomes a sentence
(`bot.model.restating`) that the user confirms and the reader reads.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError


class Is(StrEnum):
    """What an amount is. The words are those that a model is told."""

    SPENT = "投入"
    PLANNED = "计划"
    CONTRACTED = "合同"
    TURNOVER = "产值或收入"
    RECEIVED = "已得补贴"
    CLAIMED = "说到的补贴"
    OTHER = "别的钱"
    NEIGHBOUR = "别人的钱"
    WITHDRAWN = "说错的数"


COUNTED: Final = (Is.SPENT, Is.PLANNED, Is.CONTRACTED)


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Sum(_Shape):
    """An amount with all that is said of it.

    ``role`` and ``matter`` are of a list, ``nth`` is what ``when`` says; the rest are quotations.
    """

    quote: str  # all the words that tell it
    amount: str
    role: Is
    matter: str  # a name of the list of matters; "": the one of the message
    when: str  # 去年 ｜ 次年
    nth: int  # 第几年, where ``when`` says that; 0: it does not
    whose: str  # "": the enterprise itself
    added: list[str]  # amounts spent besides
    taken: list[str]  # amounts that don't count
    times: str  # how many of it: 450副
    share: str  # the enterprise's own share of it: 六成


class Count(_Shape):
    """A number of enterprises or other things that count."""

    quote: str
    count: str


class Told(_Shape):
    """A condition that is said to hold or not."""

    quote: str
    name: str  # of the list of conditions
    met: bool


class Asks(StrEnum):
    """What is asked of the amounts."""

    AMOUNT = "金额"
    TOTAL = "合计"
    DIFFERENCE = "相差"


class Proposal(_Shape):
    """A reading of one message."""

    sums: list[Sum]
    counts: list[Count]
    conditions: list[Told]
    ask: Asks
    aside: list[str]  # words that change nothing


class ProposalError(ValueError):
    """A reading that does not stand on the user's words; says why."""


def parse(data: object) -> Proposal:
    """The proposal that a model sent. Raises ProposalError: it has another shape."""
    try:
        return Proposal.model_validate(data)
    except ValidationError as error:
        raise ProposalError(f"不是所要的形状：{error.error_count()}处") from None
