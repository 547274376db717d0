"""What lies on the desk: files that were sent in and are not yet published, as they are read.

Held in memory and below ``var/desk``; emptied at each start. Nothing here is among the documents
until a `Filing` has published it.
"""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore, Lock, Thread
from typing import BinaryIO, Final

from bot.serve.refusal import Refused
from bot.serve.staff.naming import safe_name
from corpus.intake.apart import PREVIEW, page_apart, read_apart
from corpus.intake.draft import Draft, correct, propose
from corpus.intake.filing import AlreadyHeldError, Filing
from corpus.intake.formats import Kind
from corpus.intake.proposal import Field
from corpus.problem import DataError

logger = logging.getLogger(__name__)

HELD: Final = 12  # batches on the desk; the oldest goes
READERS: Final = 2  # files that are read at once, each in a process of its own
PREVIEW_LIMIT: Final = 4_000_000  # characters of a preview that a page shows
GONE: Final = "这一批文件已经不在了（服务重新启动过，或后来又放入了许多批）。请重新放入。"
UNREAD: Final = "程序没能读懂（{name}）；请把文件交给维护人员"
_PICTURING: Final = BoundedSemaphore(READERS)  # pictures that are drawn at once
_PICTURED: Final = (Kind.PDF, Kind.SCAN)


class State(StrEnum):
    """How far a file is."""

    WAITING = "等待读取"
    READING = "正在读取"
    FAILED = "没有读出"
    READ = "请核对"
    PUBLISHED = "已发布"


@dataclass
class Upload:
    """A file on the desk. ``draft`` is what it says with what the clerk typed into the form."""

    number: int
    path: Path
    state: State = State.WAITING
    done: int = 0
    total: int = 0
    error: str = ""
    proposed: Draft | None = None
    draft: Draft | None = None
    typed: Mapping[str, str] = field(default_factory=dict)  # fields that differ from the proposal
    published: str = ""  # the id of the document
    lock: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        """Its name, made harmless."""
        return self.path.name

    @property
    def folder(self) -> Path:
        """Where what was read of it is kept: above the file, whatever that calls itself."""
        return self.path.parent.parent

    @property
    def pages(self) -> int:
        """How many pages can be looked at as pictures; 0 where it has none."""
        original = self.draft.original if self.draft else None
        return len(original.pages) if original and original.kind in _PICTURED else 0

    def preview(self) -> str | None:
        """It as harmless HTML; None where there is none."""
        path = self.folder / PREVIEW
        return path.read_text("utf-8")[:PREVIEW_LIMIT] if path.exists() else None

    def page(self, number: int) -> Path:
        """The picture of a page, from 1. Raises DataError where there is none."""
        if not 1 <= number <= self.pages:
            raise DataError(f"没有第 {number} 页", "请刷新页面")
        with _PICTURING:
            return page_apart(self.path, number, self.folder)

    def correct(self, form: Mapping[str, str]) -> Draft:
        """The draft with the form as it was filled in; what is as proposed is no correction."""
        if self.proposed is None:
            raise DataError("这个文件没有读出内容", "请换一个文件")
        shown = {name: value_of(self.proposed, Field(name)) for name in form}
        self.typed = {k: v for k, v in form.items() if _lines(v) != _lines(shown[k])}
        self.draft = correct(self.proposed, self.typed)
        return self.draft


def value_of(draft: Draft, name: Field) -> str:
    """A field as a form shows it: one value a line; "" where nothing is stated, or no one place."""
    proposal = draft.found.get(name)
    if proposal is None or (name is Field.REGION and len(proposal.values) > 1):
        return ""
    return "\n".join(proposal.values)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@dataclass(frozen=True)
class Batch:
    """Files that came together, and whoever publishes them: they are taken back together."""

    id: str
    uploads: tuple[Upload, ...]
    filing: Filing

    def upload(self, number: int) -> Upload:
        """One of its files, from 1. Raises Refused (404)."""
        if not 1 <= number <= len(self.uploads):
            raise Refused(404, GONE)
        return self.uploads[number - 1]

    @property
    def busy(self) -> bool:
        """Whether some of it is still being read."""
        return any(one.state in (State.WAITING, State.READING) for one in self.uploads)

    def look_around(self) -> None:
        """See which of those published are still there: what was taken back can be published."""
        held = {one.id for one in self.filing.held()}
        for upload in self.uploads:
            with upload.lock:
                if upload.published and upload.published not in held:
                    upload.published, upload.state = "", State.READ

    def publish(self, upload: Upload) -> str:
        """Publish a file as its form stands; the id of the document.

        Raises:
            DataError: it has problems, was published before, or the disk refuses.
        """
        with upload.lock:
            if upload.draft is None:
                raise DataError("这个文件没有读出内容", "请换一个文件")
            if not upload.published:
                try:
                    upload.published = self.filing.publish(upload.draft)
                except AlreadyHeldError as error:
                    upload.error = str(error)
                    raise
                upload.state, upload.error = State.PUBLISHED, ""
            return upload.published


class Desk:
    """The batches by id, and the threads that see to their reading."""

    def __init__(self, root: Path, file: Callable[[], Filing]) -> None:
        self._root = root
        self._file = file
        self._batches: dict[str, Batch] = {}
        self._lock = Lock()
        self._waiting: SimpleQueue[Upload] = SimpleQueue()
        self._started = False
        shutil.rmtree(root, ignore_errors=True)  # what another start left is nobody's any more

    def open(self, files: Iterable[tuple[str, BinaryIO]]) -> Batch:
        """Put files on the desk, each a name and its content; they are read in the background."""
        batch_id = secrets.token_urlsafe(9)
        uploads = []
        with self._lock:
            if not self._started:
                for number in range(READERS):
                    Thread(target=self._read_on, name=f"reader-{number}", daemon=True).start()
                self._started = True
        for number, (name, content) in enumerate(files, start=1):
            folder = self._root / batch_id / str(number) / "source"
            folder.mkdir(parents=True, mode=0o700)
            path = folder / safe_name(name)
            with path.open("xb") as stream:
                shutil.copyfileobj(content, stream)
            uploads.append(Upload(number, path))
        batch = Batch(batch_id, tuple(uploads), self._file())
        with self._lock:
            self._batches[batch_id] = batch
            gone = [*self._batches][:-HELD]
            for old in gone:
                del self._batches[old]
        for old in gone:
            shutil.rmtree(self._root / old, ignore_errors=True)
        for upload in uploads:
            self._waiting.put(upload)
        return batch

    @property
    def batches(self) -> tuple[Batch, ...]:
        """Those on the desk, the newest first."""
        with self._lock:
            return tuple(reversed(self._batches.values()))

    def batch(self, batch_id: str) -> Batch:
        """A batch. Raises Refused (404) where it is not on the desk any more."""
        with self._lock:
            found = self._batches.get(batch_id)
        if found is None:
            raise Refused(404, GONE)
        return found

    def _read_on(self) -> None:
        while True:
            read(self._waiting.get())


def read(upload: Upload) -> None:
    """Read a file and what it says of itself; whatever goes wrong is said of it and of no other."""

    def progress(done: int, total: int) -> None:
        upload.done, upload.total = done, total

    upload.state = State.READING
    try:
        original = read_apart(upload.path, upload.folder, progress)
        upload.proposed = upload.draft = propose(original, upload.path)
        upload.state = State.READ
    except DataError as error:
        upload.state, upload.error = State.FAILED, str(error)
    except Exception as error:  # a thread that reads on: nobody above could take it
        logger.exception("an upload could not be read")
        upload.state, upload.error = State.FAILED, UNREAD.format(name=type(error).__name__)
