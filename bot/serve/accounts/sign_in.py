"""Signing in and out: the form, and what becomes of it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from fastapi import APIRouter, Request
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from bot.records.members import AccountError
from bot.records.sign_ins import Entered, SignIns
from bot.serve.accounts.passwords import fits
from bot.serve.accounts.roles import may
from bot.serve.limits import client_of
from bot.serve.services import Services
from bot.serve.staff.access import SIGN_IN
from bot.serve.staff.frame import PAGES, Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.templating import render

NONE_YET: Final = "还没有账户。请在服务所在的机器上运行：python -m bot account add 登录名"
LONGEST_NAME: Final = 64
SINGLE: Final = "staff/sign-in/single"
_OURS: Final = re.compile(r"/staff(?:/[\w-]{1,60}){0,5}(?:\?[\w=&%.+-]{0,300})?", re.ASCII)


def sign_in_router(services: Services) -> APIRouter:
    """The routes by which the staff come in and go out."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff", pages.home, methods=["GET"])
    router.add_api_route(f"/{SIGN_IN}", pages.show, methods=["GET"])
    router.add_api_route(f"/{SIGN_IN}", pages.enter, methods=["POST"])
    router.add_api_route("/staff/sign-out", pages.leave, methods=["POST"])
    return router


def way_back(typed: str) -> str:
    """Where somebody goes on after signing in: a page of the staff, and nowhere else."""
    return typed.lstrip("/") if _OURS.fullmatch(typed) else "staff"


def source_of(request: Request) -> str:
    """Where a request comes from, as the log says it."""
    return client_of(request.client.host if request.client else None)


class _Pages(StaffPages):
    """The handlers."""

    def home(self, request: Request) -> Response:
        """The way to the first page that whoever has signed in may use."""
        member = self._access.own(request)
        first = (path for path, _, action in PAGES if may(member, action))
        return Frame(request, self._access).to(next(first, "staff/me"))

    def show(self, request: Request) -> Response:
        """The form; where nobody has an account yet, how to make the first."""
        self._access.stranger(request)
        return self._page(request, request.query_params.get("next", ""))

    async def enter(self, request: Request) -> Response:
        """Somebody signs in; they go on where they came from."""
        self._access.stranger(request)
        limits, source = self._services.limits, source_of(request)
        limits.sign_in(source)
        form = await request.form(max_fields=10, max_files=0)
        name, password = (str(form.get(field, "")) for field in ("name", "password"))
        name, back = name[:LONGEST_NAME], str(form.get("next", ""))
        told = self._access.known(request)
        known = bool(told) and await run_in_threadpool(self._sign_ins.knows, name, told)
        meant, whose = _meant(name), told if known else source
        limits.guess(meant, whose)
        try:
            entered = await self._services.hashing.run(self._proven, name, password, source, known)
        except AccountError as error:
            page = await run_in_threadpool(self._page, request, back, name, str(error), 403)
            # After the answer, so that it takes as long whether there is such a name or not.
            page.background = BackgroundTask(self._note, name, source)
            return page
        limits.guessed(meant, whose)
        answer = Frame(request, self._access).to(way_back(back))
        return await run_in_threadpool(self._access.enter, request, answer, entered)

    async def leave(self, request: Request) -> Response:
        """Somebody signs out."""
        await self._access.own_form(request)
        answer = Frame(request, self._access).to(SIGN_IN)
        return await run_in_threadpool(self._access.leave, request, answer)

    @property
    def _sign_ins(self) -> SignIns:
        return self._services.records.sign_ins

    def _proven(self, name: str, password: str, source: str, known: bool) -> Entered:
        return self._sign_ins.enter(
            name, lambda kept: fits(password, kept), source=source, known=known
        )

    def _note(self, name: str, source: str) -> None:
        """Write down that somebody could not get in; of made-up names, a few."""
        if self._sign_ins.exists(name) or self._services.limits.worth_noting(source):
            self._sign_ins.failed(name, source)

    def _page(
        self, request: Request, back: str, name: str = "", problem: str = "", status: int = 200
    ) -> HTMLResponse:
        frame = Frame(request, self._access)
        nobody = "" if self._services.records.accounts.all() else NONE_YET
        single = frame.link(SINGLE) if self._services.single else ""
        shown = render(
            "sign_in.html.j2", action=frame.link(SIGN_IN), back=back, name=name, problem=problem,
            nobody=nobody, single=single,
        )  # fmt: skip
        return frame.page("登录", shown, status=status)


def _meant(name: str) -> str:
    """The same for all ways to type a name."""
    return unicodedata.normalize("NFKC", name).strip().lower()
