"""The application: the API, the pages, and what guards them, in one FastAPI."""

from __future__ import annotations

import sys
from threading import Thread
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from bot.records.database import RecordsError
from bot.serve.accounts.sign_in import sign_in_router
from bot.serve.alone import TakenError, claim
from bot.serve.api import install
from bot.serve.dates import dates_router
from bot.serve.delivery import STATIC, Delivery
from bot.serve.guard import Guard
from bot.serve.limits import Limits
from bot.serve.prefix import Prefix
from bot.serve.services import Services
from bot.serve.staff.cases_routes import cases_router
from bot.serve.staff.evals_routes import evals_router
from bot.serve.staff.figures_routes import figures_router
from bot.serve.staff.intake_routes import import_router
from bot.serve.staff.readings_routes import readings_router
from bot.serve.staff.rules_routes import rules_router
from bot.serve.staff.service_routes import service_router
from bot.serve.staff.tasks_routes import tasks_router
from bot.serve.staff.words_routes import words_router
from bot.serve.web.calc import calc_router
from bot.serve.web.checkup import checkup_router
from bot.serve.web.notices import notices_router
from bot.serve.web.profile import profile_router
from corpus.problem import CorpusError
from environment import launch
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
    app.include_router(sign_in_router(services))
    app.include_router(import_router(services))
    app.include_router(rules_router(services))
    app.include_router(library_router(services))
    for router in (calc_router, checkup_router, profile_router, notices_router, dates_router):
        app.include_router(router(services))
    app.include_router(evals_router(services))
    app.include_router(tasks_router(services))
    app.include_router(cases_router(services))
    app.include_router(words_router(services))
    app.include_router(service_router(services))
    app.include_router(figures_router(services))
    app.include_router(readings_router(services))
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    mount_pages(app, services)
    Thread(target=services.warm_up, name="warm-up", daemon=True).start()
    Thread(target=services.keep_house, name="house-keeping", daemon=True).start()
    return guarded(app, settings, services.limits)


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


def guarded(app: FastAPI, settings: Settings, limits: Limits) -> FastAPI:
    """Put the guard in front of ``app``, and before it what trusted proxies say of a visitor."""
    app.add_middleware(Guard, settings=settings, limits=limits)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
    app.add_middleware(Delivery)
    app.add_middleware(Prefix, settings.root_path)
    return app
