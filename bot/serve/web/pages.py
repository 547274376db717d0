"""The page of Gradio, 咨询, mounted into ours; the others are pages of our own."""

from __future__ import annotations

import warnings
from typing import Final

import gradio as gr
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse

from bot.serve.services import Services
from bot.serve.visits import HELD
from bot.serve.web import chat
from bot.serve.web.talk_routes import talk_router
from bot.serve.web.theme import theme

PATHS: Final = ("calc", "checkup", "profile")
WAITING: Final = 500  # calls of pages that wait for their turn; beyond, they are turned away


def mount_pages(app: FastAPI, services: Services) -> FastAPI:
    """Add the chat to ``app``, at its root; the application that serves both."""
    app.include_router(chat.chat_router(services))
    app.include_router(talk_router(services))
    with gr.Blocks(title=chat.TITLE, analytics_enabled=False) as pages:
        chat.build(services)
    for path in PATHS:
        _without_slash(app, path)
    pages.queue(api_open=False, max_size=WAITING)
    pages.state_session_capacity = HELD
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
            mcp_server=False,
            enable_monitoring=False,
            allowed_paths=[],
        )
    # Gradio checks which files it may touch only in an app that it has launched itself.
    pages.has_launched = True
    services.limits.visits.forget = lambda session: _forget(pages, session)
    return mounted


def _forget(pages: gr.Blocks, session: str) -> None:
    """Let go of the state of a page; it is as if the page had not been opened."""
    held = pages.state_holder
    held.session_data.pop(session, None)
    held.time_last_used.pop(session, None)


def _without_slash(app: FastAPI, path: str) -> None:
    """Lead ``/calc/`` to ``/calc``, relatively: Gradio's own redirect knows no prefix."""

    @app.get(f"/{path}/", include_in_schema=False)
    def page(request: Request) -> RedirectResponse:
        return RedirectResponse(f"../{path}?{request.url.query}".rstrip("?"), 301)
