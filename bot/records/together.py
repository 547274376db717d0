"""Writing together: what several threads have to write at one time is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

Row = TypeVar("Row")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Waiting(Generic[Row, Result]):
    row: Row
    done: bool = False
    result: Result | None = None
    error: Exception | None = None


class Together(Generic[Row, Result]):
    """Hands rows to ``write``, all at once those that came while it was busy.

    ``write`` gives a result for each row, in order, and keeps all of them or none. Of the threads
    that line up the first writes for all: a transaction's cost, and the turns that threads take
    at the interpreter for each of its statements, are shared.
    """

    def __init__(self, write: Callable[[Sequence[Row]], Sequence[Result]]) -> None:
        self._write = write
        self._line = Lock()
        self._adding = Lock()
        self._waiting: list[_Waiting[Row, Result]] = []

    def __call__(self, row: Row) -> Result:
        """The result for the row, once it is kept. Raises what ``write`` raises for it alone."""
        own = _Waiting[Row, Result](row)
        with self._adding:
            self._waiting.append(own)
        with self._line:
            if not own.done:
                with self._adding:
                    batch, self._waiting = self._waiting, []
                self._settle(batch)
        if own.error is not None:
            raise own.error
        return own.result  # type: ignore[return-value]  # set where there is no error

    def _settle(self, batch: Sequence[_Waiting[Row, Result]]) -> None:
        try:
            results = self._write([one.row for one in batch])
        except Exception as error:
            if len(batch) == 1:
                batch[0].error, batch[0].done = error, True
                return
            for one in batch:  # one that can't be written is no reason to lose the others
                self._settle([one])
            return
        for one, result in zip(batch, results, strict=True):
            one.result, one.done = result, True
