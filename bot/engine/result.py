"""What a computation says: a kind, an interval in 元, and every step that led there."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from corpus.document import Span


class Kind(StrEnum):
    """How an amount may be worded; CALCULATION: a ceiling or floor is never "the" amount."""

    EXACT = "exact"
    AT_MOST = "at_most"  # 最高、不超过 on the rate: `high` is a ceiling
    AT_LEAST = "at_least"  # 不少于 on the rate: `low` is a floor, `high` is None
    RANGE = "range"  # the facts given are ranges
    NEEDS_INPUT = "needs_input"  # an amount the formula needs was not given
    ELIGIBILITY_UNKNOWN = (
        "eligibility_unknown"  # amount known, a condition that is asked for is not
    )
    NOT_ELIGIBLE = "not_eligible"
    OUT_OF_PERIOD = "out_of_period"
    MANUAL = "manual"  # the issuer decides, or the text gives no figure


PAYABLE: Final = (Kind.EXACT, Kind.AT_MOST, Kind.AT_LEAST, Kind.RANGE)  # an amount is stated


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the trace."""

    label: str  # 比例 ｜ 上限 ｜ 门槛 ｜ 计算
    span: Span | None  # the words of the clause that this step reads
    reads_as: str  # "20%" ｜ "≥ 1,000,000元（含本数）"
    formula: str  # substituted: "3,500,000元 × 20%"
    low: Decimal | None  # 元; None for a step that yields no amount
    high: Decimal | None
    bound: bool = False  # whether a cap or threshold changed the result
    ground: str = ""  # why it reads so: 原文载明（含） ｜ 《民法典》第一千二百五十九条惯例


class Truth(StrEnum):
    """Three-valued state of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ConditionState:
    """One condition of a rule with the words that state it and how it stands."""

    name: str
    text: str  # for people: 上一年度技术改造投资额100万元（含）以上
    span: Span
    state: Truth
    ask: str | None = None  # the question that settles it; None: listed as a premise, not asked
    ground: str = ""
    rule_id: str = ""
    yes_or_no: bool = False  # whether somebody can say that it holds; else figures settle it


@dataclass(frozen=True, slots=True)
class Part:
    """The amount of one item (one year, project, park, event) of a computation, in 元."""

    label: str
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact the computation lacks, with its question; ranked most decisive first."""

    name: str
    ask: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Computation:
    """The result of one rule on one set of facts, as of one day. Amounts in 元, rounded to 分.

    ``high is None`` with a ``low`` means open upwards. ``low`` and ``high`` are both None when no
    amount can be said. For ELIGIBILITY_UNKNOWN, low/high are the amount *if* the condition
    holds; for NEEDS_INPUT what can be said already; for NOT_ELIGIBLE zero.
    """

    rule_id: str
    kind: Kind
    low: Decimal | None = None
    high: Decimal | None = None
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()
    conditions: tuple[ConditionState, ...] = ()
    missing: tuple[Missing, ...] = ()
    assumptions: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    alternatives: tuple[Computation, ...] = field(
        default=()
    )  # the other reading at an exact border

    @property
    def supposes(self) -> bool:
        """Whether the amount it states rests on conditions that nobody has settled."""
        open_ = any(condition.state is Truth.UNKNOWN for condition in self.conditions)
        return open_ and self.kind in PAYABLE
