"""The guard in front of everything: what a request must pass before it is served, in order."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.serve.door import UPLOADS, check_address, is_page
from bot.serve.headers import FAILED, Answer, FailedError
from bot.serve.hosts import Hosts
from bot.serve.key_ring import CALLER, KeyRing
from bot.serve.limits import Limits
from bot.serve.refusal import BUSY, Elsewhere, Refused
from bot.serve.visitor import new_cookie
from environment.settings import Settings

logger = logging.getLogger(__name__)

BODY_LIMIT: Final = 128 * 1024  # bytes: 20 questions of the greatest length
BODY_SECONDS: Final = 20.0  # in which a request must have arrived whole
UPLOAD_LIMIT: Final = 200_000_000  # bytes of the files that are sent at once
UPLOAD_SECONDS: Final = 600.0
# What these say of an error is in our words.
OURS: Final = ("/api", "/ask", "/a/", "/c/", "/conversations", "/library", "/staff")
WORK: Final = ("/api/", "/ask", "/staff", "/calc/", "/checkup/", "/c/")  # counted as calls
FORWARDED: Final = (b"x-forwarded-", b"forwarded", b"x-gradio-")
TOO_LARGE: Final = f"内容过大：一次最多{BODY_LIMIT // 1024}KB。请缩短后再发。"
TOO_LARGE_FILES: Final = f"文件太大：一次最多{UPLOAD_LIMIT // 1_000_000}MB，请分几次放入。"
TOO_SLOW: Final = f"请求没有在{BODY_SECONDS:.0f}秒内发完，请检查网络后重试。"
NOT_FOUND: Final = "没有找到。请从首页进入。"


class Guard:
    """ASGI middleware: places, names, addresses, bodies; then the application; then headers."""

    def __init__(
        self, app: ASGIApp, settings: Settings, limits: Limits, keys: KeyRing | None = None
    ) -> None:
        self._app = app
        self._keys = keys
        self._settings = settings
        self._limits = limits
        self._hosts = Hosts(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})  # nobody here speaks it
        elif scope["type"] == "http":
            cookie = new_cookie(scope, self._settings.root_path or "/") if is_page(scope) else None
            answer = Answer(send, scope["path"], self._settings.frame_ancestors, cookie)
            await self._serve(scope, receive, answer)
        else:
            await self._app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        try:
            with self._limits.admitted(scope):
                await self._admit(scope, receive, answer)
        except Refused as refused:
            await self._refuse(refused, scope, receive, answer)
        except FailedError as failed:
            if failed.status >= 500 and failed.status != 503:
                logger.error("%s %s answered %d", scope["method"], scope["path"], failed.status)
            await self._refuse(_in_our_words(failed.status), scope, receive, answer)
        except Exception:
            logger.exception("%s %s failed", scope["method"], scope["path"])
            await self._refuse(Refused(500, FAILED), scope, receive, answer)

    async def _admit(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        self._hosts.check(scope)
        if not scope["path"]:  # the prefix alone: links are relative, and the slash carries them
            raise Elsewhere(f"{self._settings.root_path}/")
        check_address(scope)
        key = None
        if scope["path"].startswith("/api/") and self._keys is not None:
            key = await self._keys.caller(scope)
            scope = {**scope, CALLER: key}
        if scope["path"].startswith(WORK):
            self._limits.call(scope, key)
        if scope["path"] in UPLOADS and scope["method"] == "POST":
            await self._pass_on(scope, _bounded(receive), answer)
            return
        body = await _whole_body(scope, receive)
        await self._pass_on(scope, _replayed(body, receive), answer)

    async def _pass_on(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        # What a proxy says was read where proxies are trusted; Gradio would believe it of anybody.
        kept = [pair for pair in scope["headers"] if not pair[0].startswith(FORWARDED)]
        # A HEAD is answered as a GET; the server itself leaves the body out.
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        answer.trusted = scope["path"].startswith(OURS)
        await self._app({**scope, "headers": kept, "method": method}, receive, answer)

    async def _refuse(
        self, refused: Refused, scope: Scope, receive: Receive, answer: Answer
    ) -> None:
        if not answer.begun:
            answer.trusted = True
            response = refused.response(scope)
            await response(scope, receive, answer)


def _in_our_words(status: int) -> Refused:
    """What another part had to say about a request."""
    if status == 503:
        return Refused(503, BUSY, again=5)
    return Refused(status, FAILED if status >= 500 else NOT_FOUND)


async def _whole_body(scope: Scope, receive: Receive) -> bytes:
    """The body of a request. Raises Refused: too large (413), too slow (408), broken off (400)."""
    announced = Headers(scope=scope).get("content-length", "0")
    if not announced.isdecimal():
        raise Refused(400, "Content-Length 应是数字。")
    if int(announced) > BODY_LIMIT:
        raise Refused(413, TOO_LARGE)
    body: bytes = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, TOO_SLOW)
                body += message.get("body", b"")
                if len(body) > BODY_LIMIT:
                    raise Refused(413, TOO_LARGE)
                if not message.get("more_body"):
                    return body
    except TimeoutError:
        raise Refused(408, TOO_SLOW) from None


def _bounded(receive: Receive) -> Receive:
    """The files as they arrive, to be looked at by who reads them; not too many, not too slowly.

    What it returns raises Refused: too large (413), too slow (408).
    """
    begun = asyncio.get_running_loop().time()
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        try:
            async with asyncio.timeout_at(begun + UPLOAD_SECONDS):
                message = await receive()
        except TimeoutError:
            raise Refused(408, TOO_SLOW) from None
        taken += len(message.get("body", b""))
        if taken > UPLOAD_LIMIT:
            raise Refused(413, TOO_LARGE_FILES)
        return message

    return bounded


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The request as it came, its body in one piece; then whatever the connection says."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
