import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.records.comparison import compare
from bot.records.outcome import Fault, Outcome
from bot.records.summary import summarise
from corpus.collection import Collection
from corpus.library import Library
from evals.__main__ import main
from evals.answer import answer_all
from evals.answerer import Answered
from evals.baseline import PlainChunks
from evals.case import Case, Cited, Row
from evals.case_file import read_cases
from evals.compare import read_run
from evals.judge import judge_all
from evals.measure import outcome_of
from evals.report import Report, write_report

CASE = Case(
    id="q1",
    turns=("<b>技改</b>投了180万能补多少？",),
    category="amount",
    gold_clauses=(("measures:4",),),
    amount_yuan=Decimal(360000),
    must_contain=(("20%",), ("36万",)),
)
QUOTE = "按照实际投资额的20%进行资助，最高500万元"


class Fixed:
    """An answerer with one answer, or an error, for every question."""

    name = "fixed"

    def __init__(self, row: Row | None) -> None:
        self._row = row

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Give the one answer there is."""
        if self._row is None:
            raise RuntimeError("没有索引")
        return Answered(self._row, (QUOTE, "360000元"), {"steps": ["×20%"]})


@pytest.fixture(scope="module")
def library() -> Library:
    return Collection.load().library


def _row(quote: str = QUOTE, text: str = "按20%可得36万元") -> Row:
    cited = Cited("longgang-fashion-measures-2024", "三.(二).4", quote)
    return Row(id="q1", answer_text=text, citations=(cited,), amounts=(Decimal(360000),))


def _outcome(library: Library, row: Row | None) -> Outcome:
    (one,) = judge_all([CASE], answer_all(Fixed(row), [CASE], None), library)
    return outcome_of(one)


def test_a_right_answer_is_counted_in_every_measure(library: Library) -> None:
    summary = summarise([_outcome(library, _row())])
    assert all(tally.share in {1.0, None} for tally in summary.measures.values())
    assert summary.measures["amount"].total == 1
    assert str(summary.clauses["measures:4"]) == "1/1（100.0%）"
    assert not summary.faults


def test_a_quote_changed_by_one_character_is_not_verbatim(library: Library) -> None:
    one = _outcome(library, _row(quote=QUOTE.replace("进行", "给予")))
    assert one.counts["verbatim"] == (0, 1)
    assert one.faults == (Fault.MISQUOTED,)


def test_a_figure_from_nowhere_is_counted_though_the_case_passes(library: Library) -> None:
    one = _outcome(library, _row(text="按20%可得36万元，3日到账"))
    assert one.passed
    assert one.faults == (Fault.UNFOUNDED,)
    assert one.reasons == ("没有出处的数字：3",)


def test_an_answerer_that_fails_leaves_a_wrong_answer_and_its_reason(library: Library) -> None:
    one = _outcome(library, None)
    assert not one.passed
    assert one.faults == (Fault.SILENT,)
    assert "RuntimeError: 没有索引" in one.reasons[-1]


def _report(library: Library, text: str) -> Report:
    judged = judge_all([CASE], answer_all(Fixed(_row(text=text)), [CASE], None), library)
    now = tuple(map(outcome_of, judged))
    before = [replace(one, passed=True, said="") for one in now]
    since = compare(before, now)
    summaries = {"fixed": summarise(now)}
    return Report("now", "一题", date(2026, 11, 22), summaries, judged, since, "上次")


def test_the_page_shows_failures_with_trace_and_escapes_what_was_asked(
    library: Library, tmp_path: Path
) -> None:
    page = write_report(_report(library, "可得36万元"), tmp_path / "out").read_text("utf-8")
    assert "1 题中答对 0 题（0.0%），比上次少 1 题；金额题全部正确。" in page
    assert "缺少“20%”" in page
    assert "×20%" in page
    assert "&lt;b&gt;技改" in page
    assert "<b>技改" not in page
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org", "")


def test_the_json_of_a_report_is_a_run_that_can_be_compared(
    library: Library, tmp_path: Path
) -> None:
    report = _report(library, "可得36万元")
    write_report(report, tmp_path / "out")
    assert read_run(tmp_path / "out" / "report.json", "").outcomes == report.outcomes


def test_the_workbook_has_its_sheets_a_chart_and_no_formula(
    library: Library, tmp_path: Path
) -> None:
    write_report(_report(library, "=可得36万元"), tmp_path)
    book = load_workbook(tmp_path / "report.xlsx")
    assert book.sheetnames == ["概要", "各类", "各条款", "错误类型", "逐题"]
    assert book["概要"]["A1"].value == "1 题中答对 0 题（0.0%），比上次少 1 题；金额题全部正确。"
    assert [cell.value for cell in book["各类"][2]] == ["金额", 0, 1, 1, 0]
    assert [cell.value for cell in book["错误类型"][2]] == ["缺要点", 1, 0]
    answer = book["逐题"]["G2"]
    assert (answer.value, answer.data_type) == ("=可得36万元", "s")
    with ZipFile(tmp_path / "report.xlsx") as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "<barChart>" in chart
    assert "'各类'!$B$2" in chart


def test_the_document_begins_with_the_sentence_and_tells_of_what_failed(
    library: Library, tmp_path: Path
) -> None:
    write_report(_report(library, "可得36万元\x0b"), tmp_path)
    document = Document(str(tmp_path / "report.docx"))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[1] == "1 题中答对 0 题（0.0%），比上次少 1 题；金额题全部正确。"
    assert "q1　缺要点" in words
    assert "问：<b>技改</b>投了180万能补多少？" in words
    rows = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert rows == [["类别", "答对"], ["金额", "0/1（0.0%）"]]


def test_the_plain_baseline_recites_chunks_and_cites_what_they_touch(library: Library) -> None:
    answered = PlainChunks(library).answer("x", ["技术改造投资额按多少资助"], None)
    assert QUOTE in answered.row.answer_text
    assert ("longgang-fashion-measures-2024", "三.(二).4") in {
        (c.doc, c.clause) for c in answered.row.citations
    }
    assert not answered.row.amounts


def test_a_question_file_is_answered_turn_by_turn(tmp_path: Path) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    item = {"id": "m", "turns": ["技改怎么补？", "去年实际投了720万"], "category": "amount"}
    questions.write_text(json.dumps(item), encoding="utf-8")
    words = ["--questions", str(questions), "--out", str(out), "--as-of", "2026-11-22"]
    assert main(["answer", *words]) == 0
    row = json.loads(out.read_text(encoding="utf-8"))
    assert Decimal(row["amount_yuan"]) == 1440000
    assert row["refused"] is False
    assert row["citations"][0]["clause"] == "三.(二).4"
    assert read_cases(questions)[0].turns[1] in item["turns"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "q.jsonl 第 1 行：应是一个 JSON 对象"),
        ('{"id":"a"}', "question（问题）"),
        (None, "没有这个文件"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, message: str
) -> None:
    questions = tmp_path / "q.jsonl"
    if content is not None:
        questions.write_text(content, encoding="utf-8")
    assert main(["--questions", str(questions)]) == 2
    assert message in capsys.readouterr().err


def test_asking_for_a_model_where_none_is_set_says_what_to_set(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LLM_BASE_URL", raising=False)
    questions = tmp_path / "q.jsonl"
    questions.write_text('{"question": "有效期到哪天？"}', encoding="utf-8")
    words = ["--questions", str(questions), "--out", str(tmp_path / "a.jsonl")]
    assert main(["answer", "--llm", *words]) == 2
    assert "LLM_BASE_URL" in capsys.readouterr().err
