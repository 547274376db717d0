"""False premises: rates and amounts that a question supposes and the text does not give."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from bot.engine.result import Computation, Kind
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.question.shares import is_used
from corpus.rules import Role, Rule

_VAGUE: Final = "几"
_COMPARED: Final = (
    Kind.EXACT,
    Kind.AT_MOST,
    Kind.AT_LEAST,
    Kind.NOT_ELIGIBLE,
    Kind.NEEDS_INPUT,
    Kind.ELIGIBILITY_UNKNOWN,
)
_RATES: Final = (Role.RATE, Role.RATE_CEILING, Role.RATE_FLOOR, Role.SEQUENCE)


def corrections(question: Question, rule: Rule, computation: Computation) -> str:
    """A sentence that corrects what the question supposes; empty where nothing is wrong."""
    wrong = [*_rates(question, rule), *_amounts(question, rule, computation)]
    return f"您说的{'、'.join(wrong)}与原文不符。" if wrong else ""


def _rates(question: Question, rule: Rule) -> list[str]:
    stated = {v for t in rule.terms.values() if t.role in _RATES for v in t.values}
    if not stated or Cue.SUPPOSED not in question.cues:
        return []
    read = question.frame  # a share that was reckoned with (我们承担七成) supposes no rate
    shares = {t.start for t in read.tokens if is_used(t, read.account)}
    told = (m.quantity for m in question.rates if m.quantity.start not in shares)
    return [quantity.text for quantity in told if quantity.value not in stated]


def _amounts(question: Question, rule: Rule, computation: Computation) -> list[str]:
    claims = question.frame.account.claims
    if not claims:
        return []
    fine: set[Fraction] = {v for t in rule.terms.values() if t.money for v in t.values}
    fine |= {Fraction(x) for x in (computation.low, computation.high) if x is not None}
    fine |= {Fraction(x) for p in computation.parts for x in (p.low, p.high) if x is not None}
    if computation.kind not in _COMPARED:
        return []
    told = (
        c.token for c in claims if _VAGUE not in c.token.text
    )  # 能有几万: asks, supposes nothing
    return [t.text for t in told if t.quantity and t.quantity.value not in fine]
