"""The evals as another program: they stand above the bot, which starts them and calls none."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from environment.settings import ROOT, Settings

SECONDS: Final = 60.0  # in which a file is checked
PATIENCE: Final = 5.0  # seconds that a cancelled run has to end by itself
UNREAD: Final = "程序没有在规定的时间里读完这个文件，可能已损坏或异常复杂。请另存一份再试。"
NO_SETS: Final = "评测程序打不开，请维护人员在服务所在的机器上运行 python -m evals sets 查看原因。"
# What the evals go by; the rest of the settings is about serving.
_HANDED_ON: Final = (
    "policy_documents", "policy_var", "database_url", "embedding_model", "chroma_url",
    "llm_base_url", "llm_model", "llm_api_key", "llm_timeout", "llm_wording",
)  # fmt: skip


class ProgramError(RuntimeError):
    """The program can't be used; the message is Chinese."""


class Program:
    """``python -m evals`` under the settings of this service."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def sets(self) -> Mapping[str, str]:
        """Name → title of every set of cases. Raises ProgramError."""
        done = self._said("sets")
        if done.returncode:
            raise ProgramError(NO_SETS)
        found = map(json.loads, done.stdout.splitlines())
        return {one["name"]: one["title"] for one in found}

    def faults(self, path: Path) -> list[str]:
        """Why a file of cases can't be used, a line each; none where it can."""
        try:
            done = self._said("check", str(path))
        except subprocess.TimeoutExpired:
            return [UNREAD]
        if done.returncode == 0:
            return []
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        told = done.returncode == 2 and lines
        return [line.replace(f"{path.parent}/", "") for line in lines] if told else [UNREAD]

    def start(self, arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
        """A run, in a process group of its own; what it says goes to ``log``."""
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as stream:
            return subprocess.Popen(
                [*_COMMAND, "run", *arguments], cwd=ROOT, env=self._environment,
                stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def _said(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*_COMMAND, *arguments], cwd=ROOT, env=self._environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=SECONDS,
            check=False,
        )  # fmt: skip

    @property
    def _environment(self) -> dict[str, str]:
        handed = {name.upper(): _written(getattr(self._settings, name)) for name in _HANDED_ON}
        return {**os.environ, **handed, "PYTHONUTF8": "1"}


_COMMAND: Final = (sys.executable, "-m", "evals")


def end(process: subprocess.Popen[bytes]) -> None:
    """End a process with all that it started; one that doesn't mind is killed."""
    for sent in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, sent)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            continue


def _written(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
