"""Publishing: a draft becomes a folder among the documents, whole or not at all, and back again.

A folder is written beside the others and proved by the loader before one rename puts it in place,
so whoever loads the collection meanwhile sees it whole or not. A document that is switched off
moves to a hidden folder there; what is undone moves to the trash under var/.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from corpus.files import refused
from corpus.folder import META, TEXT, read_folder
from corpus.intake.draft import Draft
from corpus.intake.held import OFF, Held, Shelves, sha256_of
from corpus.intake.journal import Deed, Journal
from corpus.intake.meta import meta_of, written
from corpus.intake.naming import new_id
from corpus.problem import DataError, shown
from environment.settings import Settings

_LOCK: Final = "lock"
_DRAFT: Final = ".new"
_ID: Final = re.compile(r"[A-Za-z0-9][\w.-]{0,99}", re.ASCII)
_WAIT: Final = 30  # seconds for another publisher to finish


class AlreadyHeldError(DataError):
    """The same file was published before; ``document_id`` says as what."""

    def __init__(self, document_id: str, *, on: bool) -> None:
        state = "" if on else "（现在停用）"
        mend = "不用再发布" if on else f"要用它请运行 python -m corpus on {document_id}"
        super().__init__(f"这个文件已经发布过，编号是 {document_id}{state}", mend)
        self.document_id = document_id


def publish(draft: Draft, folder: Path) -> str:
    """Publish a draft among the documents of a folder, so that it can be undone; its id.

    Raises:
        DataError: it has problems, was published before, or cannot be written.
    """
    return Filing(folder, Settings().policy_var).publish(draft)


class Filing:
    """The documents of a folder, and what was done to them (a journal and a trash under var/)."""

    def __init__(self, documents: Path, var: Path) -> None:
        self.documents = documents
        self._kept = var / "filing"
        self._journal = Journal(self._kept / "journal.jsonl", documents)
        self._shelves = Shelves(documents)
        self._batch = datetime.now(UTC).strftime("%Y%m%dT%H%M%S-") + secrets.token_hex(3)

    def publish(self, draft: Draft) -> str:
        """Publish a draft; what one `Filing` publishes is undone together. The document's id.

        Raises:
            DataError: it has problems, was published before, or cannot be written.
        """
        if draft.problems:
            raise DataError("；".join(draft.problems), "请改正后再发布")
        with self._locked():
            self._sweep()
            held = self.held()
            for one in held:
                if one.sha256 == draft.original.sha256:
                    raise AlreadyHeldError(one.id, on=one.on)
            document_id = new_id(draft.title, {one.id for one in held})
            self._put(draft, document_id)
        return document_id

    def last(self) -> tuple[str, ...]:
        """What `undo` would take back: the ids of the last batch, none if there is nothing."""
        return self._journal.last_published()

    def undo(self, expected: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """Take back what was published last, into the trash; the ids, none if there is nothing.

        ``expected`` is what somebody was shown as the last: nothing else is taken back for it.

        Raises:
            DataError: it cannot be moved, or something else was published since.
        """
        with self._locked():
            last = self._journal.last_published()
            if expected is not None and expected != last:
                raise DataError("在这之后又发布或撤回过文件", "请刷新页面，看清要撤回的是哪一次")
            there = {one: self._place(one) for one in last}
            for document_id, place in there.items():
                if place is not None:
                    self._discard(place)
                self._journal.note(Deed.UNDONE, document_id, self._batch)
        return tuple(document_id for document_id, place in there.items() if place)

    def _discard(self, place: Path) -> None:
        """Move a folder into the trash."""
        trash = self._kept / "trash"
        trash.mkdir(parents=True, exist_ok=True)
        aside = self.documents / f".undone-{secrets.token_hex(4)}"
        place.rename(aside)  # out of sight at once, even if var is another disk
        shutil.move(aside, trash / f"{self._batch}-{place.name}")

    def switch(self, document_id: str, *, on: bool) -> None:
        """Switch a document on or off. Raises DataError if there is none, or it is so already."""
        with self._locked():
            place = self._place(document_id)
            if place is None:
                held = "、".join(one.id for one in self.held())
                raise DataError(f"没有编号是{shown(document_id)}的文件", f"现有：{held or '无'}")
            if (place.parent == self.documents) == on:
                raise DataError(f"{document_id} 本来就{'在用' if on else '停用'}", "不用再切换")
            target = self.documents if on else self.documents / OFF
            target.mkdir(exist_ok=True)
            place.rename(target / document_id)

    def held(self) -> tuple[Held, ...]:
        """Every folder among the documents, in the order of their ids."""
        return self._shelves.held()

    def same_title(self, title: str) -> tuple[str, ...]:
        """The ids of the documents of that title."""
        return tuple(one.id for one in self.held() if one.title == title)

    def _sweep(self) -> None:
        """Remove what a publisher that was killed left half written."""
        for path in self.documents.glob(f"{_DRAFT}-*"):
            shutil.rmtree(path, ignore_errors=True)

    def _place(self, document_id: str) -> Path | None:
        if not _ID.fullmatch(document_id):
            return None
        places = (self.documents / document_id, self.documents / OFF / document_id)
        return next((place for place in places if place.is_dir()), None)

    def _put(self, draft: Draft, document_id: str) -> None:
        """Write the folder out of sight, prove it, put it in place."""
        beside = self.documents / f"{_DRAFT}-{secrets.token_hex(4)}"
        folder = beside / document_id
        try:
            folder.mkdir(parents=True)
            source = folder / f"source{_suffix(draft.source)}"
            _copy(draft.source, source, draft.original.sha256)
            _write(folder / TEXT, draft.original.text)
            meta = meta_of(document_id, draft.found, source.name, draft.original.sha256)
            _write(folder / META, written(meta))
            if problems := read_folder(folder).problems:
                found = "；".join(f"{one.found}，{one.mend}" for one in problems)
                raise DataError(f"写成后读不回来：{found}", "请改正后再发布")
            # Noted first: what a kill leaves between the two is undone without having been there.
            self._journal.note(Deed.PUBLISHED, document_id, self._batch)
            folder.rename(self.documents / document_id)
        except OSError as error:
            raise _unwritable(error) from error
        finally:
            shutil.rmtree(beside, ignore_errors=True)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One publisher at a time; what the disk refuses is said in Chinese."""
        try:
            for folder in (self.documents, self._kept):
                folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._kept / _LOCK, timeout=_WAIT):
                yield
        except Timeout:
            raise DataError("另一个程序正在发布文件", "请等它完成后再试") from None
        except OSError as error:
            raise _unwritable(error) from error


def _suffix(source: Path) -> str:
    """The file's ending, if it is a plain one: .docx."""
    return source.suffix.lower() if re.fullmatch(r"\.[A-Za-z0-9]{1,8}", source.suffix) else ".bin"


def _copy(source: Path, target: Path, sha256: str) -> None:
    shutil.copyfile(source, target)
    if sha256_of(target) != sha256:
        raise DataError("文件在读取之后被改动了", "请重新读取后再发布")


def _write(path: Path, text: str) -> None:
    """Write a file so that it is on the disk before its folder is in place."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _unwritable(error: OSError) -> DataError:
    """What the system's refusal to write means."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DataError(
            "政策文件夹不能写入", "请让运行本程序的用户可以写，或改设置 POLICY_DOCUMENTS"
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DataError("磁盘满了", "请腾出空间后再试")
    return refused(error)
