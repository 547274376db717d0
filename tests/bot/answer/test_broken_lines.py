"""Lines that a converter broke: a sentence goes on in the next line, a list does not."""

from __future__ import annotations

from bot.extract import sentences
from corpus.clause import Clause, ClauseKind, ClausePath

WRAPPED = (
    "养老机构连续三年没有失信信息记录的，自次年一月起可享受每\n"
    "床每月100元的运营补贴。养老机构应当提交承诺书。\n"
)


def said(text: str) -> list[str]:
    path = ClausePath(())
    clause = Clause("d", path, ClauseKind.CLAUSE, text, 0, len(text), "一、")
    return [span.text for span in sentences(clause)]


def test_a_printed_line_that_ends_open_goes_on() -> None:
    assert said(WRAPPED) == [
        "养老机构连续三年没有失信信息记录的，自次年一月起可享受每\n床每月100元的运营补贴。",
        "养老机构应当提交承诺书。",
    ]


def test_short_lines_and_cells_stay_apart() -> None:
    assert said("身份证\n营业执照\n") == ["身份证", "营业执照"]
    row = "场地面积一千平方米以上且在孵企业不少于二十家的平台\t100万元\n"
    assert said(row * 2) == [row.strip()] * 2
