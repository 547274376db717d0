"""What holds of every message, whoever reads it: a law takes an answerer and a case.

A law returns its violations. A question back is never one, except under `nonsense`, which demands
it: there an amount under a printed condition is an amount too, elsewhere it counts as a question.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from evals.answer import attempt
from evals.answerer import Answerer
from evals.case import Row
from evals.generate import variants
from evals.generate.frame import TODAY
from evals.generate.variants import Told, Turns
from evals.generate.vocabulary import Draw

Vary = Callable[[Told, Draw], Iterator[Turns]]
Breaks = Callable[[Decimal, Decimal], bool]


@dataclass(frozen=True, slots=True)
class Violation:
    """Two messages that should have been worth the same, and what was said to be due on each."""

    law: str
    id: str
    turns: Turns
    changed: Turns
    amount: Decimal | None
    became: Decimal

    def __str__(self) -> str:
        was = "" if self.amount is None else f"{self.amount:f}"
        told, other = " / ".join(self.turns), " / ".join(self.changed)
        return f"{self.law} {self.id}\n  {told} -> {was}\n  {other} -> {self.became:f}"


Law = Callable[[Answerer, Told], list[Violation]]


def distractor(answerer: Answerer, case: Told) -> list[Violation]:
    """A clause beside the matter never changes the amount."""
    return _compared("distractor", answerer, case, variants.with_distractors)


def order(answerer: Answerer, case: Told) -> list[Violation]:
    """The order of clauses never matters."""
    return _compared("order", answerer, case, variants.reordered)


def never_raises(answerer: Answerer, case: Told) -> list[Violation]:
    """A plan, a refund, an earlier award and a neighbour never raise the amount."""
    return _compared("never_raises", answerer, case, variants.with_more, lambda was, now: now > was)


def correction(answerer: Answerer, case: Told) -> list[Violation]:
    """A corrected sum is worth what the right sum is worth."""
    return _compared("correction", answerer, case, variants.corrected)


def turns(answerer: Answerer, case: Told) -> list[Violation]:
    """Several turns are worth what one message is worth."""
    return _compared("turns", answerer, case, variants.divided)


def courtesy(answerer: Answerer, case: Told) -> list[Violation]:
    """A greeting or thanks change nothing."""
    return _compared("courtesy", answerer, case, variants.with_courtesy)


def spelling(answerer: Answerer, case: Told) -> list[Violation]:
    """Two spellings of a sum are worth the same."""
    return _compared("spelling", answerer, case, variants.spelled)


def nonsense(answerer: Answerer, case: Told) -> list[Violation]:
    """With a word that nobody knows beside a sum, nothing is stated, under no condition either."""
    found = []
    for changed in variants.with_nonsense(case, _draw("nonsense", case)):
        row = attempt(answerer, case.id, changed, TODAY).row
        if amount := stated(row, conditional=True):
            found.append(Violation("nonsense", case.id, case.turns, changed, None, amount))
    return found


LAWS: dict[str, Law] = {
    "distractor": distractor,
    "order": order,
    "never_raises": never_raises,
    "correction": correction,
    "turns": turns,
    "courtesy": courtesy,
    "spelling": spelling,
    "nonsense": nonsense,
}


def stated(row: Row, *, conditional: bool = False) -> Decimal | None:
    """The amount that an answer states; None for a question, a refusal or no amount."""
    grade = getattr(row, "grade", None)
    if row.asked or row.refused or not row.amounts:
        return None
    if grade == "asked" or (grade == "conditional" and not conditional):
        return None
    return sum(row.amounts, Decimal(0))


def _compared(
    law: str, answerer: Answerer, case: Told, vary: Vary, breaks: Breaks = Decimal.__ne__
) -> list[Violation]:
    """Answer a case and its variants; a violation is a stated amount that breaks the law."""
    changes = tuple(vary(case, _draw(law, case)))
    if not changes:
        return []
    was = stated(attempt(answerer, case.id, case.turns, TODAY).row)
    if was is None:
        return []
    found = []
    for changed in changes:
        now = stated(attempt(answerer, case.id, changed, TODAY).row)
        if now is not None and breaks(was, now):
            found.append(Violation(law, case.id, case.turns, changed, was, now))
    return found


def _draw(law: str, case: Told) -> Draw:
    """A choice of words that depends on the law and the case alone."""
    return Draw(random.Random(f"{law}/{case.id}"))
