"""Every page of the staff, in one place; and that none of them answers without asking who is there.

What a route asks for is found by asking it: it calls `Access.check`, `form`, `own` or `stranger`
before anything else. A route that calls none of them is answered for by nobody: `Checked` lets
nothing of it out, and tests/bot/serve/staff/test_matrix.py, which names what each route asks for,
fails.
"""

from __future__ import annotations

from typing import Final

from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.serve.accounts.accounts_routes import accounts_router
from bot.serve.accounts.audit_routes import audit_router
from bot.serve.accounts.me_routes import me_router
from bot.serve.accounts.sign_in import sign_in_router
from bot.serve.accounts.single_routes import single_router
from bot.serve.services import Services
from bot.serve.staff.access import ASKED
from bot.serve.staff.cards_routes import cards_router
from bot.serve.staff.cases_routes import cases_router
from bot.serve.staff.evals_routes import evals_router
from bot.serve.staff.figures_routes import figures_router
from bot.serve.staff.intake_routes import import_router
from bot.serve.staff.readings_routes import readings_router
from bot.serve.staff.rules_routes import rules_router
from bot.serve.staff.service_routes import service_router
from bot.serve.staff.tasks_routes import tasks_router
from bot.serve.staff.words_routes import words_router

STAFF: Final = "/staff"
ROUTERS: Final = (
    sign_in_router,
    single_router,
    me_router,
    accounts_router,
    audit_router,
    tasks_router,
    cases_router,
    words_router,
    readings_router,
    service_router,
    figures_router,
    import_router,
    rules_router,
    cards_router,
    evals_router,
)


def add_staff_pages(app: FastAPI, services: Services) -> None:
    """Add every page of the staff."""
    for router in ROUTERS:
        app.include_router(router(services))


class UncheckedError(RuntimeError):
    """A page of the staff was about to answer without having asked who is there."""


class Checked:
    """ASGI middleware: a page below /staff answers only where it has asked who is there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Raises UncheckedError for an answer that nobody has a right to."""
        if scope["type"] != "http" or not _staff(scope["path"]):
            await self._app(scope, receive, send)
            return
        asked: list[object] = []

        async def sent(message: Message) -> None:
            begins = message["type"] == "http.response.start"
            if begins and message["status"] < 400 and not asked:
                raise UncheckedError(f"{scope['method']} {scope['path']}")
            await send(message)

        await self._app({**scope, ASKED: asked}, receive, sent)


def _staff(path: str) -> bool:
    return f"{path}/".startswith(f"{STAFF}/")
