"""What of a web page is its matter: the smallest part that nearly all sentences stand in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from lxml import html

from corpus.intake.formats.folding import tidy

_SENTENCE: Final = re.compile(r"[，。；、]")
_OUTSIDE: Final = 0.15  # of the sentences may stand beside the part that is gone into
_NAMED: Final = 0.4  # of them may stand in what is named as no part of the text
_PARTS: Final = {"div", "section", "article", "main", "form", "center"}
_FRAMES: Final = {"table", "tbody", "tr", "td"}  # of pages set out by tables
_TEXT: Final = {"p", "table", "ol", "ul", "h2", "h3", "h4", "blockquote"}
_FRAME: Final = 0.9  # of the words of a table that only sets out: one cell holds them
_LINKS: Final = 0.7  # of the words of a list of links
_AROUND: Final = {  # names that sites give to what stands around a text
    "nav", "navbar", "menu", "crumb", "crumbs", "breadcrumb", "location", "position", "footer",
    "foot", "bottom", "copyright", "share", "sidebar", "related", "relate", "relation", "recommend",
    "search", "login", "toolbar", "qrcode", "pager", "fontsize", "top", "header",
}  # fmt: skip
_NAMES: Final = re.compile(r"[A-Za-z]+")


def find_matter(body: html.HtmlElement) -> html.HtmlElement:
    """The part of a page that holds its text; lists of links in it are taken out."""
    weights = _weights(body)
    _drop_around(body, weights)
    weights = _weights(body)
    here = body
    while (inner := _inner(here, weights)) is not None:
        here = inner
    return here


def _inner(here: html.HtmlElement, weights: Mapping[html.HtmlElement, int]) -> html.HtmlElement:
    """The part of ``here`` to go into, None where ``here`` itself is the matter."""
    inner = max(here, key=lambda child: weights.get(child, 0), default=None)
    if inner is None or weights.get(inner, 0) < (1 - _OUTSIDE) * weights.get(here, 0):
        return None
    if not weights.get(inner, 0) or not (inner.tag in _PARTS or _is_frame(inner)):
        return None
    beside = (child for child in here if child is not inner and child.tag in _TEXT)
    return None if any(weights.get(child, 0) for child in beside) else inner


def _weights(body: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """Characters of sentences in each element; words of links and short lines weigh nothing."""
    weights: dict[html.HtmlElement, int] = {}
    for element in reversed(list(body.iter())):  # children come before their parents
        own = sum(_weight(text) for text in (element.text, *(child.tail for child in element)))
        below = sum(weights[child] for child in element)
        weights[element] = 0 if element.tag == "a" else own + below
    return weights


def _weight(text: str | None) -> int:
    bare = tidy(text or "")
    return len(bare) if _SENTENCE.search(bare) else 0


def _drop_around(body: html.HtmlElement, weights: Mapping[html.HtmlElement, int]) -> None:
    """Take out what is named as standing around a text, and lists of links."""
    for element in list(body.iter("div", "ul", "section", "table", "p")):
        if element.getparent() is None or weights[element] > _NAMED * weights[body]:
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if _AROUND & set(_NAMES.findall(named)) or _is_links(element):
            element.drop_tree()


def _is_links(element: html.HtmlElement) -> bool:
    links = [tidy(link.text_content()) for link in element.iter("a")]
    words = tidy(element.text_content())
    return len(links) > 1 and sum(map(len, links)) > _LINKS * len(words)


def _is_frame(table: html.HtmlElement) -> bool:
    """Whether a part of a table only sets the page out: one cell holds nearly everything."""
    if table.tag not in _FRAMES:
        return False
    cells = [table] if table.tag == "td" else list(table.iter("td"))
    words = max((len(cell.text_content()) for cell in cells), default=0)
    return words > _FRAME * len(table.text_content())
