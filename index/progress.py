"""Progress of a build or a training run: who is told, and bars on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol

from tqdm import tqdm


class Progress(Protocol):
    """Told how far a build is."""

    def __call__(self, stage: str, total: int, done: int) -> None:
        """``done`` more of ``total`` units of ``stage`` are finished."""


def silent(stage: str, total: int, done: int) -> None:
    """A `Progress` that shows nothing."""


class Bars:
    """One bar a stage; use as a context manager."""

    def __init__(self) -> None:
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, total: int, done: int) -> None:
        """``done`` more of ``total`` units of ``stage`` are finished."""
        if stage != self._stage:
            self._close()
            self._bar = tqdm(total=total, desc=stage, unit="条", mininterval=0.5)
            self._stage = stage
        self._bar.update(done)
        if self._bar.n >= total:  # what is said next begins a line of its own
            self._close()

    def __enter__(self) -> Bars:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar, self._stage = None, ""
