"""The routes of single sign-on: to the issuer, and back with somebody it vouches for."""

from __future__ import annotations

import hashlib
import logging
import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from bot.records.members import AccountError
from bot.records.sign_ins import Entered
from bot.serve.accounts.sign_in import SINGLE, source_of, way_back
from bot.serve.refusal import Refused
from bot.serve.services import Services
from bot.serve.staff.frame import Frame
from bot.serve.staff.pages import StaffPages

if TYPE_CHECKING:
    from bot.serve.accounts.single import Vouched

logger = logging.getLogger(__name__)

BACK: Final = "staff/sign-in/back"  # registered at the issuer, with the address in front of it
HANDLE: Final = "policy_single"
SECONDS: Final = 600
BY: Final = "统一身份"
NOT_SET: Final = "没有设置统一身份登录。"
AWAY: Final = "统一身份服务现在不能用，请稍后再试，或用本系统的密码登录。"
NOT_PROVEN: Final = "统一身份登录没有成功，请从登录页重新开始。"
MADE_NAME: Final = 10  # characters of a hash


def single_router(services: Services) -> APIRouter:
    """The two routes."""
    router, pages = APIRouter(include_in_schema=False), _Pages(services)
    router.add_api_route(f"/{SINGLE}", pages.begin, methods=["GET"])
    router.add_api_route(f"/{BACK}", pages.back, methods=["GET"])
    return router


class _Pages(StaffPages):
    """The handlers."""

    async def begin(self, request: Request) -> Response:
        """Off to the issuer."""
        self._access.stranger(request)
        if (single := self._services.single) is None:
            raise Refused(404, NOT_SET)
        self._services.limits.sign_in(source_of(request))
        root = self._services.settings.root_path
        redirect = f"{request.url.scheme}://{request.headers['host']}{root}/{BACK}"
        from bot.serve.accounts.single import SingleError  # Authlib: only where it is set

        try:
            where, handle = await single.begin(redirect, request.query_params.get("next", "")[:400])
        except SingleError as error:
            logger.warning("single sign-on: %s", error)
            raise Refused(503, AWAY, title="统一身份登录") from error
        answer = RedirectResponse(where, 303)
        self._access.give(request, answer, HANDLE, handle, SECONDS)
        return answer

    async def back(self, request: Request) -> Response:
        """Back from the issuer."""
        self._access.stranger(request)
        if (single := self._services.single) is None:
            raise Refused(404, NOT_SET)
        self._services.limits.sign_in(source_of(request))
        from bot.serve.accounts.single import SingleError

        try:
            vouched = await single.finish(
                self._access.held(request, HANDLE), dict(request.query_params)
            )
            entered = await run_in_threadpool(self._enter, vouched, source_of(request))
        except SingleError as error:
            logger.warning("single sign-on: %r", str(error))
            raise Refused(403, NOT_PROVEN, title="统一身份登录") from error
        except AccountError as error:
            raise Refused(403, str(error), title="统一身份登录") from error
        answer = Frame(request, self._access).to(way_back(vouched.back))
        self._access.give(request, answer, HANDLE, "", 0)
        return await run_in_threadpool(self._access.enter, request, answer, entered)

    def _enter(self, vouched: Vouched, source: str) -> Entered:
        """Let somebody in; whoever comes for the first time is given an account."""
        sign_ins, accounts = self._services.records.sign_ins, self._services.records.accounts
        entered = sign_ins.vouched(vouched.subject, source, vouched.roles)
        if entered is not None:
            return entered
        problem: AccountError | None = None
        for name, person in _called(vouched):
            try:
                accounts.add(BY, name, person, vouched.roles or (), None, vouched.subject)
            except AccountError as error:
                problem = error
                continue
            entered = sign_ins.vouched(vouched.subject, source, vouched.roles)
            if entered is not None:
                return entered
        raise problem or AccountError(NOT_PROVEN)


def _called(vouched: Vouched) -> Iterator[tuple[str, str]]:
    """What an account may be called: as the issuer says, unless somebody here is called so.

    An account that there is already is never taken, whatever it is called.
    """
    digest = hashlib.sha256(vouched.subject.encode()).hexdigest()[:MADE_NAME]
    said = re.sub(r"[^\w.@-]", "", unicodedata.normalize("NFKC", vouched.name).lower())
    names = [said[:48], f"{said[:48]}-{digest[:6]}"] if said else []
    for name in [*names, f"sso-{digest}"]:
        for person in (
            vouched.person,
            f"{vouched.person[:20]}（{name}）",
            name,
            f"统一身份{digest}",
        ):
            yield name, person[:40]
