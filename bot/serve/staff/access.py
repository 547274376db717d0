"""Who may do what on the pages of the staff: the account behind a request, and its roles."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from bot.records.accounts import Accounts, Member
from bot.serve.accounts.roles import Action, may, roles_in_words
from bot.serve.headers import up_from
from bot.serve.refusal import Refused, wants_page

COOKIE: Final = "policy_staff"
FORM_TOKEN: Final = "csrf"
FIELDS: Final = 2000  # of a form
SIGN_IN: Final = "staff/sign-in"
STRANGER: Final = "这里只供工作人员，请先登录。"
NOT_YOURS: Final = "您的账户（{roles}）不能{action}。如需要，请联系管理员。"
STALE: Final = (
    "这张表单已经过期（重新登录过，或登录已超时），没有处理。请返回上一页，刷新后再提交。"
)
_MEMBER: Final = "policy.member"  # in a request's scope: looked up once


class NotSignedIn(Refused):
    """Nobody has signed in: a browser is led to where one can, and from there back."""

    def __init__(self) -> None:
        super().__init__(401, STRANGER, title="请先登录")

    def response(self, scope: Scope) -> Response:
        """The way to the form; for a program, or for what was to be changed, the refusal."""
        if not wants_page(scope) or scope["method"] != "GET":
            return super().response(scope)
        path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
        back = urlencode({"next": f"{path}?{query}".rstrip("?")})
        return RedirectResponse(f"{up_from(path)}{SIGN_IN}?{back}", 303)


class Access:
    """Whoever has signed in, by the cookie of the browser; ``accounts`` opens the records."""

    def __init__(self, accounts: Callable[[], Accounts], root_path: str) -> None:
        self._accounts = accounts
        self._path = root_path or "/"

    def member(self, request: Request) -> Member | None:
        """Who sends a request; None for a stranger."""
        if _MEMBER not in request.scope:
            secret = request.cookies.get(COOKIE, "")
            request.scope[_MEMBER] = self._accounts().signed_in(secret) if secret else None
        found: Member | None = request.scope[_MEMBER]
        return found

    def check(self, request: Request, action: Action) -> Member:
        """Called by every route, before anything of the request is read; who sends it.

        Raises:
            Refused: nobody has signed in (401), or they may not (403).
        """
        member = self.own(request)
        if not may(member, action):
            words = NOT_YOURS.format(
                roles=roles_in_words(member) or "没有角色", action=action.value
            )
            raise Refused(403, words, title="没有这项权限")
        return member

    def own(self, request: Request) -> Member:
        """Who sends a request about themselves. Raises Refused (401) where nobody signed in."""
        member = self.member(request)
        if member is None:
            raise NotSignedIn
        return member

    async def form(self, request: Request, action: Action, **bounds: int) -> FormData:
        """What was filled in, of somebody who may and in a form of ours.

        ``bounds`` are those of the parser: ``max_files``, ``max_part_size``.

        Raises:
            Refused: who sends it may not (401, 403), or the form is not of this sign-in (403).
        """
        self.check(request, action)
        return await self.own_form(request, **bounds)

    async def own_form(self, request: Request, **bounds: int) -> FormData:
        """What somebody who has signed in filled in about themselves, as `form`."""
        self.own(request)
        filled = await request.form(max_fields=FIELDS, **bounds)
        given = filled.get(FORM_TOKEN)
        if not isinstance(given, str) or not _same(given, self.form_token(request)):
            await filled.close()
            raise Refused(403, STALE, title="表单过期")
        return filled

    def form_token(self, request: Request) -> str:
        """What every form of ours carries and no other site can read: of this sign-in alone."""
        secret = request.cookies.get(COOKIE, "")
        return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()

    def enter(self, request: Request, response: Response, member: Member) -> Response:
        """The response with the cookie of a new sign-in."""
        secret = self._accounts().sign_in(member)
        response.set_cookie(
            COOKIE,
            secret,
            path=self._path,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",  # strict would not come along from a link in a mail; forms have a token
        )
        return response

    def leave(self, request: Request, response: Response) -> Response:
        """The response that takes the cookie away; its secret is worth nothing any more."""
        self._accounts().sign_out(request.cookies.get(COOKIE, ""))
        response.delete_cookie(COOKIE, path=self._path)
        return response


def _same(given: str, right: str) -> bool:
    """Whether two secrets agree, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
