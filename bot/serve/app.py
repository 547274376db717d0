"""The application: the API, the pages, and what guards them, in one FastAPI."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from bot.serve.api import install
from bot.serve.guard import Guard
from bot.serve.prefix import Prefix
from bot.serve.services import Services
from settings import Settings

STATIC: Final = Path(__file__).parent / "web" / "static"
TITLE: Final = "政策问答"


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The whole service; opens the library now and the index in the background."""
    from bot.serve.web.pages import mount_pages  # Gradio: seconds and a hundred megabytes

    services = services or Services(settings)
    servers = [{"url": settings.root_path or "/"}]  # what the addresses of the API begin with
    app = FastAPI(title=TITLE, version="1", docs_url=None, redoc_url=None, servers=servers)
    install(app, services)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    mounted = mount_pages(app, services, TITLE)
    mounted.add_middleware(Guard)
    mounted.add_middleware(Prefix, settings.root_path)
    Thread(target=services.warm_up, name="warm-up", daemon=True).start()
    return mounted
