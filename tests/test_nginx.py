"""What docs/deploy.md tells a web master to write, judged by a real nginx and tried in front."""

from __future__ import annotations

import json
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from http.client import HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from bootstrap import ROOT
from environment.settings import Settings
from tests.nginx import GUIDE, check, documented, serving, set_up
from tests.process import free_port
from tests.programs import OPENSSL

TLS, PLAIN, PATH = documented("nginx")
NONE: Mapping[str, str] = {}
NAMED = {"Host": "zc.example.gov.cn"}
FORGED = {"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Host": "evil.example", "X-Gradio-Server": "x"}


class Echo(BaseHTTPRequestHandler):
    """Stands for the app: answers with the address and the headers that arrived."""

    def do_GET(self) -> None:
        """Say what arrived."""
        said = json.dumps({"path": self.path, **{k.lower(): v for k, v in self.headers.items()}})
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said.encode())

    def do_POST(self) -> None:
        """Read the body; say what arrived."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    """Return the port of what stands for the app."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


class Front(NamedTuple):
    """The documented site with TLS, as it runs here."""

    plain: str
    secure: str


@pytest.fixture(scope="module")
def certificate(nginx: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the documented files of the certificate, mapped to a pair made here."""
    folder = tmp_path_factory.mktemp("tls")
    command = [str(OPENSSL), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-subj", "/CN=test", "-keyout", f"{folder}/key", "-out", f"{folder}/pem"]
    subprocess.run(command, check=True, capture_output=True)
    return {
        "/etc/nginx/tls/zc.example.gov.cn.pem": f"{folder}/pem",
        "/etc/nginx/tls/zc.example.gov.cn.key": f"{folder}/key",
    }


@pytest.fixture
def front(upstream: int, certificate: dict[str, str], tmp_path: Path) -> Iterator[Front]:
    """Run the documented site with TLS in front of what stands for the app."""
    plain, secure = free_port(), free_port()
    here = {"listen 80": f"listen 127.0.0.1:{plain}", "listen 443": f"listen 127.0.0.1:{secure}"}
    whole = set_up(tmp_path, TLS, {**here, "7860": str(upstream), **certificate})
    with serving(whole, secure):
        yield Front(f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow nothing: what the redirect says is the answer."""


def ask(address: str, body: bytes | None = None, headers: Mapping[str, str] = NONE) -> HTTPResponse:
    """The answer to one request, whatever its status."""
    unverified = ssl._create_unverified_context()  # the certificate was made here
    opener = urllib.request.build_opener(_Stay, urllib.request.HTTPSHandler(context=unverified))
    request = urllib.request.Request(address, body, dict(headers))
    try:
        answer: HTTPResponse = opener.open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error  # type: ignore[assignment]  # it has the same status, headers and read()
    return answer


@pytest.mark.parametrize("block", documented("nginx"), ids=["tls", "plain", "path"])
def test_nginx_accepts_every_documented_block(
    block: str, certificate: dict[str, str], tmp_path: Path
) -> None:
    site = block if block.startswith("server") else f"server {{ listen 80; {block} }}"
    ports = {f"listen {port}": f"listen 127.0.0.1:{free_port()}" for port in (80, 443)}
    judged = check(set_up(tmp_path, site, {**ports, **certificate}))
    assert judged.returncode == 0, judged.stderr


def test_a_block_with_a_slip_would_be_refused(nginx: Path, tmp_path: Path) -> None:
    site = f"server {{ listen 80; {PATH} }}"
    slip = {"listen 80": f"listen 127.0.0.1:{free_port()}", "proxy_pass": "proxypass"}
    judged = check(set_up(tmp_path, site, slip))
    assert judged.returncode == 1
    assert "proxypass" in judged.stderr


def test_what_a_visitor_says_of_himself_does_not_reach_the_app(front: Front) -> None:
    told = json.load(ask(f"{front.secure}/calc", headers={**NAMED, **FORGED}))
    assert told["host"] == "zc.example.gov.cn"
    assert told["x-forwarded-for"] == "127.0.0.1"
    assert told["x-forwarded-proto"] == "https"
    assert not set(told) & {"x-forwarded-host", "x-gradio-server"}


def test_a_visitor_without_tls_is_led_to_tls_and_told_to_stay(front: Front) -> None:
    led = ask(f"{front.plain}/calc?rule=x", headers=NAMED)
    assert (led.status, led.headers["Location"]) == (
        301,
        "https://zc.example.gov.cn/calc?rule=x",
    )
    assert "max-age" in ask(front.secure).headers["Strict-Transport-Security"]


def test_a_flood_of_questions_is_stopped_and_the_pages_stay_open(front: Front) -> None:
    for address in ("/api/ask", "/policy/ask", "/policy/calc/result"):
        found = [ask(f"{front.secure}{address}", b"{}").status for _ in range(40)]
        assert set(found) <= {200, 429}
    assert found.count(429) > 5  # both count together
    assert {ask(f"{front.secure}/calc").status for _ in range(70)} == {200}


def test_a_body_that_is_too_large_is_refused_at_the_door(front: Front) -> None:
    limit = 2 * 1024 * 1024
    assert ask(f"{front.secure}/api/compute", b"x" * limit).status == 200
    assert ask(f"{front.secure}/api/compute", b"x" * (limit + 1)).status == 413


def test_the_guide_says_what_every_line_is_for_and_lists_no_other() -> None:
    table = GUIDE.partition("### 每一行的用途")[2].partition("\n## ")[0]
    explained = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    shared = [
        (ROOT / "deploy" / "nginx" / name).read_text("utf-8")
        for name in ("limits.conf", "proxy.conf")
    ]
    lines = [
        line.strip()
        for text in (*shared, TLS)
        for line in text.splitlines()
        if line.strip() and line.strip()[0] not in "#}"
    ]
    wanted = [
        line
        for line in lines
        if not line.startswith(
            (
                "server",
                "listen",
                "return",
                "location",
                "include",
                "proxy_pass",
                "ssl_certificate",
                "default",
                '"~',
            )
        )
    ]  # what every nginx site has needs no word
    for line in wanted:
        assert any(line.startswith(start) for start in explained), line
    for start in explained:
        assert any(line.startswith(start) for line in wanted), start


@pytest.mark.parametrize("block", documented("dotenv"))
def test_the_documented_settings_can_be_used(block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named = dict(line.split("=", 1) for line in block.splitlines())
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    read = Settings()
    for name in named:
        assert getattr(read, name.lower()), name
