"""Who may use the pages of the staff while there are no accounts: this machine, or a token."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from fastapi import Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from bot.serve.headers import up_from
from bot.serve.refusal import Refused
from bot.serve.staff.local import LOCAL

COOKIE: Final = "policy_staff"
TOKEN: Final = "token"
FORM_TOKEN: Final = "csrf"
FIELDS: Final = 2000  # of a form
TITLE: Final = "只供工作人员"
STRANGER: Final = (
    "这一页只能在服务所在的机器上打开，或用启动时打印的工作人员网址打开。"
    "口令每次启动都会更换：请向管理员索取最新的网址。"
)
STALE: Final = "这张表单已经过期（服务重新启动过），没有处理。请返回上一页，刷新后再提交。"


class Access:
    """One token, made at each start; what is kept in a browser and in a form is derived from it."""

    def __init__(self, root_path: str) -> None:
        self.token = secrets.token_urlsafe(24)
        self._path = root_path or "/"

    @property
    def form_token(self) -> str:
        """What every form of ours carries and no other site can read."""
        return self._derived("form")

    def address(self, base: str) -> str:
        """The address that is printed once: ``base`` is that of the service."""
        return f"{base}/staff/import?{TOKEN}={self.token}"

    def check(self, request: Request) -> None:
        """Called by every route, before anything of the request is read.

        Raises:
            Refused: it comes neither from this machine nor with the cookie (403).
        """
        if request.scope.get(LOCAL) is True:
            return
        if not _same(request.cookies.get(COOKIE, ""), self._derived("cookie")):
            raise Refused(403, STRANGER, title=TITLE)

    def enter(self, request: Request) -> Response | None:
        """For an address with the right token: the way to it without, and the cookie; else None."""
        given = request.query_params.get(TOKEN)
        if given is None or not _same(given, self.token):
            return None
        path = str(request.scope["path"])
        response = RedirectResponse(up_from(path) + path.lstrip("/"), 303)
        response.set_cookie(
            COOKIE,
            self._derived("cookie"),
            path=self._path,
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="lax",  # strict would not come along from a link in a mail; forms have a token
        )
        return response

    async def form(self, request: Request, **bounds: int) -> FormData:
        """What was filled in, of somebody who may and in a form of ours.

        ``bounds`` are those of the parser: ``max_files``, ``max_part_size``.

        Raises:
            Refused: who sends it may not, or the form is not ours or of an earlier start (403).
        """
        self.check(request)
        filled = await request.form(max_fields=FIELDS, **bounds)
        given = filled.get(FORM_TOKEN)
        if not isinstance(given, str) or not _same(given, self.form_token):
            await filled.close()
            raise Refused(403, STALE, title="表单过期")
        return filled

    def _derived(self, use: str) -> str:
        return hmac.new(self.token.encode(), use.encode(), hashlib.sha256).hexdigest()


def _same(given: str, right: str) -> bool:
    """Whether two secrets agree, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
