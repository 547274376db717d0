from decimal import Decimal
from typing import Any

import pytest

from corpus.collection import Collection
from evals.asof import Duty, breach, dated_documents, duty_of
from evals.case import Case, Cited, Row

DATED = {"measures"}
PAID = Row(id="x", answer_text="可得36万元", amounts=(Decimal(360000),))


def _case(**fields: Any) -> Case:  # noqa: ANN401 - any field of a case
    return Case(id="x", turns=fields.pop("turns", ("问",)), category="c", **fields)


def test_only_the_measures_print_when_they_apply() -> None:
    assert dated_documents(Collection.load().library) == DATED


@pytest.mark.parametrize(
    ("case", "duty"),
    [
        (_case(gold_clauses=(("measures:4",),), amount_yuan=Decimal(5)), Duty.WITHHELD),
        (_case(gold_clauses=(("measures:4",),), amount_yuan=Decimal(0)), Duty.OPEN),
        (_case(gold_clauses=(("measures:4",),)), Duty.OPEN),
        (_case(gold_clauses=(("revision-note:四",),), amount_yuan=Decimal(5)), Duty.SAME),
        (_case(answerable=False), Duty.SAME),
        (
            _case(
                turns=("2026年申报能拿多少？",),
                gold_clauses=(("measures:4",),),
                amount_yuan=Decimal(5),
            ),
            Duty.OPEN,
        ),
    ],
)
def test_what_a_day_may_do_follows_from_the_gold(case: Case, duty: Duty) -> None:
    assert duty_of(case, DATED) == duty


def test_an_amount_out_of_period_must_be_withheld_with_the_reason() -> None:
    withheld = Row(id="x", answer_text="有效期已届满，不能计算")
    assert breach(Duty.WITHHELD, PAID, withheld, DATED) == ""
    assert breach(Duty.WITHHELD, PAID, PAID, DATED) == "仍给出金额"
    silent = Row(id="x", answer_text="请咨询")
    assert breach(Duty.WITHHELD, PAID, silent, DATED) == "没有说明不在有效期"


def test_what_rests_on_no_dated_text_may_not_change_by_a_character() -> None:
    other = Row(id="x", answer_text="可得36万元。", amounts=(Decimal(360000),))
    assert breach(Duty.SAME, PAID, PAID, DATED) == ""
    assert breach(Duty.SAME, PAID, other, DATED) == "答案变了"


def test_a_dated_text_shown_beside_may_go_but_not_the_figure() -> None:
    beside = (Cited("measures", "10", "x"),)
    both = Row(id="x", answer_text="甲，乙", citations=beside, amounts=(Decimal(1),))
    alone = Row(id="x", answer_text="甲", amounts=(Decimal(1),))
    assert breach(Duty.SAME, both, alone, DATED) == ""
    assert breach(Duty.SAME, both, PAID, DATED) == "答案变了"
