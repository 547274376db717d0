"""A service behind a path: the same addresses inside, whether or not the proxy takes it off."""

from __future__ import annotations

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from bot.serve.prefix import Prefix


def behind(prefix: str) -> TestClient:
    app = FastAPI()

    @app.get("/{path:path}")
    def arrived(request: Request) -> str:
        return request.url.path

    app.add_middleware(Prefix, prefix)
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize("sent", ["/policy/calc", "/calc"])
def test_an_address_arrives_without_the_prefix_whether_or_not_the_proxy_took_it_off(
    sent: str,
) -> None:
    assert behind("/policy").get(sent).json() == "/calc"


def test_the_prefix_is_taken_off_once_and_only_where_it_is_a_whole_name() -> None:
    client = behind("/policy")
    assert client.get("/policy/policy/calc").json() == "/policy/calc"
    assert client.get("/policy-archive").json() == "/policy-archive"


def test_without_a_prefix_addresses_are_as_they_were_sent() -> None:
    assert behind("").get("/policy/calc").json() == "/policy/calc"


def test_the_prefix_alone_leads_to_the_first_page_with_its_query() -> None:
    answer = behind("/policy").get("/policy?from=portal")
    assert (answer.status_code, answer.headers["location"]) == (308, "/policy/?from=portal")
    assert behind("/policy").get("/policy").headers["location"] == "/policy/"
