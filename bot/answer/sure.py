"""How likely the sentence that a search put first answers the question.

What share of the question it has is not enough: a long message tells much that no answer repeats,
and a sentence on the same matter without a figure has as much of 能补多少 as the one with it. Four
weights, learned from questions on texts that nobody annotated, with and without their answers
(``python -m evals research sure``, docs/decisions/0018-unmarked-texts.md).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from bot.extract import Extract, compared, content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind
from corpus.clause import Clause
from index.answering import Answering

# In the order of `features`; the last is the constant.
WEIGHTS: Final = (3.338, 1.087, 1.435, 0.838, -2.798)
_TELLING: Final = 3  # bigrams that the clauses that ask must have to tell anything
SURE: Final = 0.65  # from here on a sentence is given as the answer


def confidence(question: Question, found: Sequence[Extract], pool: Sequence[Clause]) -> float:
    """How likely the first of the sentences found in a pool of clauses answers, 0 to 1."""
    *weights, constant = WEIGHTS
    values = features(question, found, pool)
    return 1 / (1 + math.exp(-constant - sum(map(float.__mul__, weights, values))))


def features(
    question: Question, found: Sequence[Extract], pool: Sequence[Clause]
) -> tuple[float, ...]:
    """What tells whether the first sentence answers.

    The share of the question that it has, that of the clauses that ask (0.0 where they are only a
    name: 四上是什么), how far its score is above
    the next one's, and of an amount that is asked for: 1.0 where it has a sum or a rate, else -1.0.
    """
    best = found[0]
    ahead = best.score - (found[1].score if len(found) > 1 else 0.0)
    asking = "".join(part.text() for part in question.frame.parts if part.asks)
    told = len(content_grams(asking)) >= _TELLING
    compares = compared(asking, pool) if told else ()
    shares = (one.coverage for one in compares if one.span == best.span)
    return (best.coverage, next(shares, 0.0), ahead, _figure(question, best.span.text))


def _figure(question: Question, sentence: str) -> float:
    if not question.wants(AskKind.AMOUNT):
        return 0.0
    answering = Answering.load()
    shapes = {answering.shapes[at][0] for at in answering.shape(sentence).shapes}
    return 1.0 if shapes & {"money", "rate"} else -1.0
