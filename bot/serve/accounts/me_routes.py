"""``/staff/me``: what somebody does about their own account."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.records.members import AccountError, Member
from bot.records.sign_ins import Entered
from bot.serve.accounts.passwords import fits, hashed
from bot.serve.accounts.roles import ALLOWED, NAMES
from bot.serve.accounts.sign_in import source_of
from bot.serve.services import Services
from bot.serve.staff.access import GIVEN, ME, Access
from bot.serve.staff.frame import Frame
from bot.serve.web.templating import render

OLD_IS_WRONG: Final = "原密码不对。"
NOT_THE_SAME: Final = "两次输入的新密码不同，没有保存。"
AS_BEFORE: Final = "新密码与原密码相同，没有保存。"
NO_PASSWORD: Final = "您用统一身份登录，密码在那里改。"
CHANGED: Final = "密码已改，别的浏览器都已退出。"
OTHERS_OUT: Final = "别的浏览器都已退出。"


def me_router(services: Services) -> APIRouter:
    """The routes."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route(f"/{ME}", pages.show, methods=["GET"])
    router.add_api_route(f"/{ME}/password", pages.password, methods=["POST"])
    router.add_api_route(f"/{ME}/sign-out-others", pages.sign_out_others, methods=["POST"])
    return router


class _Pages:
    """The handlers."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._access: Access = services.access

    def show(self, request: Request) -> Response:
        """One's own account."""
        return self._page(request, self._access.own(request))

    async def password(self, request: Request) -> Response:
        """A new password in place of the old one, which is asked for."""
        form = await self._access.own_form(request)
        member = self._access.own(request)
        old, new, again = (str(form.get(field, "")) for field in ("old", "new", "again"))
        whose = f"own {member.name}"
        self._services.limits.guess(member.name, whose)
        try:
            if new != again:
                raise AccountError(NOT_THE_SAME)
            entered = await self._services.hashing.run(
                self._change, member, old, new, source_of(request)
            )
        except AccountError as error:
            return await run_in_threadpool(self._page, request, member, str(error), 403)
        self._services.limits.guessed(member.name, whose)
        answer = Frame(request, self._access).to(f"{ME}?done=password")
        return await run_in_threadpool(self._access.enter, request, answer, entered)

    def _change(self, member: Member, old: str, new: str, source: str) -> Entered:
        """Raises AccountError: the old one is wrong, or the new one no good."""
        records = self._services.records
        if not member.local:
            raise AccountError(NO_PASSWORD)
        if not records.sign_ins.proves(member.name, lambda kept: fits(old, kept)):
            raise AccountError(OLD_IS_WRONG)
        if new == old:
            raise AccountError(AS_BEFORE)
        records.accounts.change(member.name, member.name, password=hashed(new, member.name))
        return records.sign_ins.enter(
            member.name, lambda kept: fits(new, kept), source=source, known=True
        )

    async def sign_out_others(self, request: Request) -> Response:
        """Every other browser has to sign in again."""
        await self._access.own_form(request)
        member, secret = self._access.own(request), self._access.secret(request)
        sign_ins = self._services.records.sign_ins
        await run_in_threadpool(sign_ins.sign_out_others, member.name, secret)
        return Frame(request, self._access).to(f"{ME}?done=others")

    def _page(
        self, request: Request, member: Member, problem: str = "", status: int = 200
    ) -> Response:
        frame = Frame(request, self._access)
        may = sorted({action.value for role in member.roles for action in ALLOWED[role]})
        done = {"password": CHANGED, "others": OTHERS_OUT}
        shown = render(
            "me.html.j2", frame=frame, member=member, may=may,
            problem=problem or (GIVEN if member.given else ""),
            roles=[name for role, name in NAMES.items() if role in member.roles],
            browsers=self._services.records.sign_ins.browsers(member.name),
            done=done.get(request.query_params.get("done", ""), ""),
        )  # fmt: skip
        return frame.page("我的账户", shown, status=status)
