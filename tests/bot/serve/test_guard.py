"""Headers of every response, the nonce of every page, and the limit on what is sent in."""

from __future__ import annotations

import re

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient

from bot.serve.guard import BODY_LIMIT, Guard

PAGE = '<html lang="en"><head></head><body><script>1</script><script src="/x"></script></body>'


def guarded() -> TestClient:
    app = FastAPI()

    @app.get("/page", response_class=HTMLResponse)
    def page() -> str:
        return PAGE

    @app.get("/breaks")
    def breaks() -> None:
        raise RuntimeError("secret detail")

    @app.post("/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(Guard)
    return TestClient(app, raise_server_exceptions=False)


def test_every_script_of_a_page_carries_the_nonce_that_the_policy_admits() -> None:
    response = guarded().get("/page")
    admitted = re.search(r"'nonce-([\w-]+)'", response.headers["content-security-policy"])
    assert admitted is not None
    scripts = re.findall(r"<script[^>]*>", response.text)
    assert len(scripts) == 3  # two of the page, one of ours
    assert all(f'nonce="{admitted.group(1)}"' in script for script in scripts)
    assert int(response.headers["content-length"]) == len(response.content)


def test_no_two_responses_share_a_nonce() -> None:
    client = guarded()
    policies = {client.get("/page").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


def test_the_policy_names_no_outside_host_and_admits_no_inline_handler() -> None:
    headers = guarded().get("/page").headers
    policy = headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "http" not in policy
    assert "'unsafe-inline'" not in scripts
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_failure_keeps_the_headers_and_tells_nothing_of_its_cause() -> None:
    response = guarded().get("/breaks")
    assert response.status_code == 500
    assert "content-security-policy" in response.headers
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_announced() -> None:
    client = guarded()
    announced = client.post("/length", content=b"x" * (BODY_LIMIT + 1))
    streamed = client.post(
        "/length", content=(b"x" * 65536 for _ in range(BODY_LIMIT // 65536 + 1))
    )
    assert announced.status_code == streamed.status_code == 413
    assert "内容过大" in announced.text
    assert client.post("/length", content=b"x" * 10).json() == 10


def test_uploads_that_no_page_uses_are_closed() -> None:
    assert guarded().post("/gradio_api/upload", files={"files": b"x"}).status_code == 404
