"""The page of Gradio, 咨询, mounted into ours; the others are pages of our own.

Gradio renders it and serves its scripts, and is asked for nothing else: it has no functions, and of
its routes only those of its files stay. `bot.serve.door` closes the others once more.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any, Final

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from bot.serve.services import Services
from bot.serve.web import chat
from bot.serve.web.talk_routes import talk_router
from bot.serve.web.theme import theme

PATHS: Final = ("calc", "checkup", "profile")
FILES: Final = frozenset(
    {"/favicon.ico", "/theme.css", "/assets/{path:path}", "/static/{path:path}"}
)
# What Gradio's page says of its place: a manifest at the root of the host, whatever the path, and a
# base, which changes nothing but that "#c1-1" would leave a page whose address has a query.
MISPLACED: Final = ('<link rel="manifest" href="/manifest.json" />', '<base href="./" />')
# Its style, which what is seen first does without: in the head it would keep that waiting.
STYLE: Final = re.compile(r'<link rel="stylesheet" crossorigin href="\./assets/[\w.-]+">')

Renderer = Callable[[Request, None], Any]  # Gradio's own, of a visitor without a name


def mount_pages(app: FastAPI, services: Services) -> FastAPI:
    """Add the chat to ``app``, at its root; the application that serves both."""
    app.include_router(chat.chat_router(services))
    app.include_router(talk_router(services))
    with gr.Blocks(title=chat.TITLE, analytics_enabled=False) as pages:
        chat.build(services)
    for path in PATHS:
        _without_slash(app, path)
    with warnings.catch_warnings():
        # said even though server-side rendering is off
        warnings.filterwarnings("ignore", message="SSR mode is not supported")
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            pages,
            path="/",
            root_path=services.settings.root_path,
            theme=theme(),
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            show_error=False,
        )
    _add_chat(mounted, services)
    return mounted


def _add_chat(app: FastAPI, services: Services) -> None:
    """Serve the page that Gradio makes, by a route in front of it; of Gradio's, keep its files."""
    mount: Any = app.router.routes.pop()  # takes whatever no route before it does
    routes = [route for route in mount.app.router.routes if isinstance(route, Route)]
    render: Renderer = next(route.endpoint for route in routes if route.path == "/")
    mount.app.router.routes[:] = [route for route in routes if route.path in FILES]

    # One page for all conversations: in the browser it learns from the address which it shows.
    @app.get("/", include_in_schema=False)
    @app.get("/c/{key}", include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        sent = render(Request({**request.scope, "path": "/", "query_string": b""}), None)
        return HTMLResponse(_ours(sent.body.decode(), chat.arriving(services)))

    app.router.routes.append(mount)


def _ours(sent: str, arriving: str) -> str:
    """Gradio's page in Chinese, with our scripts, and with something to see before it starts."""
    for element in MISPLACED:
        sent = sent.replace(element, "", 1)
    styles = "".join(STYLE.findall(sent))
    sent = STYLE.sub("", sent).replace('lang="en"', 'lang="zh-CN"', 1)
    sent = sent.replace("<head>", f"<head>{chat.HEAD}", 1)
    return sent.replace("<gradio-app", f"{arriving}{styles}<gradio-app", 1)


def _without_slash(app: FastAPI, path: str) -> None:
    """Lead ``/calc/`` to ``/calc``, relatively: the service may stand below a path."""

    @app.get(f"/{path}/", include_in_schema=False)
    def page(request: Request) -> RedirectResponse:
        return RedirectResponse(f"../{path}?{request.url.query}".rstrip("?"), 301)
