"""False premises: rates and amounts that a question supposes and the text does not give."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from bot.answer.layers import Layer
from bot.engine.result import Kind
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.question.shares import is_used
from corpus.rules import Role

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


def corrections(question: Question, layers: Sequence[Layer]) -> str:
    """A sentence that corrects what no text on the matter gives; empty where nothing is wrong."""
    wrong = [*_rates(question, layers), *_amounts(question, layers)]
    return f"您说的{'、'.join(wrong)}与原文不符。" if wrong else ""


def _rates(question: Question, layers: Sequence[Layer]) -> list[str]:
    terms = [term for layer in layers for term in layer.rule.terms.values()]
    stated = {value for term in terms if term.role in _RATES for value in term.values}
    if not stated or Cue.SUPPOSED not in question.cues:
        return []
    read = question.frame  # a share that was reckoned with (我们承担七成) supposes no rate
    shares = {t.start for t in read.tokens if is_used(t, read.account)}
    told = (m.quantity for m in question.rates if m.quantity.start not in shares)
    return [quantity.text for quantity in told if quantity.value not in stated]


def _amounts(question: Question, layers: Sequence[Layer]) -> list[str]:
    claims = question.frame.account.claims
    results = [layer.computation for layer in layers]
    if not claims or any(result.kind not in _COMPARED for result in results):
        return []
    terms = [term for layer in layers for term in layer.rule.terms.values()]
    fine: set[Fraction] = {value for term in terms if term.money for value in term.values}
    fine |= {Fraction(x) for r in results for x in (r.low, r.high) if x is not None}
    parts = [part for result in results for part in result.parts]
    fine |= {Fraction(x) for p in parts for x in (p.low, p.high) if x is not None}
    told = (
        c.token for c in claims if _VAGUE not in c.token.text
    )  # 能有几万: asks, supposes nothing
    return [t.text for t in told if t.quantity and t.quantity.value not in fine]
