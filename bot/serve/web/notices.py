"""What stands above every page: texts whose validity ends soon."""

from __future__ import annotations

from datetime import date
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from bot.serve.services import Services, today
from bot.serve.web.clause_view import document_link
from bot.serve.web.markup import Markup
from bot.serve.web.templating import render
from corpus.endings import endings
from corpus.library import Library

SHOWN: Final = 2  # texts that are named; the others are counted


def expiry_banner(day: date, library: Library, up: str = "") -> Markup:
    """The banner of a day over a library; empty where no text ends soon.

    ``up`` leads from the page to the home page: ``../``.
    """
    found = endings(library.documents, day)
    return render(
        "banner.html.j2",
        endings=[(one.words, document_link(one.document)) for one in found[:SHOWN]],
        more=len(found[SHOWN:]),
        up=up,
    )


def notices_router(services: Services) -> APIRouter:
    """The banner by itself, for the pages of Gradio: their scripts put it above them."""
    router = APIRouter(include_in_schema=False)

    @router.get("/banner")
    def banner() -> HTMLResponse:
        return HTMLResponse(expiry_banner(today(), services.library))

    return router
