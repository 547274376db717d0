"""The command line speaks Chinese, also of what is mistyped."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from bootstrap import ROOT

LATIN = re.compile(r"[a-z]{3,} [a-z]{2,}")  # two English words in a row


def run(*arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "bot"],
        ["-m", "corpus"],
        ["-m", "index"],
        ["-m", "evals"],
        ["-m", "evals", "research"],
        ["app.py"],
    ],
)
def test_the_help_of_every_command_is_chinese(command: list[str]) -> None:
    status, said = run(*command, "--help")
    assert status == 0
    assert said.startswith("用法：")
    assert "显示这份说明" in said
    assert LATIN.findall(said.partition("\n\n")[2]) == []


MISTYPED = {
    ("-m", "bot", "ask", "--as-of", "明天"): "--as-of：“明天”不合要求",
    ("-m", "bot", "asks"): "没有“asks”这一项，可用：",
    ("-m", "bot"): "缺少参数：command",
    ("-m", "corpus", "check", "--path"): "--path：后面要写一个值",
    ("app.py", "--prot", "80"): "不认识的参数：--prot 80",
}


@pytest.mark.parametrize("typed", MISTYPED, ids=" ".join)
def test_what_is_mistyped_is_said_in_chinese(typed: tuple[str, ...]) -> None:
    status, said = run(*typed)
    assert status == 2
    assert MISTYPED[typed] in said
    assert "error" not in said
