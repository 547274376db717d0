"""What stands above every page: texts whose validity ends soon."""

from __future__ import annotations

from datetime import date
from typing import Final

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
