"""``/staff/audit``: the log of what was done, for who may see it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.cell import plain_cell
from bot.records.audit_lines import Line, Search, actions, found
from bot.serve.accounts.deeds import deed_in_words, detail_in_words
from bot.serve.accounts.roles import Action
from bot.serve.documents.media import MEDIA
from bot.serve.intake import UNSEEN, DayError, read_day
from bot.serve.refusal import Refused
from bot.serve.services import CHINA, Services, today
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.templating import render

HERE: Final = "staff/audit"
SHOWN: Final = 100  # lines of a page
DOWNLOADED: Final = 50_000  # lines of a file
BREAKS: Final = 20  # that are told
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(9000, 1, 1)
LONGEST: Final = 32_000  # characters of a cell of a workbook
HOLDS: Final = "已从第一条核对到最后一条：记录完整，没有被改动。"
HEAD: Final = ("编号", "时间", "谁", "做了什么", "对象", "详情", "校验值")
KINDS: Final = ("csv", "xlsx")


def audit_router(services: Services) -> APIRouter:
    """The routes."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route(f"/{HERE}", pages.show, methods=["GET"])
    router.add_api_route(f"/{HERE}/check", pages.verify, methods=["POST"])
    router.add_api_route(f"/{HERE}/{{kind}}", pages.download, methods=["GET"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def show(self, request: Request) -> Response:
        """The newest lines, or those that are asked for."""
        self._access.check(request, Action.SEE_AUDIT)
        return self._page(request)

    async def verify(self, request: Request) -> Response:
        """Whether the chain holds, from the first line to the last."""
        await self._access.form(request, Action.SEE_AUDIT)
        return await run_in_threadpool(self._verified, request)

    def _verified(self, request: Request) -> Response:
        broken = [
            f"第{one.number}条：{one.why}"
            for one in islice(self._services.records.audit.breaks(), BREAKS)
        ]
        return self._page(request, broken=broken, holds="" if broken else HOLDS)

    def download(self, request: Request, kind: str) -> Response:
        """The lines that are asked for, as a file."""
        member = self._access.check(request, Action.SEE_AUDIT)
        if kind not in KINDS:
            raise Refused(404, "只能下载 csv 或 xlsx。")
        search, _ = _searched(request.query_params)
        records = self._services.records
        lines = found(records.database, search, DOWNLOADED)
        written = _csv(lines) if kind == "csv" else _xlsx(lines)
        records.audit.note(member.name, "audit.download", kind, lines=len(lines))
        name = quote(f"操作记录-{today()}.{kind}")
        disposition = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return Response(written, media_type=MEDIA[kind], headers=disposition)

    def _page(self, request: Request, *, broken: Iterable[str] = (), holds: str = "") -> Response:
        frame, database = Frame(request, self._access), self._services.records.database
        asked = {key: request.query_params.get(key, "")[:100] for key in ("who", "action", "day")}
        search, problem = _searched(request.query_params)
        lines = found(database, search, SHOWN + 1)
        kept = {key: value for key, value in asked.items() if value}
        below = lines[SHOWN - 1].number if len(lines) > SHOWN else None
        shown = render(
            "audit.html.j2", frame=frame, rows=[_row(one) for one in lines[:SHOWN]], asked=asked,
            actions=[(one, deed_in_words(one)) for one in actions(database)],
            query=f"?{urlencode(kept)}" if kept else "", broken=list(broken), holds=holds,
            older=f"?{urlencode({**kept, 'below': below})}" if below else "", problem=problem,
            most=DOWNLOADED,
        )  # fmt: skip
        return frame.page("操作记录", shown)


def _searched(asked: Mapping[str, str]) -> tuple[Search, str]:
    """What is looked for, and what is wrong with how it was asked."""
    who, action = (UNSEEN.sub("", asked.get(key, ""))[:100].strip() for key in ("who", "action"))
    below = asked.get("below", "")
    number = int(below) if below.isascii() and below.isdecimal() and len(below) < 10 else None
    since = until = None
    problem = ""
    if asked.get("day", "").strip():
        try:
            day = read_day(asked["day"][:40], date.min)
        except DayError as error:
            problem = str(error)
        else:
            # what is far away has no moment in UTC; it has no line either
            near = min(max(day, FIRST_DAY), LAST_DAY)
            since = datetime.combine(near, time(), CHINA)
            until = since + timedelta(days=1)
    return Search(who, action, since, until, number), problem


def _row(line: Line) -> tuple[str, ...]:
    return (
        str(line.number),
        line.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S"),
        line.actor,
        deed_in_words(line.action),
        line.subject,
        detail_in_words(line.detail),
        line.hash,
    )


def _plain(cell: str) -> str:
    """A cell that a spreadsheet takes for words, whatever somebody managed to have written."""
    return plain_cell(UNSEEN.sub("", cell)[:LONGEST])


def _csv(lines: Iterable[Line]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEAD)
    writer.writerows([_plain(cell) for cell in _row(line)] for line in lines)
    return file.getvalue().encode("utf-8-sig")  # or a Chinese Excel takes it for GBK


def _xlsx(lines: Iterable[Line]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作记录")
    sheet.append(HEAD)
    for line in lines:
        cells = []
        for value in _row(line):
            cell = WriteOnlyCell(sheet, value=_plain(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
