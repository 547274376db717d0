"""What a request must pass, what every response carries, and how a request is turned away."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from starlette.middleware.cors import CORSMiddleware
from starlette.websockets import WebSocketDisconnect

from bot.serve.api import install
from bot.serve.app import guarded
from bot.serve.guard import BODY_LIMIT
from bot.serve.limits import Limits
from bot.serve.services import Services
from environment.settings import Settings

PAGE = '<html lang="en"><head></head><body><script>1</script><script src="/x"></script></body>'
BROWSER = {"Accept": "text/html,*/*"}


def client(*, peer: str = "192.0.2.7", **values: Any) -> TestClient:  # noqa: ANN401
    settings = Settings(**values)
    app = FastAPI()

    @app.get("/", response_class=HTMLResponse)
    def page() -> str:
        return PAGE

    @app.get("/calc")
    def breaks() -> None:
        raise RuntimeError("secret detail")

    @app.post("/api/length")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.get("/api/who")
    def who(request: Request) -> list[str | None]:
        forwarded = [name for name in request.headers if "forwarded" in name]
        return [request.client.host if request.client else None, request.url.scheme, *forwarded]

    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
    served = guarded(app, settings, Limits(settings))
    return TestClient(
        served, "http://127.0.0.1", raise_server_exceptions=False, client=(peer, 50_000)
    )


def api_alone() -> FastAPI:
    app = FastAPI()
    install(app, Services(Settings()))
    return app


def test_every_script_of_a_page_carries_the_nonce_that_the_policy_admits() -> None:
    response = client().get("/")
    admitted = re.search(r"'nonce-([\w-]+)'", response.headers["content-security-policy"])
    assert admitted is not None
    scripts = re.findall(r"<script[^>]*>", response.text)
    assert len(scripts) == 4  # two of the page, two of ours
    assert all(f'nonce="{admitted.group(1)}"' in script for script in scripts)
    assert int(response.headers["content-length"]) == len(response.content)


def test_no_two_responses_share_a_nonce() -> None:
    visitor = client()
    policies = {visitor.get("/").headers["content-security-policy"] for _ in range(5)}
    assert len(policies) == 5


def test_the_policy_names_no_outside_host_and_admits_no_inline_handler() -> None:
    headers = client().get("/").headers
    policy = headers["content-security-policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "http" not in policy
    assert "'unsafe-inline'" not in scripts
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_framing_is_refused_unless_a_portal_is_named() -> None:
    refused = client().get("/").headers
    assert "frame-ancestors 'none'" in refused["content-security-policy"]
    assert refused["x-frame-options"] == "DENY"
    portal = client(frame_ancestors="https://www.example.gov.cn").get("/").headers
    assert "frame-ancestors https://www.example.gov.cn" in portal["content-security-policy"]
    assert "x-frame-options" not in portal


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "", "localhost.evil", "[::1", "2130706433",
        "evil.example@127.0.0.1", "127.0.0.1/evil", "127.0.0.1#evil", "127.0.0.1:80:evil",
        "127.0.0.1:999999", "a b.127.0.0.1", "evil.example\\@127.0.0.1",
    ],
)  # fmt: skip
def test_a_foreign_host_name_is_refused(host: str) -> None:
    response = client().get("/", headers={"Host": host})
    assert response.status_code == 400
    assert "主机名" in response.json()["detail"]


@pytest.mark.parametrize("host", ["127.0.0.1:7860", "localhost", "LOCALHOST:1", "[::1]:7860"])
def test_the_names_of_this_machine_are_ours(host: str) -> None:
    assert client().get("/", headers={"Host": host}).status_code == 200


def test_names_that_the_operator_adds_are_ours() -> None:
    visitor = client(allowed_hosts="zc.example.gov.cn, *.lg.example", host="10.0.0.5")
    answered = {
        host: visitor.get("/", headers={"Host": host}).status_code
        for host in ("zc.example.gov.cn:8080", "a.b.lg.example", "lg.example", "10.0.0.5:7860")
    }
    assert list(answered.values()) == [200, 200, 400, 200]


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:3000", "https://evil.example", "null", "http://127.0.0.1:81", "http://["],
)
def test_no_other_site_gets_credentials_or_can_send_anything(origin: str) -> None:
    visitor = client()
    read = visitor.get("/", headers={"Origin": origin})
    assert not [name for name in read.headers if name.startswith("access-control")]
    sent = visitor.post("/api/length", content=b"x", headers={"Origin": origin})
    assert sent.status_code == 403
    assert "别的网站" in sent.json()["detail"]
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    asked_before = visitor.options("/api/length", headers=asked)
    assert not [name for name in asked_before.headers if name.startswith("access-control")]


def test_our_own_pages_can_send() -> None:
    headers = {"Origin": "http://127.0.0.1"}
    assert client().post("/api/length", content=b"xy", headers=headers).json() == 2


@pytest.mark.parametrize(
    ("found", "status"),
    [("same-origin", 200), ("none", 200), ("same-site", 403), ("cross-site", 403)],
)
def test_what_the_browser_found_decides_where_a_proxy_has_changed_the_name(
    found: str, status: int
) -> None:
    headers = {"Origin": "https://127.0.0.1:8443", "Sec-Fetch-Site": found}
    assert client().post("/api/length", content=b"x", headers=headers).status_code == status


def test_a_failure_keeps_the_headers_and_tells_nothing_of_its_cause() -> None:
    response = client().get("/calc")
    assert response.status_code == 500
    assert "content-security-policy" in response.headers
    assert response.json() == {"detail": "处理失败，请稍后再试。"}


def test_a_person_is_told_by_a_page_and_a_program_by_json() -> None:
    page = client().get("/nowhere", headers=BROWSER)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>找不到这一页</h1>" in page.text
    assert client().get("/nowhere").json()["detail"].startswith("没有这个地址")


def test_a_page_is_never_kept_by_a_cache() -> None:
    assert client().get("/").headers["cache-control"] == "no-store"


def test_a_head_is_answered_wherever_a_get_is() -> None:
    assert client().head("/").status_code == 200
    assert client().head("/api/who").status_code == 200


def test_the_bare_prefix_leads_on_only_under_a_name_of_ours() -> None:
    visitor = client(root_path="/policy")
    there = visitor.get("/policy?a=b", follow_redirects=False)
    assert (there.status_code, there.headers["location"]) == (308, "/policy/?a=b")
    assert "content-security-policy" in there.headers
    foreign = visitor.get("/policy", headers={"Host": "evil.example"}, follow_redirects=False)
    assert foreign.status_code == 400


def test_many_wrong_fields_are_not_all_named() -> None:
    body = {f"field{number}": 1 for number in range(500)}
    refused = TestClient(api_alone(), "http://127.0.0.1").post("/api/compute", json=body)
    assert refused.status_code == 422
    assert len(refused.json()["errors"]) == 20


def test_what_other_parts_say_of_an_error_is_replaced() -> None:
    assert client().get("/assets/none.js").json() == {"detail": "没有找到。请从首页进入。"}


def test_a_body_over_the_limit_is_refused_whether_or_not_its_length_is_announced() -> None:
    visitor = client()
    announced = visitor.post("/api/length", content=b"x" * (BODY_LIMIT + 1))
    parts = (b"x" * 65536 for _ in range(BODY_LIMIT // 65536 + 1))
    streamed = visitor.post("/api/length", content=parts)
    assert announced.status_code == streamed.status_code == 413
    assert "内容过大" in announced.text
    assert visitor.post("/api/length", content=b"x" * 10).json() == 10


def test_a_length_that_is_none_is_refused() -> None:
    response = client().post("/api/length", content=b"x", headers={"Content-Length": "+1"})
    assert response.status_code == 400


def test_what_a_proxy_says_is_believed_only_of_one_that_is_named() -> None:
    said = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    said |= {"X-Forwarded-Host": "evil.example", "Forwarded": "for=198.51.100.1"}
    assert client().get("/api/who", headers=said).json() == ["192.0.2.7", "http"]
    named = client(trusted_proxies="192.0.2.0/24")
    assert named.get("/api/who", headers=said).json() == ["203.0.113.9", "https"]
    several = {"X-Forwarded-For": "203.0.113.66, 203.0.113.9, 192.0.2.8"}
    assert named.get("/api/who", headers=several).json()[0] == "203.0.113.9"


def test_a_websocket_is_closed() -> None:
    opening = client().websocket_connect("/ask")
    with pytest.raises(WebSocketDisconnect), opening:
        pass
