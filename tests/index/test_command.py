"""`python -m index` and `python -m bot ask` where the data folder takes no files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bot.__main__
from index.__main__ import main

Capture = pytest.CaptureFixture[str]


def as_file(disk: Path) -> Path:
    (disk / "var").write_text("a file", encoding="utf-8")
    return disk / "var"


def read_only(disk: Path) -> Path:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    return disk / "var"


@pytest.fixture(params=[as_file, read_only])
def unwritable(disk: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    made: Callable[[Path], Path] = request.param
    folder = made(disk)
    monkeypatch.setenv("POLICY_VAR", str(folder))
    return folder


def test_build_says_in_one_line_that_nothing_can_be_written(
    unwritable: Path, capsys: Capture
) -> None:
    assert main(["build"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("索引无法写入：")
    assert "POLICY_VAR" in line


def test_check_says_in_one_line_that_there_is_nothing_to_check(
    unwritable: Path, capsys: Capture
) -> None:
    assert main(["check"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("还没有索引。")


def test_search_finds_all_the_same_and_says_what_is_wrong(
    unwritable: Path, capsys: Capture
) -> None:
    assert main(["search", "技改补多少", "-k", "1"]) == 0
    said = capsys.readouterr()
    assert "三、（二）4" in said.out
    assert "索引无法写入" in said.err


def test_a_question_is_answered_all_the_same(unwritable: Path, capsys: Capture) -> None:
    assert bot.__main__.main(["ask", "去国外摆摊，摊位费能不能报？"]) == 0
    assert "三、（四）9" in capsys.readouterr().out


def test_the_line_reaches_the_person_at_the_terminal_and_no_traceback_does(
    unwritable: Path,
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "index", "search", "技改补多少"],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0
    assert "索引无法写入" in done.stderr
    assert "Traceback" not in done.stderr
