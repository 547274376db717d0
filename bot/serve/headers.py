"""What every response carries; and no response says more of a failure than our own words.

Gradio's page holds inline scripts and evaluates its templates; so scripts are admitted by a nonce
made for each response, and an attribute such as ``onerror`` in anything shown can never run.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from bot.serve.delivery import stamped

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
        "frame-ancestors {framers}",
    )
)
FIXED: Final = {
    "X-Content-Type-Options": "nosniff",
    # To other sites nothing. Not "no-referrer": with that, a browser says of our own forms that
    # they come from nowhere ("Origin: null"), which over plain HTTP is all that tells them apart.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FAILED: Final = "处理失败，请稍后再试。"
CONVERSATION: Final = "/c/"  # below it a conversation has its address; the page is the chat's
BASED: Final = (CONVERSATION, "/a/")  # pages a level down, whose links count from above
CROSS_ORIGIN: Final = "access-control-"  # the libraries would let pages of this machine read along
HEAD: Final = (
    '<link rel="icon" href="{up}favicon.ico" /><link rel="stylesheet" href="{up}site/style.css" />'
    '<link rel="stylesheet" href="{up}site/forms.css" />'
    '<script src="{up}site/offline.js" defer></script>'
    '<script src="{up}site/forms.js" defer></script>'
)


class FailedError(Exception):
    """A part of the application answered with an error in words of its own."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Answer:
    """The sending side: adds headers; holds a page back until it is whole, to add the nonce.

    ``path`` is the address without prefix. ``cookie`` is set with a page, where there is one.
    ``trusted`` says that an error is in our words: of what other parts say about a failure,
    FailedError keeps the status alone.
    """

    def __init__(
        self, send: Send, path: str, framers: Sequence[str], cookie: str | None = None
    ) -> None:
        self._send = send
        self._up = up_from(path)
        self._path = path
        self._based = path.startswith(BASED)
        self._cookie = cookie
        self._staff = path.startswith("/staff")
        self._framers = () if self._staff else framers  # a portal frames the public pages alone
        self._nonce = secrets.token_urlsafe(16)
        self._page: Message | None = None
        self._body = b""
        self.begun = False
        self.trusted = False

    async def __call__(self, message: Message) -> None:
        """Send one message of a response on. Raises FailedError for an error of another part."""
        if message["type"] == "http.response.start":
            await self._start(message)
        elif self._page is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._send_page(self._page)

    async def _start(self, message: Message) -> None:
        if message["status"] >= 400 and not self.trusted:
            raise FailedError(message["status"])
        self.begun = True
        headers = MutableHeaders(scope=message)
        for name in [name for name in headers if name.startswith(CROSS_ORIGIN)]:
            del headers[name]
        for name, value in FIXED.items():
            headers[name] = value
        if not self._framers:
            headers["X-Frame-Options"] = "DENY"
        headers["Content-Security-Policy"] = POLICY.format(
            nonce=self._nonce, framers=" ".join(self._framers) or "'none'"
        )
        if self._staff:
            headers["Cache-Control"] = "no-store"
        if headers.get("content-type", "").startswith("text/html"):
            headers["Cache-Control"] = "no-store"  # it carries a nonce
            if self._cookie is not None:
                headers.append("Set-Cookie", self._cookie)
            self._page = message
        else:
            await self._send(message)

    async def _send_page(self, start: Message) -> None:
        # A page a level down: its links, all relative, count from above.
        page = prepared(self._body.decode(), self._nonce, "" if self._based else self._up)
        if self._based:
            page = page.replace("<head>", '<head><base href="../" />', 1)
            page = page.replace('href="#', f'href="{self._path[1:]}#')  # a place on this page
        body = page.encode()
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def up_from(path: str) -> str:
    """The way from an address to the home page, whatever the prefix: ``../`` for each level."""
    return "../" * (path.count("/") - 1)


def prepared(page: str, nonce: str, up: str) -> str:
    """A page as sent: with our style and scripts, every script carrying the nonce."""
    page = page.replace("<head>", f"<head>{HEAD.format(up=up)}", 1)
    return stamped(page).replace("<script", f'<script nonce="{nonce}"')
