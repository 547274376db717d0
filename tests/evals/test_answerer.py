from decimal import Decimal

import pytest

from bot.engine.result import Computation, Kind
from bot.reply import Answer, Clarification, Refusal, Reply, Status
from evals.answerer import amounts_of, row_of


def _reply(*computations: Computation) -> Reply:
    return Answer(status=Status.ANSWERED, conclusion="x", computations=computations)


@pytest.mark.parametrize(
    ("kind", "low", "high", "amount"),
    [
        (Kind.EXACT, "36", "36", "36"),
        (Kind.AT_MOST, "0", "30", "30"),
        (Kind.AT_LEAST, "5", None, "5"),
        (Kind.NOT_ELIGIBLE, None, None, "0"),
        (Kind.RANGE, "5", "9", None),
        (Kind.NEEDS_INPUT, None, None, None),
        (Kind.ELIGIBILITY_UNKNOWN, "36", "36", None),
        (Kind.OUT_OF_PERIOD, None, None, None),
        (Kind.MANUAL, None, None, None),
    ],
)
def test_the_figure_of_a_reply_follows_the_kind_of_its_computation(
    kind: Kind, low: str | None, high: str | None, amount: str | None
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    reply = _reply(Computation("r", kind, ends[0], ends[1]))
    assert amounts_of(reply) == (() if amount is None else (Decimal(amount),))


def test_of_two_layers_the_first_gives_the_figure() -> None:
    first = Computation("note", Kind.EXACT, Decimal(3), Decimal(3))
    second = Computation("measures", Kind.AT_MOST, Decimal(0), Decimal(5))
    assert amounts_of(_reply(first, second)) == (Decimal(3),)


def test_a_reply_without_computation_has_no_figure() -> None:
    assert amounts_of(_reply()) == ()


@pytest.mark.parametrize(
    ("reply", "refused", "asked"),
    [
        (Refusal(status=Status.NOT_STATED, conclusion="x"), True, False),
        (Refusal(status=Status.OUT_OF_SCOPE, conclusion="x"), True, False),
        (Answer(status=Status.NOT_ELIGIBLE, conclusion="x"), False, False),
        (
            Clarification(status=Status.NEEDS_INPUT, conclusion="x", question="多少？"),
            False,
            True,
        ),
    ],
)
def test_refusals_and_questions_are_told_apart(reply: Reply, refused: bool, asked: bool) -> None:
    row = row_of("x", reply)
    assert (row.refused, row.asked) == (refused, asked)
