"""Writing together: what waits is written at once, and each is told of its own."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest

from bot.records.together import Together


class Slow:
    """Doubles numbers, not before it may; refuses the 13."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.begun, self.may = Event(), Event()

    def __call__(self, rows: Sequence[int]) -> list[int]:
        """Write them."""
        self.begun.set()
        assert self.may.wait(20)
        if 13 in rows:
            raise ValueError(13)
        self.batches.append(list(rows))
        return [2 * row for row in rows]


def test_what_comes_while_others_are_written_is_written_at_once() -> None:
    slow = Slow()
    together = Together(slow)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, 0)
        assert slow.begun.wait(20)
        others = [pool.submit(together, row) for row in range(1, 6)]
        while len(together._waiting) < len(others):
            sleep(0.001)
        slow.may.set()
        assert [one.result(20) for one in (first, *others)] == [0, 2, 4, 6, 8, 10]
    assert [sorted(batch) for batch in slow.batches] == [[0], [1, 2, 3, 4, 5]]


def test_one_that_cannot_be_written_is_told_and_the_others_are_kept() -> None:
    slow = Slow()
    together = Together(slow)
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, 0)
        assert slow.begun.wait(20)
        others = {row: pool.submit(together, row) for row in (12, 13, 14)}
        while len(together._waiting) < len(others):
            sleep(0.001)
        slow.may.set()
        assert (first.result(20), others[12].result(20), others[14].result(20)) == (0, 24, 28)
        with pytest.raises(ValueError, match="13"):
            others[13].result(20)
    slow.begun.clear()
    assert together(1) == 2
