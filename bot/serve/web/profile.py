"""Page 企业档案: what an enterprise is, once; kept by its browser, never by the service."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.engine.entries import read_entries
from bot.serve.services import Services
from bot.serve.web.form_fields import Who, form_of
from bot.serve.web.plain import about, page


def profile_router(services: Services) -> APIRouter:
    """The page; its script fills it and keeps what is saved."""
    router = APIRouter(include_in_schema=False)

    @router.get("/profile")
    def profile() -> HTMLResponse:
        form = form_of(services.rules.values(), {}, (), Who())
        return page(
            services, "profile.html.j2", "企业档案", "profile",
            firm=form.firm, heard=read_entries((), ()), who=Who(), **about(services),
        )  # fmt: skip

    return router
