"""A page that is watched: what leaves the machine, what fails, what is said in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

Opener = Callable[[str], Page]
HARMLESS = "Autofocus processing was blocked"  # Chromium notes it itself


@pytest.fixture
def opened(page: Page, server: str) -> Iterator[Opener]:
    """Open a path of the running app; afterwards nothing may have failed or gone outside."""
    outside: list[str] = []
    failures: list[str] = []

    def on_request(request: Request) -> None:
        if not request.url.startswith((server, "data:", "blob:")):
            outside.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(HARMLESS):
            failures.append(message.text)

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.set_default_timeout(20_000)

    def open_path(path: str) -> Page:
        page.goto(server + path)
        return page

    yield open_path
    assert outside == []
    assert failures == []
