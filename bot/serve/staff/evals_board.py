"""What the evaluators have: files of cases that they sent in, runs under way, reports."""

from __future__ import annotations

import fcntl
import secrets
import shutil
import subprocess
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Lock
from typing import Final

from bot.records.columns import now
from bot.records.records import Records
from bot.records.runs import RunState
from bot.records.tables import EvalRun
from bot.serve.refusal import Refused
from bot.serve.services import today
from bot.serve.staff.evals_program import Program, ProgramError, end
from bot.serve.staff.naming import safe_name
from environment.settings import Settings

HELD: Final = 50  # files that are kept; the oldest goes
FILE_BYTES: Final = 20_000_000
REPORTS: Final = ("html", "xlsx", "docx")
UPLOADED: Final = "upload:"
SLOW: Final = timedelta(seconds=60)  # in which a run that was begun must have started
LOG: Final = "log.txt"
ALIVE: Final = "alive"  # locked by the process that runs (evals.recording), however it ends
BUSY: Final = "已有一次评测在运行。请等它完成，或先取消它。"
NO_SET: Final = "没有这套题目。它可能已被删除，请回到评测页重新选择。"
NO_RUN: Final = "没有这次评测。它可能已被删除，请回到评测页。"
NO_REPORT: Final = "这次评测没有这份报告：没有跑完，或报告文件已不在了。"
NO_MODEL: Final = (
    "没有配置语言模型，不能用它作答。请去掉“用语言模型”，或请维护人员设置 LLM_BASE_URL。"
)
TOO_LARGE: Final = f"文件超过 {FILE_BYTES // 1_000_000}MB，没有放入；请分成几份。"
GONE: Final = "评测程序在跑完之前结束了（服务重新启动过，或被系统停止）。"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of cases that somebody sent in and that can be used."""

    id: str
    path: Path

    @property
    def name(self) -> str:
        """Its name, made harmless."""
        return self.path.name


class Board:
    """One service's board. ``records`` opens what is kept."""

    def __init__(self, settings: Settings, records: Callable[[], Records]) -> None:
        self._settings = settings
        self._records = records
        self._uploads = settings.policy_var / "evals" / "uploads"
        self._runs = settings.policy_var / "evals" / "runs"
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._lock = Lock()
        self.program = Program(settings)
        weakref.finalize(self, _end_all, self._children)  # with the board, or with the program

    # -- files of cases ------------------------------------------------------------------------

    @property
    def files(self) -> list[CaseFile]:
        """Those that were sent in, the newest first."""
        folders = self._uploads.iterdir() if self._uploads.is_dir() else ()
        found = [(folder.name, path) for folder in folders for path in folder.iterdir()]
        found.sort(key=lambda pair: pair[1].stat().st_mtime, reverse=True)
        return [CaseFile(name, path) for name, path in found]

    def put(self, name: str, content: bytes) -> list[str]:
        """Keep a file of cases, in place of one of its name; why it can't be used, a line each.

        A file that can't is not kept.
        """
        folder = self._uploads / secrets.token_urlsafe(9)
        folder.mkdir(parents=True, mode=0o700)
        path = folder / safe_name(name)
        path.write_bytes(content)
        faults = self.program.faults(path)
        files = self.files
        old = [one for one in files if one.name == path.name and one.path != path]
        for gone in [CaseFile("", path)] if faults else [*old, *files[HELD:]]:
            shutil.rmtree(gone.path.parent, ignore_errors=True)
        return faults

    def discard(self, file_id: str) -> None:
        """Delete a file that was sent in. Raises Refused (404)."""
        shutil.rmtree(self._file(file_id).path.parent)

    def _file(self, file_id: str) -> CaseFile:
        for file in self.files:
            if file.id == file_id:
                return file
        raise Refused(404, NO_SET)

    # -- runs ----------------------------------------------------------------------------------

    def start(self, chosen: str, author: str, person: str, *, model: bool) -> str:
        """Start a run of a set by name, or of a file as ``upload:<id>``; the id of the run.

        ``author`` is the account, ``person`` whom the board names.

        Raises:
            Refused: there is no such set (404), no model (400), or one is running already (409).
        """
        if model and not self._settings.llm_base_url:
            raise Refused(400, NO_MODEL)
        questions, title, arguments = self._chosen(chosen)
        used = self._settings.llm_model if model else ""
        configuration = {"title": title, "model": used, "person": person}
        with self._lock:
            self.settle()
            run_id = self._records().runs.begin(questions, author, configuration)
            if run_id is None:
                raise Refused(409, BUSY, title="正在运行")
            more = ["--record", run_id, *(["--llm"] if model else [])]
            log = self._runs / run_id / LOG
            self._children[run_id] = self.program.start([*arguments, *more], log)
        self._records().audit.note(author, "evals.run", run_id, questions=questions)
        return run_id

    def _chosen(self, chosen: str) -> tuple[str, str, list[str]]:
        """What a run is called by, its title, and how the program is told."""
        if chosen.startswith(UPLOADED):
            file = self._file(chosen.removeprefix(UPLOADED))
            arguments = ["--questions", str(file.path), "--as-of", today().isoformat()]
            return f"{UPLOADED}{file.name}"[:200], file.name, arguments
        try:
            title = self.program.sets[chosen]
        except ProgramError as error:
            raise Refused(503, str(error)) from error
        except KeyError:
            raise Refused(404, NO_SET) from None
        return chosen, title, ["--set", chosen]

    def cancel(self, run_id: str, author: str) -> None:
        """Cancel a run, and end its process; one that has ended stays as it is."""
        self.run(run_id)
        if self._records().runs.cancel(run_id):
            self._records().audit.note(author, "evals.cancel", run_id)
        # A process that another service started reads that it is cancelled, and ends.
        if (child := self._children.pop(run_id, None)) is not None:
            end(child)

    def remove(self, run_id: str, author: str) -> None:
        """Delete a run that has ended, with its reports."""
        self.run(run_id)
        if self._records().runs.remove(run_id):
            shutil.rmtree(self._runs / run_id, ignore_errors=True)
            self._records().audit.note(author, "evals.remove", run_id)

    def run(self, run_id: str) -> EvalRun:
        """One run. Raises Refused (404)."""
        found = self._records().runs.run(run_id)
        if found is None:
            raise Refused(404, NO_RUN)
        return found

    def report(self, run_id: str, kind: str) -> Path:
        """A report of a run. Raises Refused (404)."""
        self.run(run_id)
        path = self._runs / run_id / f"report.{kind}"
        if kind not in REPORTS or not path.is_file():
            raise Refused(404, NO_REPORT)
        return path

    def settle(self) -> None:
        """Say of every run whose process has ended without a word that it failed."""
        runs = self._records().runs
        for run in runs.listed():
            if run.state == RunState.RUNNING and self._dead(run):
                self._children.pop(run.id, None)
                runs.fail(run.id, self._last_words(run.id) or GONE)

    def _dead(self, run: EvalRun) -> bool:
        child = self._children.get(run.id)
        if child is not None:
            return child.poll() is not None
        try:
            with (self._runs / run.id / ALIVE).open("r+") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return now() - run.begun > SLOW
        except OSError:  # held, or a disk without locks: the run itself will say
            return False
        return True

    def _last_words(self, run_id: str) -> str:
        try:
            said = (self._runs / run_id / LOG).read_text("utf-8", "replace")
        except OSError:
            return ""
        lines = [line for line in said.replace("\r", "\n").splitlines() if line.strip()]
        return f"{GONE}最后说的是：{lines[-1][:500]}" if lines else ""


def _end_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """End what is under way: nobody would look after it."""
    for child in children.values():
        end(child)
    children.clear()
