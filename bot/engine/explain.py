"""A computation as lines of Chinese text: conclusion, steps with their words, conditions."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from bot.engine.result import Computation, Kind, Step, Truth
from corpus.numerals import format_plain, format_yuan
from corpus.rules import Rule

PREMISE: Final = "如果待核实的条件都符合，"
_STATES = {Truth.MET: "✓ 满足", Truth.NOT_MET: "✗ 不满足", Truth.UNKNOWN: "？ 待确认"}


def money(amount: Decimal) -> str:
    """Say an amount in both forms: 70万元（700,000元）."""
    short, plain = format_yuan(amount), format_plain(amount)
    return short if short == plain else f"{short}（{plain}）"


def conclusion(computation: Computation, rule: Rule) -> str:
    """Say the result in one sentence whose wording follows its kind, and on what it rests."""
    low, high = computation.low, computation.high
    noun = f"{PREMISE}{rule.kind}" if computation.supposes else rule.kind
    match computation.kind:
        case Kind.EXACT if low is not None:
            return f"{noun}{money(low)}。"
        case Kind.AT_MOST if high is not None:
            return f"{noun}最高{money(high)}，实际数额以核定为准。"
        case Kind.AT_LEAST if low is not None:
            return f"{noun}不少于{money(low)}，原文未载明上限。"
        case Kind.RANGE if low is not None:
            return f"{noun}{between(low, high)}。"
        case Kind.ELIGIBILITY_UNKNOWN if low is not None:
            return f"尚需确认条件；若满足，{noun}{_amount(computation, rule)}。"
        case Kind.NEEDS_INPUT:
            limit = f"（按现有信息{noun}不超过{money(high)}）" if high is not None else ""
            return f"还缺信息，暂不能计算{limit}。"
        case Kind.NOT_ELIGIBLE:
            failed = [c for c in computation.conditions if c.state is Truth.NOT_MET]
            listed = "、".join(f"“{c.text}”" for c in failed)
            return f"不符合条件，金额为零：不满足{listed}。"
        case Kind.OUT_OF_PERIOD:
            return "".join(computation.caveats)
    return "由主管部门决定，原文没有可计算的标准。"


def between(low: Decimal, high: Decimal | None) -> str:
    """Say two bounds: 在16万元至24万元之间 ｜ 不少于25万元."""
    if high is None:
        return f"不少于{money(low)}"
    return f"在{money(low)}至{money(high)}之间"


def _amount(computation: Computation, rule: Rule) -> str:
    low, high = computation.low or Decimal(0), computation.high
    if low == high:
        return money(low)
    if rule.direction.value == "ceiling" and high is not None:
        return f"最高{money(high)}"
    return between(low, high)


def step_line(step: Step) -> str:
    """Say one step: 上限〔最高500万元〕：5,600,000元 超过上限，按 5,000,000元."""
    words = f"〔{step.span.text}〕" if step.span else ""
    ground = f"（{step.ground}）" if step.ground else ""
    return f"{step.label}{words}：{step.formula}{ground}"


def part_amounts(computation: Computation) -> list[tuple[str, str]]:
    """Say the amounts of single years, projects or parks as (label, amount)."""
    return [
        (p.label, money(p.low) if p.low == p.high else between(p.low, p.high))
        for p in computation.parts
        if p.low is not None
    ]


def lines(computation: Computation, rule: Rule, source: str) -> list[str]:
    """Say a computation in full. ``source`` is the citation: 《若干措施》三、（二）4."""
    text = [f"{rule.name}　{source}", conclusion(computation, rule)]
    text += [f"原文：{quote.text}" for quote in rule.quotes]
    text += [f"  {step_line(step)}" for step in computation.steps]
    text += [f"  {label}：{amount}" for label, amount in part_amounts(computation)]
    text += [f"条件 {_STATES[c.state]}：{c.text}" for c in computation.conditions]
    text += [f"问：{missing.ask}" for missing in computation.missing]
    text += [f"假设：{line}" for line in computation.assumptions]
    text += [f"注意：{line}" for line in computation.caveats]
    for other in computation.alternatives:
        text.append(f"另一种读法：{''.join(other.assumptions)}{conclusion(other, rule)}")
    return text
