import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.collection import Collection
from corpus.library import Library
from evals.__main__ import main
from evals.answer import answer_all
from evals.answerer import Answered
from evals.baseline import PlainChunks
from evals.case import Case, Cited, Row
from evals.case_file import read_cases
from evals.compare import compare
from evals.judge import judge_all
from evals.measure import summarise
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


def test_a_right_answer_is_counted_in_every_measure(library: Library) -> None:
    judged = judge_all([CASE], answer_all(Fixed(_row()), [CASE], None), library)
    summary = summarise("fixed", judged)
    assert all(tally.share in {1.0, None} for tally in summary.measures.values())
    assert summary.passed == ("q1",)
    assert str(summary.clauses["measures:4"]) == "1/1（100.0%）"


def test_a_quote_changed_by_one_character_is_not_verbatim(library: Library) -> None:
    row = _row(quote=QUOTE.replace("进行", "给予"))
    judged = judge_all([CASE], answer_all(Fixed(row), [CASE], None), library)
    assert summarise("fixed", judged).measures["verbatim"].good == 0


def test_a_figure_from_nowhere_is_counted_though_the_case_passes(library: Library) -> None:
    row = _row(text="按20%可得36万元，3日到账")
    judged = judge_all([CASE], answer_all(Fixed(row), [CASE], None), library)
    assert judged[0].score.passed
    assert judged[0].unfounded == ("3",)


def test_an_answerer_that_fails_leaves_a_wrong_answer_and_its_reason(library: Library) -> None:
    judged = judge_all([CASE], answer_all(Fixed(None), [CASE], None), library)
    assert not judged[0].score.passed
    assert judged[0].answered.trace == {"error": "RuntimeError: 没有索引"}


def test_the_report_shows_failures_with_trace_and_escapes_what_was_asked(
    library: Library, tmp_path: Path
) -> None:
    judged = judge_all([CASE], answer_all(Fixed(_row(text="可得36万元")), [CASE], None), library)
    summary = summarise("fixed", judged)
    report = Report("now", date(2026, 11, 22), [summary], judged, compare(summary, [], tmp_path))
    page = write_report(report, tmp_path / "out").read_text(encoding="utf-8")
    assert "缺少[[&#39;20%&#39;]]" in page
    assert "×20%" in page
    assert "&lt;b&gt;技改" in page
    assert "<b>技改" not in page
    assert "<svg" in page
    assert "http" not in page.replace("http://www.w3.org", "")
    data = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert data["items"][0]["passed"] is False
    assert data["systems"][0]["measures"]["overall"] == [0, 1]


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
