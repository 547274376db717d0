"""The whole run through the chain with a language model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from environment.settings import SettingsError
from evals.__main__ import main
from evals.case import OWN_CASES
from evals.model.endpoint import serve
from evals.model.scripts import LIES, hostile, scripted
from evals.opening import open_all

ASKED = 3


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    lines = OWN_CASES[0].read_text("utf-8").splitlines()[:ASKED]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_hostile_model_leaves_every_amount_and_grade_as_they_are(
    questions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path / "var"))
    with serve(scripted(hostile(1))) as endpoint:
        monkeypatch.setenv("LLM_BASE_URL", endpoint.base_url)
        monkeypatch.setenv("LLM_MODEL", "scripted")
        monkeypatch.setenv("LLM_WORDING", "True")
        main(["run", "--llm", "--questions", str(questions), "--out", str(tmp_path / "reports")])
        assert endpoint.requests
    [report] = (tmp_path / "reports").glob("*/*.json")
    text = json.dumps(json.loads(report.read_text("utf-8")), ensure_ascii=False)
    assert not any(lie in text for lie in LIES)


def test_without_an_endpoint_the_run_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("LLM_BASE_URL", raising=False)
    with pytest.raises(SettingsError, match="LLM_BASE_URL"):
        open_all(model=True)
