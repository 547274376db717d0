"""``/staff/accounts``: the accounts of the staff and the keys to the API, for administrators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import Response

from bot.records.accounts import Accounts
from bot.records.members import AccountError, Member, Role, login_name
from bot.serve.accounts.passwords import hashed, made
from bot.serve.accounts.roles import NAMES, Action
from bot.serve.services import CHINA, Services
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages
from bot.serve.web.templating import render

HERE: Final = "staff/accounts"
YOURSELF: Final = "自己的密码请在“我的账户”里改。"
ELSEWHERE: Final = "这个账户用统一身份登录，没有本系统的密码。"
ROLES_ELSEWHERE: Final = "这个账户的角色由统一身份服务给定，请在那里改。"
UNKNOWN: Final = "没有这项操作，请刷新页面后再试。"
NOTHING: Final[Mapping[str, object]] = {}  # typed yet
TYPED: Final = 100  # characters of a field
_DONE: Final = {
    "roles": "“{name}”的角色已改，立即有效。",
    "off": "“{name}”已停用，已退出所有浏览器。",
    "on": "“{name}”已启用。",
    "sign-out": "“{name}”已退出所有浏览器。",
    "revoke": "密钥已撤销，立即失效。",
}


def accounts_router(services: Services) -> APIRouter:
    """The routes."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route(f"/{HERE}", pages.show, methods=["GET"])
    for path, post in (
        (HERE, pages.add),
        (f"{HERE}/change", pages.change),
        (f"{HERE}/keys", pages.make_key),
        (f"{HERE}/keys/revoke", pages.revoke_key),
    ):
        router.add_api_route(f"/{path}", post, methods=["POST"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    def show(self, request: Request) -> Response:
        """Every account and every key."""
        self._access.check(request, Action.MANAGE_ACCOUNTS)
        return self._page(request)

    async def add(self, request: Request) -> Response:
        """A new account, with a password that is shown this once."""
        form = await self._access.form(request, Action.MANAGE_ACCOUNTS)
        by = self._by(request)

        def deed() -> tuple[str, str]:
            name = login_name(_typed(form, "name"))
            password = made()
            person = _typed(form, "person") or name
            proof = hashed(password, name)
            member = self._accounts.add(by, name, person, _roles(form), proof, given=True)
            return f"已新增账户“{member.name}”（{member.person}）。登录的密码", password

        typed = {field: _typed(form, field) for field in ("name", "person")}
        return await self._done(request, deed, {**typed, "roles": _roles(form)})

    async def change(self, request: Request) -> Response:
        """Change one account, as the button says that was pressed."""
        form = await self._access.form(request, Action.MANAGE_ACCOUNTS)
        name, deed = _typed(form, "name"), _typed(form, "action")
        by = self._by(request)

        def done() -> tuple[str, str]:
            if deed == "password":
                return f"“{name}”的密码已重设，已退出所有浏览器。新密码", self._reset(by, name)
            self._change(by, name, deed, _roles(form))
            return _DONE[deed].format(name=name), ""

        return await self._done(request, done)

    def _change(self, by: str, name: str, deed: str, roles: Sequence[Role]) -> None:
        """Raises AccountError."""
        if deed == "roles":
            single = self._services.single
            if single and single.roles_claim and self._held(name).subject:
                raise AccountError(ROLES_ELSEWHERE)
            self._accounts.change(by, name, roles=roles)
        elif deed in ("off", "on"):
            self._accounts.change(by, name, off=deed == "off")
        elif deed == "sign-out":
            self._accounts.sign_out_everywhere(by, name)
        else:
            raise AccountError(UNKNOWN)

    def _reset(self, by: str, name: str) -> str:
        """A new password for somebody else. Raises AccountError."""
        held = self._held(name)
        if held.name == by:
            raise AccountError(YOURSELF)
        if held.subject is not None:
            raise AccountError(ELSEWHERE)
        password = made()
        self._accounts.change(by, name, password=hashed(password, name), given=True)
        return password

    def _held(self, name: str) -> Member:
        for member in self._accounts.all():
            if member.name == name:
                return member
        raise AccountError(f"没有账户“{name}”。")

    async def make_key(self, request: Request) -> Response:
        """A new key to the API, shown this once."""
        form = await self._access.form(request, Action.MANAGE_ACCOUNTS)
        by, name = self._by(request), _typed(form, "name")

        def deed() -> tuple[str, str]:
            return f"“{name}”的接口密钥", self._services.records.keys.make(by, name)

        return await self._done(request, deed, {"key": name})

    async def revoke_key(self, request: Request) -> Response:
        """A key is good for nothing any more."""
        form = await self._access.form(request, Action.MANAGE_ACCOUNTS)
        by, number = self._by(request), _typed(form, "id")

        def deed() -> tuple[str, str]:
            known = number.isascii() and number.isdecimal() and len(number) < 10
            self._services.records.keys.revoke(by, int(number) if known else 0)
            self._services.key_ring.forget()
            return _DONE["revoke"], ""

        return await self._done(request, deed)

    async def _done(
        self,
        request: Request,
        deed: Callable[[], tuple[str, str]],
        typed: Mapping[str, object] = NOTHING,
    ) -> Response:
        """Do it and show the page with what came of it: words, and a secret shown once.

        No way to another page: what is shown once must not be kept until it is fetched.
        Where it can't be done the form keeps what was typed.
        """
        try:
            said, secret = await self._services.hashing.run(deed)
        except AccountError as error:
            return await run_in_threadpool(self._page, request, problem=str(error), typed=typed)
        return await run_in_threadpool(self._page, request, said, secret)

    @property
    def _accounts(self) -> Accounts:
        return self._services.records.accounts

    def _by(self, request: Request) -> str:
        return self._access.own(request).name

    def _page(
        self, request: Request, done: str = "", secret: str = "", *, problem: str = "",
        typed: Mapping[str, object] = NOTHING,
    ) -> Response:  # fmt: skip
        frame, records = Frame(request, self._access), self._services.records
        single = self._services.single
        shown = render(
            "accounts.html.j2", frame=frame, members=records.accounts.all(), names=NAMES,
            keys=records.keys.all(), done=done, secret=secret, problem=problem, zone=CHINA,
            typed=typed,
            claimed=bool(single and single.roles_claim), single=single is not None,
            per_minute=self._services.settings.questions_per_minute_with_key,
        )  # fmt: skip
        return frame.page("账户", shown, status=409 if problem else 200)


def _typed(form: FormData, field: str) -> str:
    return str(form.get(field, ""))[:TYPED].strip()


def _roles(form: FormData) -> list[Role]:
    known = {role.value for role in Role}
    return [Role(str(one)) for one in form.getlist("role") if str(one) in known]
