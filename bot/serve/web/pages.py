"""The page of Gradio, 咨询, mounted into ours; the others are pages of our own.

Gradio renders it and is asked for nothing else: it has no functions, and of Gradio's routes only
those stay that send the page and its files. `bot.serve.door` closes the others once more.
"""

from __future__ import annotations

import warnings
from typing import Final

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.routing import Mount, Route

from bot.serve.services import Services
from bot.serve.web import chat
from bot.serve.web.talk_routes import talk_router
from bot.serve.web.theme import theme

PATHS: Final = ("calc", "checkup", "profile")
SENT: Final = frozenset(
    {"/", "/favicon.ico", "/theme.css", "/assets/{path:path}", "/static/{path:path}"}
)


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
            head=chat.HEAD,
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            show_error=False,
        )
    _keep_only(mounted, SENT)
    return mounted


def _keep_only(app: FastAPI, paths: frozenset[str]) -> None:
    """Take all other routes out of what Gradio has mounted."""
    gradio = next(r.app for r in app.routes if isinstance(r, Mount) and isinstance(r.app, FastAPI))
    kept = [r for r in gradio.router.routes if isinstance(r, Route) and r.path in paths]
    gradio.router.routes[:] = kept


def _without_slash(app: FastAPI, path: str) -> None:
    """Lead ``/calc/`` to ``/calc``, relatively: the service may stand below a path."""

    @app.get(f"/{path}/", include_in_schema=False)
    def page(request: Request) -> RedirectResponse:
        return RedirectResponse(f"../{path}?{request.url.query}".rstrip("?"), 301)
