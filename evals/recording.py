"""What a run tells the records while it runs, for the pages that show it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from bot.records.comparison import Comparison, compare
from bot.records.outcome import Outcome
from bot.records.records import Records
from bot.records.runs import RunState
from corpus.basis import basis
from environment.settings import CHECKOUT, ROOT, Settings
from evals.report import Report

if TYPE_CHECKING:
    from bot.answer.knowledge import Knowledge
    from corpus.library import Library

T = TypeVar("T")

RUNS: Final = "evals/runs"  # below the data folder
ALIVE: Final = "alive"  # a file that the process which runs has locked, and lets go however it ends
_EVERY: Final = 0.5  # seconds between two notes of how far it is
_GENTLE: Final = 10  # people who ask come first
NO_RUN: Final = "记录里没有编号为 {id}、正在运行的评测。"


class CancelledError(Exception):
    """The run was cancelled meanwhile."""


class Recording:
    """The record of one run, which was begun by whoever started this process."""

    def __init__(self, records: Records, run_id: str, folder: Path) -> None:
        self._runs = records.runs
        self._id = run_id
        self.folder = folder
        run = self._runs.run(run_id)
        if run is None or run.state != RunState.RUNNING:
            raise FileNotFoundError(NO_RUN.format(id=run_id))
        self._run = run

    @classmethod
    @contextmanager
    def open(cls, run_id: str) -> Iterator[Recording]:
        """The record, while the work is done. Whatever ends it is written down there."""
        settings = Settings()
        folder = settings.policy_var / RUNS / run_id
        records = Records.open(settings)
        try:
            recording = cls(records, run_id, folder)
            with _held(folder / ALIVE):
                os.nice(_GENTLE)
                yield recording
        except Exception as error:
            records.runs.fail(run_id, str(error) or type(error).__name__)
            raise
        finally:
            records.close()

    def describe(self, total: int, knowledge: Knowledge) -> None:
        """Note what is run on what: which texts, which of their interpretations are signed."""
        signed = [
            f"{one.id} {basis(one, knowledge.library, knowledge.rules.values())}"
            for one in knowledge.readings
            if one.signed
        ]
        configuration = {**self._run.configuration, "signed": len(signed)}
        if signed:
            configuration["interpretations"] = _stamp(signed)
        self._runs.describe(
            self._id, total=total, process=os.getpid(), version=program_version(),
            corpus=corpus_stamp(knowledge.library), configuration=configuration,
        )  # fmt: skip

    def followed(self, items: Iterable[T]) -> Iterator[T]:
        """The items as they come, each counted. Raises CancelledError."""
        told = 0.0
        for done, item in enumerate(items, 1):
            if time.monotonic() - told > _EVERY:
                told = time.monotonic()
                if not self._runs.progress(self._id, done):
                    raise CancelledError
            yield item

    def since(self, outcomes: Sequence[Outcome]) -> Comparison | None:
        """Against the last run of the same questions; None where there was none."""
        before = self._runs.before(self._run)
        return compare(self._runs.outcomes(before.id), outcomes) if before else None

    def finish(self, report: Report) -> None:
        """Keep what came of it. Raises CancelledError."""
        which = _stamp(f"{one.case_id} {one.stamp}" for one in report.outcomes)
        summary = {"sentence": report.sentence, "set": which, **report.product.to_json()}
        if not self._runs.finish(self._id, report.outcomes, summary):
            raise CancelledError


def program_version() -> str:
    """The commit of a checkout, with + where files differ from it; else the version installed."""
    if CHECKOUT:
        with suppress(OSError, subprocess.SubprocessError):
            said = subprocess.run(
                ["git", "describe", "--always", "--dirty=+", "--abbrev=10"],
                cwd=ROOT, capture_output=True, text=True, check=True, timeout=10,
            )  # fmt: skip
            return said.stdout.strip()
    try:
        return version("policy-qa")
    except PackageNotFoundError:
        return ""


def corpus_stamp(library: Library) -> str:
    """A hash over the texts of every document held."""
    return _stamp(f"{one.id} {one.sha256}" for one in library.documents)


def _stamp(lines: Iterable[str]) -> str:
    """A hash over lines, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


@contextmanager
def _held(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        with suppress(OSError):  # some network disks know no locks
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
