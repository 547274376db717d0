"""The doors over real HTTP: names, sites, frames, proxies and sizes, at the running service."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.running import Running, running_app

QUESTION = json.dumps({"question": "我们厂上一年度技改投了350万，能补多少？"}).encode()
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Start the app as one behind a portal that a proxy on this machine serves."""
    with running_app(
        tmp_path_factory.mktemp("portal"),
        QUESTIONS_PER_MINUTE="3",
        ALLOWED_HOSTS="zc.example.gov.cn",
        FRAME_ANCESTORS="https://www.example.gov.cn",
        TRUSTED_PROXIES="127.0.0.1",
    ) as running:
        yield running


def send(
    app: Running, method: str, path: str, headers: Mapping[str, str] = {}, body: bytes = b""
) -> tuple[HTTPResponse, str]:
    host, _, port = app.address.removeprefix("http://").partition(":")
    connection = HTTPConnection(host, int(port), timeout=30)
    connection.request(method, path, body or None, dict(headers))
    response = connection.getresponse()
    said = response.read().decode()
    connection.close()
    return response, said


@pytest.mark.parametrize(
    ("host", "status"),
    [("evil.example", 400), ("zc.example.gov.cn", 200), ("localhost:1", 200), ("10.9.8.7", 400)],
)
def test_the_service_answers_under_its_own_names_only(app: Running, host: str, status: int) -> None:
    response, said = send(app, "GET", "/", {"Host": host})
    assert response.status == status
    assert status == 200 or "主机名" in said


@pytest.mark.parametrize("origin", ["http://localhost:3000", "https://evil.example", "null"])
def test_another_site_reads_nothing_and_sends_nothing(app: Running, origin: str) -> None:
    for method, path in (("GET", "/"), ("OPTIONS", "/api/ask"), ("GET", "/api/documents")):
        response, _ = send(app, method, path, {"Origin": origin})
        assert not [name for name, _ in response.getheaders() if "access-control" in name.lower()]
    response, said = send(app, "POST", "/api/ask", {**JSON, "Origin": origin}, QUESTION)
    assert response.status == 403
    assert "别的网站" in said


def test_only_the_portal_that_is_named_may_frame_the_pages(app: Running, running: Running) -> None:
    named, _ = send(app, "GET", "/")
    assert "frame-ancestors https://www.example.gov.cn" in named.getheader(
        "Content-Security-Policy", ""
    )
    assert named.getheader("X-Frame-Options") is None
    other, _ = send(running, "GET", "/")
    assert "frame-ancestors 'none'" in other.getheader("Content-Security-Policy", "")
    assert other.getheader("X-Frame-Options") == "DENY"


def test_visitors_behind_the_proxy_are_told_apart_and_each_has_a_limit(app: Running) -> None:
    def ask(visitor: str) -> int:
        response, _ = send(app, "POST", "/api/ask", {**JSON, "X-Forwarded-For": visitor}, QUESTION)
        assert response.status != 429 or int(response.getheader("Retry-After", "0")) > 0
        return response.status

    assert [ask("203.0.113.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("198.51.100.7, 203.0.113.1") == 429  # what a visitor claims before the proxy's word
    assert ask("203.0.113.2") == 200


def test_nobody_is_believed_who_is_no_proxy(tmp_path: Path) -> None:
    with running_app(tmp_path, QUESTIONS_PER_MINUTE="1") as app:
        statuses = [
            send(app, "POST", "/api/ask", {**JSON, "X-Forwarded-For": f"203.0.113.{n}"}, QUESTION)[
                0
            ].status
            for n in range(3)
        ]
    assert statuses == [200, 429, 429]


@pytest.mark.parametrize(
    ("path", "body", "status", "words"),
    [
        ("/api/ask", b"x" * 200_000, 413, "内容过大"),
        ("/api/ask", b"{", 422, "不是有效的JSON"),
        ("/api/ask", b'{"question": 3}', 422, "格式不对"),
        ("/api/nothing", b"{}", 404, "没有这个接口"),
        ("/api/compute", b'{"rule": "nothing"}', 404, "没有规则"),
        ("/gradio_api/queue/join", b"[]", 404, "没有这个地址"),
        ("/anything", b"", 404, "没有这个地址"),
    ],
)
def test_what_cannot_be_served_is_said_in_chinese(
    app: Running, path: str, body: bytes, status: int, words: str
) -> None:
    response, said = send(app, "POST", path, {**JSON, "X-Forwarded-For": "203.0.113.50"}, body)
    assert response.status == status
    assert words in said
