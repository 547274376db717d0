"""The selector learns shapes from pairs and weights from texts, and leaves out what it is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from evals.__main__ import main
from evals.research.training.selector import folds_of, load_pairs
from index.answering import FEATURES

_PAIRS = [
    ("窗口办了多少件？", "办理{}20件。"),
    ("几号截止？", "3月{}日。"),
    ("电话多少？", "请拨打1234567{}。"),
]


def _write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    return path


def _pairs(folder: Path) -> Path:
    rows: list[dict[str, object]] = [
        {"docid": f"d{n}", "question": question, "answer": answer.format(n % 9)}
        for n, (question, answer) in enumerate(_PAIRS * 12)
    ]
    return _write(folder / "pairs.jsonl", rows)


def _texts(folder: Path) -> Path:
    rows: list[dict[str, object]] = []
    for n in range(12):
        answer = f"窗口共办理{n + 3}20件。"
        text = f"关于窗口办理的通知  窗口办理按照下列要求进行。{answer}其余事项由窗口说明。"
        at = text.index(answer)
        rows.append(
            {
                "docid": f"t{n}", "question": "窗口共办理多少件？", "answer": answer,
                "span": [at, at + len(answer)], "context": text,
            }
        )  # fmt: skip
    return _write(folder / "qa.jsonl", rows)


def test_the_command_writes_a_weight_for_every_feature_and_says_what_it_reaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "weights.yaml"

    arguments = ["--pairs", str(_pairs(tmp_path)), "--qa", str(_texts(tmp_path))]
    assert main(["research", "selector", *arguments, "--out", str(out)]) == 0

    written = yaml.safe_load(out.read_text(encoding="utf-8"))
    assert tuple(written["features"]) == FEATURES
    assert written["fit"]["figure"]["count"] > 0
    assert "1.000、1.000、1.000" in capsys.readouterr().out


def test_a_pair_whose_answer_stands_in_a_text_of_the_test_is_left_out(tmp_path: Path) -> None:
    known = "各区应当在收到申请之日起的十五个工作日之内办结并且告知申请人"
    rows: list[dict[str, object]] = [
        {"docid": "a", "question": "几天办结？", "answer": known},
        {"docid": "b", "question": "几天办结？", "answer": "三十天"},
    ]

    kept = load_pairs(_write(tmp_path / "pairs.jsonl", rows), [f"前言。{known}。"])

    assert [pair.document for pair in kept] == ["b"]


def test_questions_on_one_document_are_never_in_two_folds() -> None:
    fold = folds_of(["a", "b", "a", "c", "b"], 3, seed=0)

    assert fold[0] == fold[2]
    assert fold[1] == fold[4]
    assert len(set(fold.tolist())) == 3
