"""Provisions that a writer labelled without seeing the drafter, against what is drafted."""

from __future__ import annotations

from collections import Counter

import pytest

from evals.__main__ import main
from evals.drafts import OWN, judge_all

RIGHT = 48  # of 96 that compute; more is progress, and belongs here


def test_of_the_labelled_provisions_none_is_drafted_wrongly() -> None:
    found = judge_all(OWN / "provisions.jsonl", OWN, OWN / "nothing.jsonl")
    counts = Counter(one.verdict for one in found)
    assert (counts["错"], counts["误起草"]) == (0, 0)
    assert counts["对"] >= RIGHT


def test_the_command_counts_and_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drafts", "--list", "缺输入"]) == 0
    out = capsys.readouterr().out
    assert "应能计算的 96 条" in out
    assert out.count("应为") == 4
