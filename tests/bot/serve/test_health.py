"""A service with something out of order serves all the same, and says what it is."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from bot.serve.health import clock_problem
from corpus.collection import Collection
from environment.settings import DOCUMENTS
from tests.running import Running, running_app

SHEET = f"/api/sheet.xlsx?rule=technical-renovation&fact={quote('投资额=350万')}"
CLOCKS = {
    "1971-03-01": "本机日期是1971年3月1日，早于所收录文件的日期（2024年），",
    "2099-03-01": "本机日期是2099年3月1日，比所收录的文件（2024年）晚了30年以上，",
}
MEND = "时钟可能不准；请校准后重新启动。"


def get(app: Running, path: str) -> Any:  # noqa: ANN401 -- JSON
    with urllib.request.urlopen(app.address + path, timeout=30) as answer:
        return json.load(answer)


def test_a_sound_service_is_ok_and_its_answers_carry_no_note_of_its_state(
    running: Running,
) -> None:
    assert get(running, "/healthz") == {"status": "ok", "problems": []}
    assert "注意" not in running.log.read_text("utf-8")
    assert not [note for note in running.ask()["notes"] if "本机" in note or "索引" in note]


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2026, 11, 26), date(2054, 12, 31)])
def test_a_day_that_may_be_is_not_doubted(day: date) -> None:
    assert clock_problem(Collection.load().library.documents, day) == ""


@pytest.mark.parametrize("day", CLOCKS)
def test_a_clock_that_cannot_be_right_is_said_wherever_a_day_matters(
    day: str, tmp_path: Path, faketime: str
) -> None:
    said = CLOCKS[day] + MEND
    with running_app(tmp_path, under=(faketime, f"{day} 08:00:00")) as app:
        assert get(app, "/healthz") == {"status": "degraded", "problems": [said]}
        assert f"注意：{said}" in app.log.read_text("utf-8")
        assert "本机日期可能不准" in app.ask()["notes"][-1]
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(app, SHEET)
        assert refused.value.code == 503
        assert json.load(refused.value)["detail"] == said


def test_a_broken_folder_is_left_out_and_said_at_start_and_in_healthz(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    (documents / "another-bureau-2025").mkdir()
    (documents / "another-bureau-2025" / "source.docx").write_bytes(b"PK")
    with running_app(tmp_path, POLICY_DOCUMENTS=str(documents)) as app:
        health = get(app, "/healthz")
        assert health["status"] == "degraded"
        assert len(health["problems"]) >= 1
        assert all("another-bureau-2025" in problem for problem in health["problems"])
        said = app.log.read_text("utf-8")
        assert all(f"注意：{problem}" in said for problem in health["problems"])
        assert "Traceback" not in said
        assert "70万元" in app.ask()["conclusion"]


def test_a_text_that_is_edited_while_serving_changes_no_answer(tmp_path: Path) -> None:
    documents = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, documents)
    with running_app(tmp_path, POLICY_DOCUMENTS=str(documents)) as app:
        before = [app.ask(), app.ask("展位费补贴的原文是什么")]
        for path in documents.rglob("*.*"):
            path.write_bytes(path.read_bytes().replace(b"20%", b"90%")[:-40])
        assert [app.ask(), app.ask("展位费补贴的原文是什么")] == before


def test_a_truncated_index_is_built_anew_and_serves(tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        before = app.ask("展位费补贴的原文是什么")
    for path in (tmp_path / "var" / "index" / "versions").rglob("*.npy"):
        path.write_bytes(path.read_bytes()[:100])
    with running_app(tmp_path) as app:
        assert app.ask("展位费补贴的原文是什么") == before
        assert get(app, "/healthz")["status"] == "ok"
        assert "Bus error" not in app.log.read_text("utf-8")


def test_data_that_cannot_be_written_are_said_and_questions_answered(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("不是文件夹", "utf-8")
    with running_app(tmp_path) as app:
        health = get(app, "/healthz")
        assert health["status"] == "degraded"
        assert not [problem for problem in health["problems"] if str(tmp_path) in problem]
        reply = app.ask()
        assert "70万元" in reply["conclusion"]
        assert "检索索引有故障" in reply["notes"][-1]
