"""Templates of the pages: Jinja2 with its escaping on, over the folders beside the pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.serve.web.markup import Markup

_SERVE: Final = Path(__file__).parents[1]
FOLDERS: Final = (_SERVE / "web" / "templates", _SERVE / "staff" / "templates")
_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(FOLDERS),
    autoescape=True,
    undefined=StrictUndefined,  # a value that a page forgot is a failure, not a gap in the page
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(name: str, /, **values: Any) -> Markup:  # noqa: ANN401 -- what a template shows
    """The template ``name`` (``reply.html.j2``) with these values, each escaped unless Markup.

    Raises:
        jinja2.UndefinedError: the template names a value that is not among them.
    """
    return Markup(_ENVIRONMENT.get_template(name).render(values))
