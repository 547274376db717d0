"""Amounts: the money of a message, what each amount is, and what it belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bot.question.token import Token
from corpus.numerals import Quantity


class Role(StrEnum):
    """What an amount of a message is. The closed list of question, engine, model and log."""

    SPENT = "spent"  # invested, paid, bought: what a formula is applied to
    PLANNED = "planned"  # meant, budgeted, filed: not spent yet
    CONTRACTED = "contracted"  # signed for
    PROOF = "proof"  # invoiced
    PART = "part"  # lies inside an amount said before
    EXCLUDED = "excluded"  # is to be taken from an amount said before
    UNIT_PRICE = "unit_price"  # of one piece, one month, one instalment
    TOTAL = "total"  # the sum of amounts said beside it
    RECEIVED = "received"  # a payment already got
    CLAIMED = "claimed"  # a payment that the user supposes, hopes for or was told of
    TURNOVER = "turnover"
    FINANCING = "financing"
    TAX = "tax"
    OTHER = "other"  # wages, rent, assets: money that is no base of anything held
    NEIGHBOUR = "neighbour"  # somebody else's
    QUOTED = "quoted"  # stands in quotation marks: words of a text
    UNKNOWN = "unknown"  # nothing says what it is


NOT_YET: Final = (Role.PLANNED, Role.CONTRACTED, Role.PROOF)
COUNTED: Final = (Role.SPENT, *NOT_YET)  # what a formula may be applied to

# How a role is told to the user.
SAID: Final = {
    Role.SPENT: "投入",
    Role.PLANNED: "计划数",
    Role.CONTRACTED: "合同数",
    Role.PROOF: "票据数",
    Role.PART: "已包含在前面的数里",
    Role.EXCLUDED: "扣除",
    Role.UNIT_PRICE: "单价",
    Role.TOTAL: "合计",
    Role.RECEIVED: "已得的补贴",
    Role.CLAIMED: "您说的补贴数",
    Role.TURNOVER: "经营数据",
    Role.FINANCING: "资金来源",
    Role.TAX: "税",
    Role.OTHER: "其他开支或资产",
    Role.NEIGHBOUR: "别人的数",
    Role.QUOTED: "引文",
    Role.UNKNOWN: "没有理解",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money with its role and what it belongs to, as far as the words say."""

    token: Token
    quantity: Quantity  # that of the token
    role: Role
    segment: int
    name: str = ""  # the word that told the role: 营业额
    actor: str = ""  # "": the enterprise itself; else as it was called
    topic: str | None = None  # the matter said beside it
    operators: frozenset[str] = field(default_factory=frozenset)  # of the words before it
    before: tuple[Token, ...] = ()  # what stands between it and the amount before, in its segment
    after: tuple[Token, ...] = ()
