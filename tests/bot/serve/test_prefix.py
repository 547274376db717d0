"""A service behind a path: the same addresses inside, whether or not the proxy takes it off."""

from __future__ import annotations

import pytest
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from bot.serve.prefix import Prefix


def behind(prefix: str) -> TestClient:
    async def arrived(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse(scope["path"])(scope, receive, send)

    return TestClient(Prefix(arrived, prefix), follow_redirects=False)


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


def test_the_prefix_alone_goes_on_as_no_address_at_all() -> None:
    assert behind("/policy").get("/policy").json() == ""
