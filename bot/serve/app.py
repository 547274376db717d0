"""The application: the API, the pages, and what guards them, in one FastAPI."""

from __future__ import annotations

import sys
from threading import Thread
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.records.database import RecordsError
from bot.serve.api import install
from bot.serve.dates import dates_router
from bot.serve.delivery import STATIC, Delivery
from bot.serve.guard import Guard
from bot.serve.key_ring import KeyRing
from bot.serve.limits import Limits
from bot.serve.prefix import Prefix
from bot.serve.services import Services
from bot.serve.staff.routers import Checked, add_staff_pages
from bot.serve.web.calc import calc_router
from bot.serve.web.checkup import checkup_router
from bot.serve.web.profile import profile_router
from corpus.problem import CorpusError
from environment import launch
from environment.alone import TakenError, claim
from environment.settings import Settings, SettingsError

TITLE: Final = "政策问答"


def create_app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The whole service; opens the library now and the index in the background."""
    services = services or Services(settings)
    services.open_records()
    _ = services.library  # what is wrong with all of the texts ends the start
    from bot.serve.web.library import library_router
    from bot.serve.web.pages import mount_pages  # Gradio: seconds and a hundred megabytes

    servers = [{"url": settings.root_path or "/"}]  # what the addresses of the API begin with
    app = FastAPI(title=TITLE, version="1", docs_url=None, redoc_url=None, servers=servers)
    install(app, services)
    add_staff_pages(app, services)
    app.include_router(library_router(services))
    for router in (calc_router, checkup_router, profile_router, dates_router):
        app.include_router(router(services))
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    mount_pages(app, services)
    Thread(target=services.warm_up, name="warm-up", daemon=True).start()
    Thread(target=services.keep_house, name="house-keeping", daemon=True).start()
    return guarded(app, settings, services.limits, services.key_ring)


def factory() -> FastAPI:
    """The service for another server than ours: ``uvicorn --factory bot.serve.app:factory``.

    One process of it: any other, or one that can't serve, ends with a sentence. What holds of
    connections (docs/security.md) is that server's to see to.
    """
    launch.work_offline()
    try:
        settings = Settings()
        claim(settings.policy_var)
        services = Services(settings)
        _ = services.records
        return create_app(settings, services)
    except (CorpusError, RecordsError, SettingsError, TakenError) as error:
        sys.exit(str(error))


def guarded(
    app: FastAPI, settings: Settings, limits: Limits, keys: KeyRing | None = None
) -> FastAPI:
    """Put the guard in front of ``app``, and before it what trusted proxies say of a visitor."""
    app.add_middleware(Checked)
    app.add_middleware(Guard, settings=settings, limits=limits, keys=keys)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    app.add_middleware(Delivery)
    app.add_middleware(Prefix, settings.root_path)
    return app
