"""Signing in and out: the form, and what becomes of it."""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, Response

from bot.records.accounts import AccountError, Member
from bot.serve.accounts.passwords import fits
from bot.serve.accounts.roles import may
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.access import SIGN_IN
from bot.serve.staff.frame import PAGES, Frame
from bot.serve.web.templating import render

NONE_YET: Final = "还没有账户。请在服务所在的机器上运行：python -m bot account add 登录名"
NO_ROLE: Final = "您的账户还没有角色，请联系管理员。"
_OURS: Final = re.compile(r"/staff(?:/[\w-]{1,60}){0,5}(?:\?[\w=&%.-]{0,300})?", re.ASCII)


def sign_in_router(services: Services) -> APIRouter:
    """The routes by which the staff come in and go out."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route("/staff", pages.home, methods=["GET"])
    router.add_api_route(f"/{SIGN_IN}", pages.show, methods=["GET"])
    router.add_api_route(f"/{SIGN_IN}", pages.enter, methods=["POST"])
    router.add_api_route("/staff/sign-out", pages.leave, methods=["POST"])
    return router


class _Pages:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access = services.access

    def home(self, request: Request) -> Response:
        """The way to the first page that whoever has signed in may use."""
        member = self._access.own(request)
        for path, _, action in PAGES:
            if may(member, action):
                return Frame(request, self._access).to(path)
        raise Refused(403, NO_ROLE, title="没有角色")

    def show(self, request: Request) -> Response:
        """The form; where nobody has an account yet, how to make the first."""
        return self._page(request, request.query_params.get("next", ""))

    async def enter(self, request: Request) -> Response:
        """Somebody signs in; they go on where they came from."""
        client = request.client.host if request.client else None
        self._services.limits.sign_in(client)
        form = await request.form(max_fields=10, max_files=0)
        name, password = (str(form.get(field, "")) for field in ("name", "password"))
        back = str(form.get("next", ""))
        try:
            member = await run_in_threadpool(self._proven, name[:200], password)
        except AccountError as error:
            return self._page(request, back, name[:200], str(error), status=403)
        frame = Frame(request, self._access)
        where = back if _OURS.fullmatch(back) else "/staff"
        answer = frame.to(where.lstrip("/"))
        return await run_in_threadpool(self._access.enter, request, answer, member)

    async def leave(self, request: Request) -> Response:
        """Somebody signs out."""
        await self._access.own_form(request)
        answer = Frame(request, self._access).to(SIGN_IN)
        return await run_in_threadpool(self._access.leave, request, answer)

    def _proven(self, name: str, password: str) -> Member:
        accounts = self._services.records.accounts
        return accounts.enter(name, lambda kept: fits(password, kept))

    def _page(
        self, request: Request, back: str, name: str = "", problem: str = "", status: int = 200
    ) -> HTMLResponse:
        frame = Frame(request, self._access)
        nobody = "" if self._services.records.accounts.all() else NONE_YET
        shown = render(
            "sign_in.html.j2", action=frame.link(SIGN_IN), back=back, name=name, problem=problem,
            nobody=nobody,
        )  # fmt: skip
        return frame.page("登录", shown, status=status)
