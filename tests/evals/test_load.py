"""What the service with records is held against answers as it does, and keeps no turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.records.records import Records
from environment.settings import Settings
from evals.load import QUESTION, unkept


def test_without_its_turns_kept_the_service_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICY_VAR", str(tmp_path))
    app: Any = unkept()
    answer = TestClient(app, "http://127.0.0.1").post("/api/ask", json={"question": QUESTION})
    assert (answer.status_code, "70万元" in answer.text) == (200, True)
    with Records.open(Settings()).database.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM turn").scalar() == 0
