"""How answers travel: compressed, and kept by a browser where they never change.

The address of a style or script of ours carries a stamp of its content (``site/style.css?v=…``),
so a browser keeps it for good and asks for a new one as soon as there is one.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC: Final = Path(__file__).parent / "web" / "static"
STAMPS: Final = {
    path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in STATIC.iterdir()
}
# Pages that anybody gets alike, and files. Not the interface nor the staff's pages: what is
# compressed together with a secret and with words of a stranger tells of the secret by its length.
COMPRESSED: Final = re.compile(
    r"/(?:calc|checkup|library)?/?|/c/[\w-]+|/site/.*|/theme\.css|/favicon\.ico|/openapi\.json"
)
SMALL: Final = 600  # bytes that are sent as they are
LEVEL: Final = 6
FOR_GOOD: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"  # kept, but asked for each time whether it still holds
_HASHED: Final = re.compile(r"/assets/[\w.-]+-[\w-]{8,12}\.\w+")  # as Gradio names what it brings
_LINK: Final = re.compile(r'((?:href|src)="(?:\.\./)*site/([\w.-]+))"')


class Delivery:
    """ASGI middleware, outside of everything that reads or writes a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._plain = app
        self._compressing = GZipMiddleware(app, minimum_size=SMALL, compresslevel=LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._plain(scope, receive, send)
            return
        kept = kept_how(scope["path"], scope["query_string"].decode("latin-1"))

        async def sending(message: Message) -> None:
            if kept and message["type"] == "http.response.start" and message["status"] < 400:
                MutableHeaders(scope=message)["Cache-Control"] = kept
            await send(message)

        app = self._compressing if COMPRESSED.fullmatch(scope["path"]) else self._plain
        await app(scope, receive, sending)


def kept_how(path: str, query: str) -> str:
    """What a browser is told of keeping the answer; "" where the answer itself says."""
    if path.startswith("/site/"):
        stamp = STAMPS.get(path.removeprefix("/site/"))
        return FOR_GOOD if stamp and query == f"v={stamp}" else ASK_AGAIN
    return FOR_GOOD if _HASHED.fullmatch(path) else ""


def stamped(page: str) -> str:
    """A page with the stamp of its content in every address of a style or script of ours."""

    def link(match: re.Match[str]) -> str:
        stamp = STAMPS.get(match[2])
        return f'{match[1]}?v={stamp}"' if stamp else match[0]

    return _LINK.sub(link, page)
