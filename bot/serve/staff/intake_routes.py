"""The import pages: files come in, are looked at and corrected, published, taken back, switched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import BinaryIO, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, Response

from bot.records.audit import AuditAction
from bot.serve.accounts.roles import Action
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.desk import Batch, Desk, Upload
from bot.serve.staff.frame import Frame, alert
from bot.serve.staff.intake_view import (
    batch_list,
    desk_list,
    file_page,
    held_list,
    upload_form,
)
from bot.serve.staff.naming import safe_name
from bot.serve.web.markup import tag
from bot.serve.web.shell import lead
from corpus.intake.filing import Filing
from corpus.intake.formats.bounds import FILE_BYTES
from corpus.intake.proposal import Field
from corpus.problem import DataError

FILES: Final = 100  # that are sent at once
TYPED: Final = 2000  # characters of a field
NONE_SENT: Final = "没有选择文件。请先选择要放入的文件。"
TOO_LARGE: Final = f"“{{name}}”超过{FILE_BYTES // 1_000_000}MB，没有放入；请按文件拆开。"


def import_router(services: Services) -> APIRouter:
    """The routes below /staff/import. Every one checks who asks before anything else."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    file = "/staff/import/{batch_id}/{number:int}"
    for path, get in (
        ("/staff/import", pages.home),
        ("/staff/import/{batch_id}", pages.batch),
        (file, pages.look),
        (f"{file}/page/{{page:int}}", pages.picture),
    ):
        router.add_api_route(path, get, methods=["GET"])
    for path, post in (
        ("/staff/import", pages.put),
        ("/staff/import/undo", pages.undo),
        ("/staff/import/switch", pages.switch),
        ("/staff/import/{batch_id}", pages.publish),
        (file, pages.change),
    ):
        router.add_api_route(path, post, methods=["POST"])
    return router


class _Pages:
    """The handlers: what looks is given a thread of its own, what changes reads its form first."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access
        self._desk = Desk(services.settings.policy_var / "desk", self._filing)
        self._shelves = self._filing()

    def _filing(self) -> Filing:
        settings = self._services.settings
        return Filing(settings.policy_documents, settings.policy_var)

    def home(self, request: Request) -> Response:
        """The desk and every document held."""
        self._access.check(request, Action.IMPORT)
        return _home(Frame(request, self._access), self._desk, self._shelves, self._services)

    async def put(self, request: Request) -> Response:
        """Files come in."""
        form = await self._access.form(request, Action.IMPORT, max_files=FILES)
        try:
            named = [_named(one) for one in form.getlist("files") if isinstance(one, UploadFile)]
            sent = [one for one in named if one[0]]
            if not sent:
                raise Refused(400, NONE_SENT)
            batch = await run_in_threadpool(self._desk.open, sent)
        finally:
            await form.close()
        return Frame(request, self._access).to(f"staff/import/{batch.id}")

    async def undo(self, request: Request) -> Response:
        """Take back what was shown as published last."""
        form = await self._access.form(request, Action.IMPORT)
        expected = tuple(str(form.get("last", "")).split())
        deed = partial(self._shelves.undo, expected)
        return await self._done(request, deed, "text.undo", " ".join(expected))

    async def switch(self, request: Request) -> Response:
        """Switch a document on or off."""
        form = await self._access.form(request, Action.IMPORT)
        document_id, on = str(form.get("id", "")), form.get("action") == "on"
        deed = partial(self._shelves.switch, document_id, on=on)
        return await self._done(request, deed, "text.on" if on else "text.off", document_id)

    async def _done(
        self, request: Request, deed: Callable[[], object], action: AuditAction, subject: str
    ) -> Response:
        """Do something to the documents and go back to the list; what refuses is said."""
        frame = Frame(request, self._access)
        try:
            await run_in_threadpool(deed)
        except DataError as error:
            raise Refused(409, f"{error}。", title="没有办成") from error
        await run_in_threadpool(self._note, frame, action, subject)
        return frame.to("staff/import")

    def _note(self, frame: Frame, action: AuditAction, *subjects: str) -> None:
        """Write what was done into the log, and have the documents read anew."""
        for subject in subjects:
            self._services.records.audit.note(frame.name, action, subject)
        self._services.renewal.hurry()

    def batch(self, request: Request, batch_id: str) -> Response:
        """The files that came together."""
        self._access.check(request, Action.IMPORT)
        batch = self._desk.batch(batch_id)
        batch.look_around()
        return _batch_page(Frame(request, self._access), batch)

    async def publish(self, request: Request, batch_id: str) -> Response:
        """Publish those that were chosen."""
        form = await self._access.form(request, Action.IMPORT)
        batch = self._desk.batch(batch_id)
        chosen = [one for one in form.getlist("number") if isinstance(one, str) and one.isdecimal()]
        uploads = [batch.upload(int(one)) for one in chosen]
        published = await run_in_threadpool(_publish_each, batch, uploads)
        frame = Frame(request, self._access)
        await run_in_threadpool(self._note, frame, "text.publish", *published)
        return frame.to(f"staff/import/{batch.id}")

    def look(self, request: Request, batch_id: str, number: int) -> Response:
        """One file beside what was read of it."""
        self._access.check(request, Action.IMPORT)
        batch = self._desk.batch(batch_id)
        batch.look_around()
        frame = Frame(request, self._access)
        return _look(frame, batch, batch.upload(number), self._shelves)

    async def change(self, request: Request, batch_id: str, number: int) -> Response:
        """Take the form of a file as it was filled in; publish it where that is asked."""
        form = await self._access.form(request, Action.IMPORT)
        batch, frame = self._desk.batch(batch_id), Frame(request, self._access)
        upload = batch.upload(number)
        typed = {str(one): str(form[one])[:TYPED] for one in Field if one in form}
        try:
            draft = await run_in_threadpool(upload.correct, typed)
            if form.get("action") == "publish" and not draft.problems:
                published = await run_in_threadpool(batch.publish, upload)
                await run_in_threadpool(self._note, frame, "text.publish", published)
                return frame.to(f"staff/import/{batch.id}")
        except DataError as error:
            upload.error = str(error)
        return await run_in_threadpool(_look, frame, batch, upload, self._shelves)

    def picture(self, request: Request, batch_id: str, number: int, page: int) -> Response:
        """A page of a file as a picture."""
        self._access.check(request, Action.IMPORT)
        try:
            path = self._desk.batch(batch_id).upload(number).page(page)
        except DataError as error:
            raise Refused(404, str(error)) from error
        return FileResponse(path, media_type="image/png")


def _named(sent: UploadFile) -> tuple[str, BinaryIO]:
    """A file's name and content. Raises Refused (413) where it is too large."""
    if (sent.size or 0) > FILE_BYTES:
        raise Refused(413, TOO_LARGE.format(name=safe_name(sent.filename or "")))
    return sent.filename or "", sent.file


def _publish_each(batch: Batch, uploads: Sequence[Upload]) -> list[str]:
    """Publish files; what one refuses is said at it and stops no other. The ids published."""
    published = []
    for upload in uploads:
        try:
            published.append(batch.publish(upload))
        except DataError as error:
            upload.error = str(error)
    return published


def _home(frame: Frame, desk: Desk, shelves: Filing, services: Services) -> Response:
    pending, problem = services.renewal.pending, services.renewal.problem
    said = [f"正在更新：{pending}。更新好之前，按改动之前的文件回答。"] if pending else []
    left_out = services.assistant.knowledge.collection.problems
    return frame.page(
        "收文",
        lead("收文", "放入文件，核对读出的条款和说明，再发布。发布以后随即可以回答，不用重启。"),
        alert(said),
        alert([problem] if problem else [], "stop"),
        alert((f"没有载入：{one}" for one in left_out), "stop"),
        upload_form(frame),
        desk_list(frame, desk.batches),
        held_list(frame, shelves.held(), shelves.last()),
    )


def _batch_page(frame: Frame, batch: Batch) -> Response:
    busy = batch.busy
    words = "正在读取，这一页会自己更新……" if busy else "点文件名核对；没有问题的可以一起发布。"
    back = tag("p", tag("a", "放入别的文件，或看已有的文件", href=frame.link("staff/import")))
    return frame.page("这一批文件", lead("这一批文件", words), batch_list(frame, batch), back,
                      refresh=busy)  # fmt: skip


def _look(frame: Frame, batch: Batch, upload: Upload, shelves: Filing) -> Response:
    draft = upload.draft
    back = tag("p", tag("a", "回到这一批文件", href=frame.link(f"staff/import/{batch.id}")))
    if draft is None:
        return frame.page(upload.name, lead(upload.name, upload.state.value),
                          alert([upload.error] if upload.error else []), back)  # fmt: skip
    same = () if upload.published else shelves.same_title(draft.title)
    shown = file_page(frame, batch, upload, draft, same)
    return frame.page(draft.title, lead(draft.title or upload.name), back, shown)
