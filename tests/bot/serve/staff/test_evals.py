"""The board 评测: files of cases come in, a run is made by another process, runs are compared."""

from __future__ import annotations

import html
import io
import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from fastapi.testclient import TestClient
from httpx2 import Response
from openpyxl import Workbook, load_workbook

from bot.records.accounts import Role
from bot.records.outcome import Fault, Outcome
from bot.records.runs import RunState
from bot.records.summary import summarise
from bot.records.tables import EvalRun
from bot.serve.staff import evals_board
from tests.bot.serve.staff.conftest import Office, csrf_of
from tests.records import ONE_KIND

SCRIPT = "<script>alert(1)</script>"
ASKED = "《若干办法》第一条是什么？"


@dataclass(frozen=True)
class Evaluator:
    """Somebody with the role 评测 and what they do."""

    office: Office
    client: TestClient

    def get(self, path: str = "/staff/evals", **query: str) -> Response:
        """Open a page."""
        return self.client.get(path, params=query)

    def post(self, path: str, files: Any = None, **fields: str) -> Response:  # noqa: ANN401
        """Send a form of ours."""
        return self.client.post(path, data={"csrf": csrf_of(self.client), **fields}, files=files)

    def upload(self, name: str, content: bytes) -> Response:
        """Put a file of cases in."""
        return self.post("/staff/evals/upload", {"file": (name, content)})

    def start(self, chosen: str) -> str:
        """Start a run; its id."""
        answer = self.post("/staff/evals", set=chosen)
        assert answer.status_code == 200, answer.text
        return answer.url.path.rpartition("/")[2]

    def run(self, run_id: str) -> EvalRun:
        """A run as it is kept."""
        found = self.office.services.records.runs.run(run_id)
        assert found is not None
        return found

    def wait(self, run_id: str, until: Callable[[EvalRun], bool]) -> EvalRun:
        """Watch a run on its page."""
        deadline = time.monotonic() + 120
        while not until(self.run(run_id)) and time.monotonic() < deadline:
            time.sleep(0.2)
            self.get(f"/staff/evals/{run_id}")
        return self.run(run_id)


@pytest.fixture
def evaluator(office: Office) -> Evaluator:
    return Evaluator(office, office.member("ping", Role.EVALUATOR, person="平评"))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(stream)
    return stream.getvalue()


def shown(response: Response) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", response.text))


def chosen_file(evaluator: Evaluator) -> str:
    (value,) = set(re.findall(r'value="(upload:[\w-]+)"', evaluator.get().text))
    return str(value)


def kept(evaluator: Evaluator, *outcomes: Outcome, which: str = "one") -> str:
    """A run as the evals would have kept it."""
    runs = evaluator.office.services.records.runs
    run_id = runs.begin("own", "ping", {"title": "自带题目"})
    assert run_id is not None
    runs.finish(run_id, outcomes, {"sentence": "一句话。", "set": which,
                                   **summarise(outcomes).to_json()})  # fmt: skip
    return run_id


def outcome(case_id: str, *, passed: bool = True, text: str = "答") -> Outcome:
    return Outcome(
        case_id=case_id, stamp="s", category="amount", clauses=("measures:4",),
        turns=("甲？", f"{case_id}多少？"), passed=passed, said=text,
        faults=() if passed else (Fault.AMOUNT,), reasons=() if passed else ("金额1元，应为2元",),
        counts={"overall": (int(passed), 1)}, answer={"answer_text": text},
    )  # fmt: skip


def test_a_file_that_names_a_clause_of_no_text_is_refused_with_one_that_there_is(
    evaluator: Evaluator,
) -> None:
    assert "应引条款写成 文件编号:条号，如 sample:第1条" in shown(evaluator.get())
    rows = ("问题", "应引条款"), (ASKED, "sample:第1条"), (ASKED, "sample:第9条")
    page = shown(evaluator.upload("题.xlsx", workbook(*rows)))
    said = "现有的文件里没有“sample:第9条”，应是其中有的条款，如 sample:第1条"
    assert f"题.xlsx 第 3 行 B 列“应引条款”：{said}" in page
    assert "题.xlsx 第 2 行" not in page
    assert "upload:" not in evaluator.get().text


def test_a_file_is_put_in_run_by_another_process_and_its_report_taken_away(
    evaluator: Evaluator, tmp_path: Path
) -> None:
    rows = ("编号", "问题", "要点"), ("甲", ASKED, "为发展产业"), ("乙", ASKED, "五百万")
    page = evaluator.upload("第一批.xlsx", workbook(*rows))
    assert "第一批.xlsx" in page.text
    run_id = evaluator.start(chosen_file(evaluator))
    run = evaluator.wait(run_id, lambda one: one.state != RunState.RUNNING)
    assert (run.state, run.failure, run.done, run.total) == ("done", "", 2, 2)
    assert (run.author, run.questions) == ("ping", "upload:第一批.xlsx")
    assert run.corpus
    assert run.process is None
    page = evaluator.get(f"/staff/evals/{run_id}")
    assert "平评" in page.text.partition('class="card"')[2]
    assert "2 题中答对 1 题（50.0%）。" in shown(page)
    assert "缺少“五百万”" in shown(page)
    book = evaluator.get(f"/staff/evals/{run_id}/report/xlsx")
    assert "attachment" in book.headers["content-disposition"]
    assert load_workbook(io.BytesIO(book.content))["概要"]["A1"].value == run.summary["sentence"]
    word = evaluator.get(f"/staff/evals/{run_id}/report/docx")
    assert Document(io.BytesIO(word.content)).paragraphs[1].text == run.summary["sentence"]
    assert "评测报告" in evaluator.get(f"/staff/evals/{run_id}/report/html").text
    deeds = [line.action for line in evaluator.office.services.records.audit.lines()]
    assert "evals.run" in deeds


def test_a_run_is_cancelled_half_way_and_its_process_ends(evaluator: Evaluator) -> None:
    rows = [("问题",), *((f"{ASKED}{number}",) for number in range(2000))]
    evaluator.upload("很多.xlsx", workbook(*rows))
    chosen = chosen_file(evaluator)
    run_id = evaluator.start(chosen)
    run = evaluator.wait(run_id, lambda one: one.done > 0 or one.state != RunState.RUNNING)
    assert run.state == RunState.RUNNING, run.failure
    assert run.process is not None
    page = evaluator.get(f"/staff/evals/{run_id}")
    assert 'http-equiv="refresh"' in page.text
    assert f'<progress max="2000" value="{evaluator.run(run_id).done}"' in page.text
    assert evaluator.post("/staff/evals", set=chosen).status_code == 409
    page = evaluator.post(f"/staff/evals/{run_id}/cancel")
    assert "已取消" in shown(page)
    with pytest.raises(ProcessLookupError):
        os.kill(run.process, 0)
    run = evaluator.run(run_id)
    assert (run.state, 0 < run.done < 2000) == ("cancelled", True)
    assert evaluator.office.services.records.runs.outcomes(run_id) == ()


def test_a_run_whose_process_died_says_so(
    evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = evaluator.office.services.records.runs
    run_id = runs.begin("own", "ping", {})  # by a service that is gone
    assert run_id is not None
    assert "正在运行" in shown(evaluator.get(f"/staff/evals/{run_id}"))
    folder = evaluator.office.services.settings.policy_var / "evals" / "runs" / run_id
    folder.mkdir(parents=True)
    (folder / "alive").touch()  # and held by nobody
    (folder / "log.txt").write_text("说明\n内存不够\n", "utf-8")
    assert "最后说的是：内存不够" in shown(evaluator.get(f"/staff/evals/{run_id}"))
    assert evaluator.run(run_id).state == RunState.FAILED


@ONE_KIND
def test_what_is_wrong_with_a_file_is_said_with_row_and_column_and_it_is_not_kept(
    evaluator: Evaluator,
) -> None:
    rows = ("问题", "应得金额（元）"), (f"一？{SCRIPT}", SCRIPT), ("", "36万")
    page = evaluator.upload(f"坏{SCRIPT}.xlsx", workbook(*rows))
    assert "第 2 行 B 列“应得金额（元）”：应是一个金额，单位元" in shown(page)
    assert "第 3 行 question（问题）：应是文字，现在是空的。" in shown(page)
    assert SCRIPT not in page.text
    assert str(evaluator.office.services.settings.policy_var) not in page.text
    uploads = evaluator.office.services.settings.policy_var / "evals" / "uploads"
    assert list(uploads.iterdir()) == []


@ONE_KIND
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("题.exe", b"MZ", "应是 .jsonl、.csv、.xlsx 文件"),
        ("题.xlsx", b"PK", "不是能打开的 .xlsx 工作簿"),
        ("../../题.csv", "题目\n一？".encode(), "不认识“题目”"),
    ],
)
def test_a_file_that_is_no_file_of_cases_is_refused(
    evaluator: Evaluator, name: str, content: bytes, said: str
) -> None:
    assert said in shown(evaluator.upload(name, content))
    assert "没有放入" in shown(evaluator.upload(name, content))


@ONE_KIND
def test_a_file_that_is_too_large_is_refused(
    evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.serve.staff.evals_routes.FILE_BYTES", 3)
    assert evaluator.upload("题.csv", b"question").status_code == 413
    assert evaluator.post("/staff/evals/upload").status_code == 400


@ONE_KIND
def test_a_file_takes_the_place_of_one_of_its_name(evaluator: Evaluator) -> None:
    evaluator.upload("题.csv", "问题\n一？".encode())
    first = chosen_file(evaluator)
    evaluator.upload("题.csv", "问题\n二？".encode())
    assert chosen_file(evaluator) != first


@ONE_KIND
def test_a_file_is_discarded(evaluator: Evaluator) -> None:
    evaluator.upload("题.csv", "问题\n一？".encode())
    file_id = chosen_file(evaluator).partition(":")[2]
    evaluator.post("/staff/evals/discard", file=file_id)
    assert "题.csv" not in evaluator.get().text
    assert evaluator.post("/staff/evals/discard", file=file_id).status_code == 404


def test_one_run_shows_its_failures_and_leads_to_the_chat(evaluator: Evaluator) -> None:
    run_id = kept(evaluator, outcome("好"), outcome("坏", passed=False, text=f"答{SCRIPT}"))
    page = evaluator.get(f"/staff/evals/{run_id}")
    cases = page.text.partition('id="cases"')[2]
    assert "坏多少？" in cases
    assert "好多少？" not in cases
    assert "金额1元，应为2元" in cases
    assert SCRIPT not in page.text
    (link,) = re.findall(r'href="([^"]+)">在咨询页打开', cases)
    assert (
        html.unescape(link) == "../../?q=%E7%94%B2%EF%BC%9F&q=%E5%9D%8F%E5%A4%9A%E5%B0%91%EF%BC%9F"
    )
    by_clause = evaluator.get(f"/staff/evals/{run_id}", clause="measures:4").text
    assert "好多少？" in by_clause.partition('id="cases"')[2]
    assert "没有。" in evaluator.get(f"/staff/evals/{run_id}", fault="凭空金额").text


def test_two_runs_are_compared_over_the_cases_that_both_hold(evaluator: Evaluator) -> None:
    first = kept(evaluator, outcome("一"), outcome("二", passed=False), outcome("旧"))
    second = kept(
        evaluator, outcome("一", passed=False), outcome("二"), outcome("新", passed=False)
    )
    page = shown(evaluator.get("/staff/evals/compare", a=first, b=second))
    assert "相同的题目 2，以下只算这些；只在前一次 1，只在后一次 1" in page
    assert "两次相同的 2 题中，前一次答对 1 题，后一次答对 1 题，一样多。" in page
    assert "新答错（1）" in page
    assert "新答对（1）" in page
    assert "整体通过1/2（50.0%）1/2（50.0%）" in page
    assert evaluator.get("/staff/evals/compare", a=first, b=first).status_code == 400
    assert evaluator.get("/staff/evals/compare", a=first, b="none").status_code == 404


def test_runs_that_share_no_case_get_no_verdict(evaluator: Evaluator) -> None:
    first, second = kept(evaluator, outcome("一")), kept(evaluator, outcome("二", passed=False))
    page = shown(evaluator.get("/staff/evals/compare", a=first, b=second))
    assert "两次没有相同的题目，不能比较。" in page
    assert "整体通过" not in page


def test_the_trend_is_drawn_and_broken_where_the_cases_changed(evaluator: Evaluator) -> None:
    assert "<svg" not in evaluator.get().text
    for which in ("one", "one", "two", "two"):
        kept(evaluator, outcome("一"), outcome("二", passed=which == "two"), which=which)
    page = evaluator.get().text
    assert page.count("<polyline") == 2
    assert page.count("<circle") == 4
    assert "由 50.0% 到 100.0%" in page
    assert "线断开的地方" in page


def test_a_run_is_deleted_with_its_reports(evaluator: Evaluator) -> None:
    run_id = kept(evaluator, outcome("一"))
    folder = evaluator.office.services.settings.policy_var / "evals" / "runs" / run_id
    folder.mkdir(parents=True)
    evaluator.post(f"/staff/evals/{run_id}/remove")
    assert not folder.exists()
    assert evaluator.get(f"/staff/evals/{run_id}").status_code == 404


@pytest.mark.parametrize(
    "path", ["/staff/evals/none", "/staff/evals/none/report/html", "/staff/evals/compare"]
)
def test_what_is_not_there_is_said(evaluator: Evaluator, path: str) -> None:
    assert evaluator.get(path).status_code == 404


def test_a_report_is_one_of_the_three_and_no_other_file(evaluator: Evaluator) -> None:
    run_id = kept(evaluator, outcome("一"))
    folder = evaluator.office.services.settings.policy_var / "evals" / "runs" / run_id
    folder.mkdir(parents=True)
    (folder / "report.json").write_text("{}")
    assert evaluator.get(f"/staff/evals/{run_id}/report/json").status_code == 404
    assert evaluator.get(f"/staff/evals/{run_id}/report/xlsx").status_code == 404


def test_a_set_that_there_is_not_and_a_model_that_is_not_set_up_are_said(
    evaluator: Evaluator,
) -> None:
    assert evaluator.post("/staff/evals", set="none").status_code == 404
    assert evaluator.post("/staff/evals", set="upload:none").status_code == 404
    assert evaluator.post("/staff/evals", set="own", model="yes").status_code == 400


def test_the_sets_that_the_evals_name_can_be_chosen(evaluator: Evaluator) -> None:
    page = evaluator.get().text
    assert '<option value="own" selected>自带题目</option>' in page
    assert "旁人写的日常对话（甲组）" in page


@pytest.mark.parametrize("role", [Role.CHECKER, Role.SIGNER, Role.ADMIN])
def test_nobody_else_may(office: Office, role: Role) -> None:
    client = office.member("zhang", role)
    assert client.get("/staff/evals").status_code == 403
    sent = {"csrf": csrf_of(client), "set": "own"}
    assert client.post("/staff/evals", data=sent).status_code == 403
    files = {"file": ("题.csv", "问题\n一？".encode())}
    assert client.post("/staff/evals/upload", data=sent, files=files).status_code == 403
    assert not (office.services.settings.policy_var / "evals").exists()


@ONE_KIND
def test_only_so_many_files_are_kept(evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evals_board, "HELD", 1)
    for name in ("一.csv", "二.csv"):
        evaluator.upload(name, "问题\n一？".encode())
    page = evaluator.get().text
    assert "一.csv" not in page
    assert "二.csv" in page
