"""Page 政策库: every text, looked through and as a tree; a clause with all that is known of it.

A page of its own for every address, and links between them: so Back, Forward, a new tab and a
link that is passed on all show the same, and nothing is kept for a visitor.
"""

from __future__ import annotations

from threading import Lock
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from bot.serve.refusal import Refused
from bot.serve.services import Services, today
from bot.serve.web.library_list import Selection
from bot.serve.web.library_search import LibrarySearch
from bot.serve.web.library_view import LibraryView
from bot.serve.web.original import download
from corpus.document import Document
from corpus.library import ClauseNotFoundError, Library

NO_TEXT: Final = "没有这份文件：可能已经撤下。请在政策库中查找。"


def library_router(services: Services) -> APIRouter:
    """The addresses of the page: itself, and the originals below it."""
    router = APIRouter(include_in_schema=False)
    pages = _Pages(services)
    router.add_api_route("/library", pages.show, methods=["GET"])
    router.add_api_route("/library/", _without_slash, methods=["GET"])
    router.add_api_route("/library/original", pages.original, methods=["GET"])
    return router


def _without_slash(request: Request) -> RedirectResponse:
    return RedirectResponse(f"../library?{request.url.query}".rstrip("?"), 301)


class _Pages:
    """The handlers, and the search over the library that there is now."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._search: LibrarySearch | None = None
        self._folding = Lock()

    def show(self, request: Request) -> Response:
        """The clause or the text that the address names, else the texts it asks for."""
        query = request.query_params
        search = self._search_of(self._services.library)
        view = LibraryView(self._services, search, today())
        named, clause = query.get("doc", ""), query.get("clause", "")
        if not named:
            return HTMLResponse(view.overview(Selection.of(query)))
        document = _document(search.library, named)
        if document is None:
            return HTMLResponse(view.missing(None), 404)
        if not clause:
            return HTMLResponse(view.document(document))
        try:
            return HTMLResponse(view.clause(search.library.clause(document.id, clause)))
        except ClauseNotFoundError:
            return HTMLResponse(view.missing(document), 404)

    def original(self, request: Request) -> Response:
        """The original of the text that the address names. Raises Refused (404)."""
        document = _document(self._services.library, request.query_params.get("doc", ""))
        if document is None:
            raise Refused(404, NO_TEXT)
        return download(document, self._services.settings.policy_documents)

    def _search_of(self, library: Library) -> LibrarySearch:
        """The search over a library; made anew once the texts have changed."""
        with self._folding:
            if self._search is None or self._search.library is not library:
                self._search = LibrarySearch(library)
            return self._search


def _document(library: Library, named: str) -> Document | None:
    try:
        return library.document(named)
    except ClauseNotFoundError:
        return None
