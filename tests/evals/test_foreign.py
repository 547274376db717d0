"""Classing the answers to questions on texts of other places, and the command that asks them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.answerer import Answered
from evals.case import Cited, Row
from evals.foreign.command import take_in
from evals.foreign.judge import Verdict, judge

GOLD = "对新建冷库的企业，按照设备投资额的20%给予补贴"
IDS = {"冷库.txt": "cold", "花木.txt": "trees"}
QUESTION: dict[str, Any] = {
    "category": "amount_figures", "doc": "冷库.txt", "gold_quotes": [GOLD], "amount_yuan": 600000,
    "amount_kind": "exact", "must_contain": [["60万", "600000"]], "must_not_contain": ["120万"],
    "answerable": True, "needs_clarification": False,
}  # fmt: skip
SAID = "可获补贴60万元（600,000元）。"


def classed(
    said: str = SAID,
    status: str = "answered",
    *,
    amounts: tuple[Decimal, ...] = (Decimal(600000),),
    citations: tuple[Cited, ...] = (Cited("cold", "第2条", f"第二条　{GOLD}。"),),
    asked: bool = False,
    **question: object,
) -> Verdict:
    row = Row(id="x", answer_text=said, citations=citations, amounts=amounts, asked=asked)
    return judge(QUESTION | question, Answered(row, trace={"status": status}), IDS)


def test_the_amount_and_its_sentence_are_right() -> None:
    assert classed() is Verdict.RIGHT


def test_an_amount_that_differs_is_wrong_whatever_is_said() -> None:
    assert classed(amounts=(Decimal(1200000),)) is Verdict.WRONG_AMOUNT


def test_the_sentence_without_an_amount_is_only_quoted() -> None:
    assert classed(amounts=()) is Verdict.QUOTED


@pytest.mark.parametrize(
    ("said", "quote"),
    [
        ("可获补贴。", GOLD),  # the amount is not said
        (f"{SAID}最高120万。", GOLD),  # nor may this be
        (SAID, "20%给予"),  # too short to show the sentence
        (SAID, "本办法由区农业农村局负责解释，自印发之日起施行"),
    ],
)
def test_what_is_left_unsaid_or_not_cited_is_incomplete(said: str, quote: str) -> None:
    assert classed(said, citations=(Cited("cold", "第2条", quote),)) is Verdict.INCOMPLETE


def test_six_tenths_of_a_sentence_in_one_run_show_it() -> None:
    quote = "企业，按照设备投资额的20%给予补贴，最高不超过500万元"
    assert classed(citations=(Cited("cold", "第2条", quote),)) is Verdict.RIGHT


def test_another_text_is_the_fault_even_where_the_number_agrees() -> None:
    assert classed(citations=(Cited("trees", "第2条", GOLD),)) is Verdict.OTHER_PLACE


def test_asking_and_declining_are_told_apart() -> None:
    assert classed("请问？", "needs_input", asked=True, amounts=()) is Verdict.ASKED
    assert classed("没有找到。", "not_found", citations=(), amounts=()) is Verdict.DECLINED


def test_what_a_text_leaves_unsaid_may_be_declined_but_not_given() -> None:
    declined = classed("没有找到。", "not_found", amounts=(), answerable=False)
    assert declined is Verdict.RIGHT
    assert classed(answerable=False, must_contain=[["未载明"]]) is Verdict.INVENTED


def test_where_several_places_fit_only_a_question_is_right() -> None:
    asked = classed(
        "您问的是哪里？", "needs_input", asked=True, amounts=(), needs_clarification=True
    )
    assert asked is Verdict.RIGHT
    assert classed(needs_clarification=True) is Verdict.INVENTED


def test_texts_are_taken_in_once_and_known_by_their_file_names(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    body = "样例县冷库补贴办法\n第一条　对新建冷库的企业，按照设备投资额的20%给予补贴。\n"
    for name in ("冷库.txt", "又一份.txt"):
        (texts / name).write_text(body, "utf-8")
    (texts / "花木.txt").write_text(body.replace("冷库", "花木"), "utf-8")
    root = tmp_path / "documents"
    root.mkdir()
    ids = take_in([texts], root)
    assert len(ids) == 2
    assert all((root / each / "meta.yaml").exists() for each in ids.values())


def test_a_folder_without_the_texts_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["foreign", "--texts", str(tmp_path)]) == 2
    assert "文件夹里没有这些文本" in capsys.readouterr().err


def test_the_right_sentence_shown_as_the_nearest_is_counted_apart() -> None:
    assert classed(status="nearest", amounts=()) is Verdict.UNSURE
    assert classed("没有找到。", "nearest", amounts=()) is Verdict.DECLINED
