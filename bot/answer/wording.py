"""How an amount is worded: a ceiling or a floor is never called "the" amount."""

from __future__ import annotations

from decimal import Decimal

from bot.engine.result import Computation, Kind, Part, Truth
from corpus.numerals import format_plain, format_yuan
from corpus.rules import Rule


def money(amount: Decimal) -> str:
    """An amount as people say it: 70万元."""
    return format_yuan(amount)


def amount_phrase(computation: Computation, rule: Rule) -> str:
    """The amount of a computation in words that follow its kind."""
    low, high = computation.low, computation.high
    kind = rule.kind
    match computation.kind:
        case Kind.EXACT if low is not None:
            return f"可获{kind}{_both(low)}"
        case Kind.AT_MOST if high is not None:
            return f"{kind}最高不超过{_both(high)}，这是上限，实际金额可能更低"
        case Kind.AT_LEAST if low is not None:
            return f"{kind}不少于{_both(low)}，原文只定下限，没有写上限"
        case Kind.RANGE if low is not None and high is not None:
            return f"{kind}在{money(low)}至{money(high)}之间"
        case Kind.RANGE if low is not None:
            return f"{kind}不少于{money(low)}"
        case Kind.RANGE if high is not None:
            return f"{kind}不超过{money(high)}"
    return ""


def conditional_phrase(computation: Computation, rule: Rule) -> str:
    """The amount if the open condition holds."""
    low, high = computation.low, computation.high
    if high is not None and (low is None or low != high):
        return f"{rule.kind}最高{money(high)}"
    if low is not None and high is None:
        return f"{rule.kind}不少于{money(low)}"
    return f"{rule.kind}{money(low)}" if low is not None else ""


def parts_line(computation: Computation) -> str:
    """The amounts of the years, projects, parks or events, and their total."""
    parts = "；".join(f"{part.label}{money(_shown(part))}" for part in computation.parts)
    return f"其中{parts}；合计{money(_shown(computation))}。"


def _shown(amount: Part | Computation) -> Decimal:
    """The bound that is said: the ceiling where there is one, else the floor."""
    if amount.high is not None:
        return amount.high
    return amount.low if amount.low is not None else Decimal(0)


def _both(amount: Decimal) -> str:
    short, plain = format_yuan(amount), format_plain(amount)
    return short if short == plain else f"{short}（{plain}）"


def steps_line(computation: Computation) -> str:
    """The arithmetic in one line: 3,500,000元 × 20% = 700,000元；未超过上限5,000,000元."""
    return "；".join(step.formula for step in computation.steps if step.formula)


def unmet(computation: Computation) -> str:
    """Why an applicant is not eligible, in the words of the conditions that fail."""
    failed = [c for c in computation.conditions if c.state is Truth.NOT_MET]
    return "；".join(f"不满足“{condition.span.text}”" for condition in failed)
