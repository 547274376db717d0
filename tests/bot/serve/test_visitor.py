"""A browser is known by a secret without a name; a page sets it once, nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from bot.serve.app import guarded
from bot.serve.limits import Limits
from bot.serve.visitor import COOKIE, owner_of
from environment.settings import Settings

PAGE = (
    '<html lang="en"><head></head><body><a href="#to">到</a><a href="calc">测算</a></body></html>'
)
KEY = "k" * 24


def client(**said: Any) -> TestClient:  # noqa: ANN401 -- settings
    settings = Settings(**said)
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    @app.get("/calc", response_class=HTMLResponse)
    @app.get("/c/{key}", response_class=HTMLResponse)
    def page(request: Request) -> str:
        return PAGE.replace("测算", owner_of(request.cookies) or "nobody")

    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {}

    return TestClient(guarded(app, settings, Limits(settings)), "http://127.0.0.1")


def test_a_page_sets_it_once_and_knows_the_browser_by_it() -> None:
    visitor = client()
    first = visitor.get("/")
    assert "nobody" in first.text
    cookie = first.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
    secret = visitor.cookies[COOKIE]
    again = visitor.get("/calc")
    assert "set-cookie" not in again.headers
    assert owner_of({COOKIE: secret}) in again.text
    assert secret not in again.text


def test_behind_a_path_it_is_of_that_path_alone() -> None:
    assert "Path=/policy" in client(root_path="/policy").get("/policy/").headers["set-cookie"]


def test_nothing_but_a_page_sets_it() -> None:
    assert "set-cookie" not in client().get("/healthz").headers


@pytest.mark.parametrize("secret", ["", "x", "a b" * 20, "字" * 40, "x" * 400])
def test_what_is_no_secret_of_ours_is_nobody(secret: str) -> None:
    assert owner_of({COOKIE: secret}) == ""


def test_a_conversation_is_the_chat_page_whose_links_count_from_above() -> None:
    page = client().get(f"/c/{KEY}")
    assert page.status_code == 200
    assert '<base href="../" />' in page.text
    assert page.text.index("<base") < page.text.index("site/style.css")
    assert "../site" not in page.text
    assert f'href="c/{KEY}#to"' in page.text  # a place on the page is no way to the home page


@pytest.mark.parametrize("path", ["/c/", "/c/short", f"/c/{KEY}/x", f"/c/{KEY}.."])
def test_what_is_no_address_of_a_conversation_is_nothing(path: str) -> None:
    assert client().get(path).status_code == 404
