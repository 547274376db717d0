"""A rule: what a clause grants, with every number read from a verbatim span of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from corpus.document import Span
from corpus.numerals import Comparison
from corpus.rules.formula import Expression, summed


class Role(StrEnum):
    """What a bound span is to the formula. The words of the span must agree with it."""

    AT_LEAST = "at_least"  # 100万元（含）以上
    ABOVE = "above"  # 超过100万元
    AT_MOST = "at_most"  # 100万元以下
    BELOW = "below"  # 不满100万元
    RATE = "rate"  # 按照实际投资额的20%
    RATE_CEILING = "rate_ceiling"  # 最高按照…40% ｜ 不多于50%
    RATE_FLOOR = "rate_floor"  # 不少于50%
    RATE_RANGE = "rate_range"  # 按投资额的10%-30%
    SEQUENCE = "sequence"  # 依次按照…50%，30%和20%
    CAP = "cap"  # 最高500万元 ｜ 不超过600万元
    FLOOR = "floor"  # 不低于10万元, of an amount
    QUOTA = "quota"  # 补贴不超过12个月 ｜ 补助面积不超过1500平方米: of how many are paid for
    UNIT_AMOUNT = "unit_amount"  # 每引进1家企业…200万元 ｜ 每人每月300元 ｜ 500元/人
    UNIT_CEILING = "unit_ceiling"  # 每招用1人不超过1500元
    UNIT_FLOOR = "unit_floor"  # 每个认证产品奖励不低于1万元
    UNIT_RANGE = "unit_range"  # 1200-2400元/人
    FIXED = "fixed"  # 给予50万元奖励
    FIXED_CEILING = "fixed_ceiling"  # 给予不超过100万元支持
    FIXED_FLOOR = "fixed_floor"  # 给予不低于1000万元奖励
    FIXED_RANGE = "fixed_range"  # 给予10—20万元奖励
    KINDS = "kinds"  # 一等奖20万元，二等奖15万元
    STEPS = "steps"  # 突破1000万元、5000万元的，分别给予5万元、10万元
    DURATION = "duration"  # 连续3年
    PERIOD = "period"  # 2024年1月1日至2024年12月31日
    TABLE = "table"  # tiers that partition the line
    FORMER = "former"  # 原…: described as no longer in force, not part of the computation


THRESHOLDS = {
    Role.AT_LEAST: Comparison.AT_LEAST,
    Role.ABOVE: Comparison.ABOVE,
    Role.AT_MOST: Comparison.AT_MOST,
    Role.BELOW: Comparison.BELOW,
}


class Direction(StrEnum):
    """How an amount relates to what will be paid."""

    EXACT = "exact"
    CEILING = "ceiling"
    FLOOR = "floor"
    BETWEEN = "between"  # two ends that are printed, or a floor under a cap


# How a figure that is not exact relates to what will be paid; its words must say the same.
DIRECTIONS = {
    Role.RATE_CEILING: Direction.CEILING,
    Role.UNIT_CEILING: Direction.CEILING,
    Role.FIXED_CEILING: Direction.CEILING,
    Role.RATE_FLOOR: Direction.FLOOR,
    Role.UNIT_FLOOR: Direction.FLOOR,
    Role.FIXED_FLOOR: Direction.FLOOR,
    Role.RATE_RANGE: Direction.BETWEEN,
    Role.UNIT_RANGE: Direction.BETWEEN,
    Role.FIXED_RANGE: Direction.BETWEEN,
}


class Ground(StrEnum):
    """Why a comparison includes its number; the strongest that applies."""

    PRINTED = "原文载明"
    DOCUMENT = "本文件对“以上”“以下”的定义"
    CONVENTION = "《民法典》第一千二百五十九条（“以上”“以下”“以内”包括本数），作为起草惯例"
    EXCLUDED = "《民法典》第一千二百五十九条（“超过”“不满”不包括本数），作为起草惯例"


@dataclass(frozen=True, slots=True)
class Scope:
    """Over what a cap or an amount runs, as the words of its span say."""

    entity: str = ""  # 项目 ｜ 企业 ｜ 园区 ｜ 活动 ｜ 次; "" where none is named
    yearly: bool = False  # 每年 ｜ 年度
    once: bool = False  # 一次性
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """One row of a table: values from ``low`` to ``high`` get ``value``. None is unbounded."""

    low: Fraction | None
    low_included: bool
    high: Fraction | None
    high_included: bool
    value: Fraction
    span: Span  # the words of the range
    value_span: Span  # the words of the amount or rate


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of a table of kinds: the words of the kind and those of what it gets."""

    span: Span  # 一等奖
    value_span: Span  # 20万元


@dataclass(frozen=True, slots=True)
class Term:
    """A bound span and what its words read as. Money in 元, rates as fractions of 1."""

    name: str
    role: Role
    span: Span
    values: tuple[Fraction, ...]  # several of a sequence or of kinds; of a range its two ends
    reads_as: str  # 20% ｜ ≥ 1,000,000元（含本数）
    money: bool  # whether the values are 元
    comparison: Comparison | None = None
    ground: Ground | None = None
    scope: Scope = Scope()
    discretion: str = ""  # 可 ｜ 视情, where the words leave the amount to the issuer
    direction: Direction = Direction.EXACT
    units: tuple[str, ...] = ()  # of a unit amount, what it is paid for each of: 人, 月
    tiers: tuple[Tier, ...] = ()
    kinds: tuple[Kind, ...] = ()
    told: Span | None = None  # words that hold for every kind: 分别给予不超过100万元、60万元
    lead: Span | None = None  # of steps: the words of reaching them: 突破

    @property
    def value(self) -> Fraction:
        """The single value of a term that has one."""
        return self.values[0]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every stretch of words the term is read from."""
        rows: tuple[Tier | Kind, ...] = (*self.tiers, *self.kinds)
        shared = tuple(span for span in (self.told, self.lead) if span)
        return (*shared, *(s for row in rows for s in (row.span, row.value_span))) or (self.span,)


class InputType(StrEnum):
    """What kind of fact an input asks for."""

    MONEY = "money"
    COUNT = "count"
    BOOL = "bool"
    CHOICE = "choice"
    YEAR = "year"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that the formula or a condition uses."""

    name: str
    type: InputType
    span: Span
    ask: str
    label: str
    unit: str = ""  # 元 ｜ 家
    choices: tuple[str, ...] = ()
    optional: bool = False  # not asked for unless a related fact was given
    aliases: tuple[str, ...] = ()  # what users call it
    first: str = ""  # of a year: the fact that holds the calendar year of the first one
    first_ask: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of eligibility: numeric (``when``) or a yes/no fact (``fact``)."""

    name: str
    span: Span
    when: Expression | None = None
    fact: str = ""
    ask: str | None = None  # None: a premise, listed and not asked
    aliases: tuple[str, ...] = ()
    excludes: bool = False  # 非个人消费: the fact must be false
    general: bool = False  # from the document's general conditions


@dataclass(frozen=True, slots=True)
class Unit:
    """What one evaluation is about: the applicant, or each item, in each year or overall."""

    items: str = ""  # 项目 ｜ 园区 ｜ 活动; "": the applicant itself
    items_span: Span | None = None
    yearly: bool = False
    year_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. ``amount`` is well typed over ``inputs`` and ``terms``."""

    id: str
    name: str
    kind: str  # 资助 ｜ 补贴 ｜ 奖励 ｜ 扶持, as printed
    document_id: str
    clause_id: str
    quotes: tuple[Span, ...]
    beneficiary: Span | None
    inputs: Mapping[str, Input]
    terms: Mapping[str, Term]
    conditions: tuple[Condition, ...]
    unit: Unit
    amount: Expression
    amount_text: str
    direction: Direction
    topic: str = ""  # shared by rules of different texts on the same matter
    aliases: tuple[str, ...] = ()
    best_of: Span | None = None  # 从优不重复, as the document words it
    notes: tuple[str, ...] = ()  # what the words leave open: a cap that names no scope …
    drafted: bool = False  # its entry was written by program, from the sentence
    checked: str = ""  # who of the staff has checked a drafted rule

    @property
    def required(self) -> tuple[Input, ...]:
        """Inputs without which no amount can be said, in declared order."""
        return tuple(entry for entry in self.inputs.values() if not entry.optional)

    @property
    def counts_heads(self) -> bool:
        """Whether it pays for so many enterprises: an amount of each, not of what was spent."""
        return any(entry.type is InputType.COUNT for entry in self.required)

    @property
    def summed_caps(self) -> frozenset[str]:
        """Names of the caps on single items inside a ``sum_over``."""
        return frozenset(summed(self.amount)) & {cap.name for cap in self.caps}

    @property
    def caps(self) -> tuple[Term, ...]:
        """The caps of the rule."""
        return tuple(term for term in self.terms.values() if term.role is Role.CAP)
