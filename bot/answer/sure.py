"""How likely the sentence that a search put first answers the question.

What share of the question it has is not enough: a long message tells much that no answer repeats,
and a sentence on the same matter without a figure has as much of 能补多少 as the one with it. The
weights are learned from questions on texts that nobody annotated, with and without their answers
(``python -m evals research sure``, docs/decisions/0018-unmarked-texts.md).
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from typing import Final

from bot.extract import Extract, compared, content_grams
from bot.question.ask import Question
from bot.question.asks import AskKind
from corpus.clause import Clause
from index.answering import Answering

# In the order of `features`; the last is the constant.
WEIGHTS: Final = (2.704, 0.611, 2.097, 0.625, 0.497, 5.096, 0.231, -8.140)
_NEAREST: Final = 4  # sentences that tell whether one text stands out
_TELLING: Final = 3  # bigrams that the clauses that ask must have to tell anything
SURE: Final = 0.65  # from here on a sentence is given as the answer


def confidence(
    question: Question,
    found: Sequence[Extract],
    pool: Sequence[Clause],
    unmarked: Collection[str],
) -> float:
    """How likely the first of the sentences found in a pool of clauses answers, 0 to 1.

    ``unmarked`` are the ids of the texts that nobody marked.
    """
    *weights, constant = WEIGHTS
    values = features(question, found, pool, unmarked)
    return 1 / (1 + math.exp(-constant - sum(map(float.__mul__, weights, values))))


def features(
    question: Question,
    found: Sequence[Extract],
    pool: Sequence[Clause],
    unmarked: Collection[str],
) -> tuple[float, ...]:
    """What tells whether the first sentence answers.

    The share of the question that it has; that of the clauses that ask (0.0 where they are only a
    name: 四上是什么); how far its score is above the next one's; whether it shows a figure where an
    amount is asked for, and any other kind of value that is (几天, 电话); the share of the nearest
    that are of its text (of one that staff marked they are taken to be: those explain each other);
    how many clauses the message has.
    """
    best = found[0]
    near = found[:_NEAREST]
    ahead = best.score - (found[1].score if len(found) > 1 else 0.0)
    asking = "".join(part.text() for part in question.frame.parts if part.asks)
    told = len(content_grams(asking)) >= _TELLING
    compares = compared(asking, pool) if told else ()
    shares = (one.coverage for one in compares if one.span == best.span)
    own = best.clause.document_id
    alike = sum(one.clause.document_id == own or own not in unmarked for one in near) / len(near)
    return (
        best.coverage,
        next(shares, 0.0),
        ahead,
        _shown(question.wants(AskKind.AMOUNT), _is_figure(best.span.text)),
        _shown(bool(question.values), shows(question, best.span.text)),
        alike,
        len(question.frame.parts),
    )


def shows(question: Question, text: str) -> bool:
    """Whether a text holds the kind of value that the question asks for."""
    return all(value.shown_in(text) for value in question.values)


def _shown(asked: bool, there: bool) -> float:
    """0.0 where it isn't asked for, 1.0 where it is and is there, else -1.0."""
    return (1.0 if there else -1.0) if asked else 0.0


def _is_figure(sentence: str) -> bool:
    answering = Answering.load()
    shapes = {answering.shapes[at][0] for at in answering.shape(sentence).shapes}
    return bool(shapes & {"money", "rate"})
