"""How a request is turned away: one sentence in Chinese, as a page to a person, else as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Scope

from bot.serve.headers import up_from
from bot.serve.web.shell import HOME, PAGES, whole

BUSY: Final = "现在访问的人太多，请过一会儿再试。"
TITLES: Final = {
    400: "请求不对",
    401: "请先登录",
    403: "不能从别的网站提交",
    404: "找不到这一页",
    405: "不能这样访问",
    408: "等得太久",
    413: "内容过大",
    429: "提问太快",
    503: "现在人多",
}


class Refused(Exception):
    """A request that is not let in.

    ``again`` is the number of seconds after which to try again; ``title`` heads the page where
    that of the status does not say what is the matter. A page also shows ``typed``, what was
    filled in and would else be lost, and ``on``: words and address of where to go on.
    """

    def __init__(
        self, status: int, words: str, again: int | None = None, *, title: str = ""
    ) -> None:
        super().__init__(words)
        self.status = status
        self.words = words
        self.again = again
        self.title = title or TITLES.get(status, "出错了")
        self.typed: Sequence[str] = ()
        self.on: tuple[str, str] | None = None

    def response(self, scope: Scope) -> Response:
        """What is sent: a page where the browser asks for one, else ``{"detail": …}``."""
        headers = {} if self.again is None else {"Retry-After": str(self.again)}
        if not wants_page(scope):
            return JSONResponse({"detail": self.words}, self.status, headers)
        page = whole(
            "refused.html.j2", "", self.title, up=up_from(scope["path"]), words=self.words,
            pages=PAGES, home=HOME, typed=self.typed, on=self.on,
        )  # fmt: skip
        return HTMLResponse(page, self.status, headers)


class Elsewhere(Refused):
    """What is asked for has another address. ``words`` is that address."""

    def __init__(self, address: str) -> None:
        super().__init__(308, address)

    def response(self, scope: Scope) -> Response:
        """The way there; the query goes along."""
        query = scope["query_string"].decode("latin-1")
        return RedirectResponse(f"{self.words}?{query}".rstrip("?"), self.status)


def wants_page(scope: Scope) -> bool:
    """Whether a person looks at what comes back: a browser opens an address of a page."""
    if scope["path"].startswith("/api/"):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")
