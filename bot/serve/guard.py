"""What every response carries and every request must respect: headers, and a limit on its size.

Gradio's page holds inline scripts and evaluates its templates; so scripts are admitted by a nonce
made for each response, and an attribute such as ``onerror`` in anything shown can never run.
"""

from __future__ import annotations

import logging
import secrets
from typing import Any, Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

FAILED: Final = "处理失败，请稍后再试。"
BODY_LIMIT: Final = 2 * 1024 * 1024  # bytes; long texts must arrive to be answered politely
CLOSED: Final = ("/gradio_api/upload", "/gradio_api/proxy", "/gradio_api/stream")  # nobody uses
POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HEAD: Final = (
    '<link rel="icon" href="favicon.ico" /><link rel="stylesheet" href="site/style.css" />'
    '<script src="site/page.js"></script>'
)
# What Gradio's page says of its place: a manifest at the root of the host, whatever the path, and a
# base, which changes nothing but that "#c1-1" would leave a page whose address has a query.
MISPLACED: Final = ('<link rel="manifest" href="/manifest.json" />', '<base href="./" />')


class TooLargeError(Exception):
    """The body of a request exceeds `BODY_LIMIT`."""


class Guard:
    """ASGI middleware: security headers on all responses, a nonce in pages, bounded bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        refusal = _refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        try:
            await self._app(scope, _bounded(receive), answer)
        except TooLargeError:
            if not answer.begun:
                await _too_large()(scope, receive, answer)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            if not answer.begun:
                await JSONResponse({"detail": FAILED}, 500)(scope, receive, answer)


def _refusal(scope: Scope) -> JSONResponse | None:
    if scope["path"].startswith(CLOSED):
        return JSONResponse({"detail": "没有这个地址。"}, 404)
    length = Headers(scope=scope).get("content-length", "0")
    if not length.isdecimal():
        return JSONResponse({"detail": "Content-Length 应是数字。"}, 400)
    return _too_large() if int(length) > BODY_LIMIT else None


def _too_large() -> JSONResponse:
    limit = BODY_LIMIT // 1024 // 1024
    return JSONResponse({"detail": f"内容过大：一次最多{limit}MB。请缩短后再发。"}, 413)


def _bounded(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > BODY_LIMIT:
            raise TooLargeError
        return message

    return counted


class _Answer:
    """The sending side: adds headers; holds a page back until it is whole, to add the nonce."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._nonce = secrets.token_urlsafe(16)
        self._page: Message | None = None
        self._body = b""
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._page is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._page)

    async def _start(self, message: Message) -> None:
        self.begun = True
        headers = MutableHeaders(scope=message)
        for name, value in FIXED.items():
            headers[name] = value
        headers["Content-Security-Policy"] = POLICY.format(nonce=self._nonce)
        if headers.get("content-type", "").startswith("text/html"):
            self._page = message
        else:
            await self._send(message)

    async def _send_page(self, start: dict[str, Any] | Message) -> None:
        body = prepared(self._body.decode(), self._nonce).encode()
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def prepared(page: str, nonce: str) -> str:
    """A page as sent: in Chinese, with our style and script, every script carrying the nonce."""
    for element in MISPLACED:
        page = page.replace(element, "", 1)
    page = page.replace('lang="en"', 'lang="zh-CN"', 1).replace("<head>", f"<head>{HEAD}", 1)
    return page.replace("<script", f'<script nonce="{nonce}"')
