"""The application: the API, the pages, and what guards them, in one FastAPI."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from threading import Thread
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.api import install
from bot.services import Services
from bot.web.headers import Guard

STATIC: Final = Path(__file__).with_name("static")
TITLE: Final = "政策问答"


def create_app(services: Services | None = None) -> FastAPI:
    """The whole service; opens the library now and the index in the background."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")  # read when Gradio is imported
    services = services or Services()
    app = FastAPI(title=TITLE, version="1", docs_url=None, redoc_url=None)
    install(app, services)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    mounted = _mount_pages(app, services)
    mounted.add_middleware(Guard)
    Thread(target=services.warm_up, name="warm-up", daemon=True).start()
    return mounted


def _mount_pages(app: FastAPI, services: Services) -> FastAPI:
    import gradio as gr  # seconds and a hundred megabytes: only where pages are served

    from bot.web.calc import build as calc
    from bot.web.chat import build as chat
    from bot.web.checkup import build as checkup
    from bot.web.library import build as library
    from bot.web.theme import theme

    with gr.Blocks(title=TITLE, analytics_enabled=False) as pages:
        chat(services)
    for path, name, page in (
        ("calc", "测算", calc),
        ("checkup", "政策体检", checkup),
        ("library", "政策库", library),
    ):
        with pages.route(name, path):
            page(services, pages)
    pages.queue(api_open=False)
    with warnings.catch_warnings():
        # said even though server-side rendering is off
        warnings.filterwarnings("ignore", message="SSR mode is not supported")
        mounted: FastAPI = gr.mount_gradio_app(
            app,
            pages,
            path="/",
            theme=theme(),
            footer_links=[],
            run_history=False,
            ssr_mode=False,
            show_error=False,
            mcp_server=False,
            enable_monitoring=False,
        )
    return mounted
