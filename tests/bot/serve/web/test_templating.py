"""Templates escape what they show, and a value that is missing is no gap in a page."""

from __future__ import annotations

from jinja2 import StrictUndefined

from bot.serve.web import templating


def test_what_is_shown_is_escaped_and_what_is_missing_fails() -> None:
    environment = templating._ENVIRONMENT

    assert environment.from_string("{{ typed }}").render(typed="<script>") == "&lt;script&gt;"
    assert environment.undefined is StrictUndefined


def test_no_two_folders_hold_a_template_of_one_name() -> None:
    names = [path.name for folder in templating.FOLDERS for path in folder.iterdir()]

    assert len(names) == len(set(names))
