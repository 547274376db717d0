"""``python -m evals``: on the runtime lock alone, and what ``answer`` says of a long run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from bootstrap import DEV_LOCK, ROOT, read_lock
from evals import answer
from evals.__main__ import COMMANDS, main
from evals.answerer import Answered
from evals.case import Row, read_rows
from evals.research import commands as research

BLOCKED = """
import sys
from contextlib import suppress

class Block:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1].split(","):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Block())
from evals.__main__ import main
for command in sys.argv[2:]:
    with suppress(SystemExit):
        main([*command.split(), "--help"])
from evals.opening import open_all
print([answerer.name for answerer in open_all().answerers])
"""


def development_modules() -> list[str]:
    """The top-level modules that requirements-dev.lock alone installs."""
    pinned = {name.replace("-", "_") for name in read_lock(DEV_LOCK)}
    return sorted(
        module
        for module, providers in packages_distributions().items()
        if {provider.lower().replace("-", "_") for provider in providers} <= pinned
    )


def test_every_command_opens_with_the_packages_of_the_runtime_lock_alone(tmp_path: Path) -> None:
    commands = [*COMMANDS, *(f"research {command}" for command in research.COMMANDS)]
    blocked = development_modules()
    assert {"pytest", "hypothesis", "cn2an"} <= set(blocked)
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, ",".join(blocked), *commands],
        cwd=ROOT,
        env={**os.environ, "POLICY_VAR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "['assistant', 'plain-chunks', 'retrieval-only']" in done.stdout
    assert done.stdout.count("usage: ") == len(commands)


class Tired:
    """Answers until the question that is to interrupt it, and fails on another."""

    name = "tired"

    def answer(self, item_id: str, turns: Sequence[str], as_of: date | None) -> Answered:
        """Echo the last turn."""
        if turns[-1] == "停":
            raise KeyboardInterrupt
        if turns[-1] == "坏":
            raise RuntimeError("答不了")
        return Answered(Row(id=item_id, answer_text=turns[-1]))


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose 题.csv is answered by `Tired`."""
    monkeypatch.setattr(answer, "open_product", lambda **_: Tired())
    return tmp_path


def run(folder: Path, *questions: str, out: str = "答.jsonl") -> int:
    (folder / "题.csv").write_text("\n".join(["问题", *questions]), encoding="utf-8")
    return main(["answer", "--questions", str(folder / "题.csv"), "--out", str(folder / out)])


def test_progress_and_the_count_are_said_also_where_nobody_watches(
    ask: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ask, "甲", "乙") == 0
    said = capsys.readouterr().err
    assert "2/2" in said
    assert f"2 题，答了 2 题，0 题出错 → {ask / '答.jsonl'}" in said


def test_an_item_that_fails_is_named_and_its_row_is_empty(
    ask: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ask, "甲", "坏") == 1
    assert "3 出错：RuntimeError: 答不了" in capsys.readouterr().err
    assert [row.answer_text for row in read_rows(ask / "答.jsonl").values()] == ["甲", ""]


def test_what_was_answered_before_an_interruption_is_kept(
    ask: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ask, "甲", "停", "乙") == 130
    assert "3 题，答了 1 题" in capsys.readouterr().err
    assert list(read_rows(ask / "答.jsonl")) == ["2"]


def test_the_questions_are_never_overwritten(ask: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(ask, "甲", out="题.csv") == 2
    assert capsys.readouterr().err == f"{ask / '题.csv'}：这是题目文件，答案要写到另一个文件。\n"


def test_a_file_that_cannot_be_used_ends_the_command_with_its_faults(
    ask: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ask) == 2
    assert capsys.readouterr().err == f"{ask / '题.csv'}：没有题目。\n"
