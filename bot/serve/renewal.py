"""A running service follows its documents: a change on the disk is read in the background."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Condition
from time import monotonic
from typing import TYPE_CHECKING, Final

from corpus.problem import CorpusError, one_line

if TYPE_CHECKING:
    from index.progress import Progress

logger = logging.getLogger(__name__)

SECONDS: Final = 3.0  # between two looks at the documents
SHARE: Final = 50  # at least as many times as long as a look takes: .2 s for 3,000 documents
KEPT: Final = "政策文件有改动，但没有能够载入，仍按改动之前的回答：{why}"


class Renewal:
    """Watches a stamp; where it is another one, calls ``renew`` and tells how far that is.

    ``renew`` is called from the one thread that watches. What it raises leaves things as they were
    and is said in ``problem`` until the documents change again.
    """

    def __init__(
        self,
        stamp: Callable[[], str],
        renew: Callable[[Progress], None],
        seconds: float = SECONDS,
    ) -> None:
        self._stamp = stamp
        self._renew = renew
        self._seconds = seconds
        self._wake = Condition()
        self._hurried = False
        self._seen = ""
        self.problem = ""
        self._stage = ""
        self._total = self._done = 0

    def seen(self) -> None:
        """Note that the documents are about to be read as they are now."""
        self._seen = self._stamp()

    @property
    def pending(self) -> str:
        """How far a change is from being answered from, in Chinese; "" where nothing waits."""
        waits = self._hurried or self._stamp() != self._seen
        if self._stage:  # looked at last: a look that began meanwhile has noted the change as seen
            share = f"（{self._done}/{self._total}）" if self._total else ""
            return f"{self._stage}{share}"
        return "有改动，即将载入" if waits else ""

    def hurry(self) -> None:
        """Look at once: something was just published."""
        with self._wake:
            self._hurried = True
            self._wake.notify()

    def watch(self) -> None:
        """Watch for ever; for a thread of its own."""
        while True:
            begun = monotonic()
            if self._stamp() == self._seen:
                pause = max(self._seconds, SHARE * (monotonic() - begun))
            else:
                self.look()
                pause = self._seconds
            with self._wake:
                if not self._hurried:
                    self._wake.wait(pause)
                self._hurried = False

    def look(self) -> None:
        """Read the documents anew if they are others than when they were last read."""
        now = self._stamp()
        if now == self._seen:
            return
        self._stage, self._total, self._seen = "正在读政策文件", 0, now
        try:
            self._renew(self._progress)
            self.problem = ""
        except CorpusError as error:
            self.problem = KEPT.format(why=one_line(str(error)))
        except Exception as error:  # what answers goes on answering, whatever this was
            logger.exception("documents could not be renewed")
            self.problem = KEPT.format(why=type(error).__name__)
        finally:
            self._stage = ""

    def _progress(self, stage: str, total: int, done: int) -> None:
        if stage != self._stage:
            self._stage, self._done = stage, 0
        self._total = total
        self._done += done
