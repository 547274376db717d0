"""What every page shares: the bar on top, the frame, and how a failure is shown."""

from __future__ import annotations

import logging
from typing import Any, Final, ParamSpec

from bot.serve.web.markup import Markup, tag
from bot.serve.web.templating import render

logger = logging.getLogger(__name__)

BRAND: Final = "政策问答"
HOME: Final = "./"
PAGES: Final = (
    (HOME, "咨询"),
    ("calc", "测算"),
    ("checkup", "政策体检"),
    ("library", "政策库"),
    ("profile", "企业档案"),
)
FAILED: Final = "这次没有处理成功，您填写的内容没有丢失。请稍后再试；如仍不行，请把问题告诉管理员。"
P = ParamSpec("P")


def masthead(current: str, up: str = "") -> Markup:
    """The bar on top with the links to the pages; ``current`` is the link to this one.

    ``up`` is the way from the address of the page to the home page: see `bot.serve.headers`.
    """
    return render("masthead.html.j2", brand=BRAND, home=HOME, pages=PAGES, current=current, up=up)


def whole(name: str, current: str, title: str, *, up: str = "", **values: Any) -> Markup:  # noqa: ANN401
    """A whole page without Gradio, from a template that extends ``page.html.j2``."""
    bar = masthead(current, up)
    return render(name, title=title, brand=BRAND, masthead=bar, up=up, **values)


def lead(title: str, *lines: str) -> Markup:
    """The heading of a page."""
    return tag("div", tag("h1", title), *(tag("p", line) for line in lines), class_="lead")
