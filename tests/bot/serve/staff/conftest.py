"""The pages of the staff over a folder of one document, spoken to as a browser would."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies import models
from fastapi.testclient import TestClient
from httpx2 import Response

from bot.records.members import Role
from bot.serve.accounts.passwords import hashed
from bot.serve.api import install
from bot.serve.app import guarded
from bot.serve.services import Services
from bot.serve.staff.access import COOKIE, KNOWN
from bot.serve.staff.routers import add_staff_pages
from environment.settings import Settings

PASSWORD = "correct horse battery"
HASH = hashed(PASSWORD, "nobody")  # once: hashing is meant to be slow
FIRST = "sample"  # a text that is held from the beginning
META = (
    f"id: {FIRST}\ntitle: 样例市若干办法\nshort_title: 《若干办法》\nkind: 办法\nregion: [样例市]\n"
)


@dataclass(frozen=True)
class Office:
    """The service, its folder of documents, and whoever sits in front of it."""

    services: Services
    documents: Path
    app: FastAPI
    clerk: TestClient

    def visitor(self, peer: str = "192.0.2.7", **headers: str) -> TestClient:
        """Somebody else."""
        client = TestClient(
            self.app, "http://127.0.0.1", raise_server_exceptions=False, client=(peer, 50_000)
        )
        client.headers.update({"Accept": "text/html", **headers})
        return client

    def member(self, name: str, *roles: Role, person: str = "") -> TestClient:
        """Somebody with an account of these roles, signed in: without the time of a password."""
        records = self.services.records
        records.accounts.add("test", name, person or name, roles, HASH)
        entered = records.sign_ins.enter(name, HASH.__eq__, source="192.0.2.7")
        client = self.visitor()
        for cookie, value in ((COOKIE, entered.secret), (KNOWN, entered.known)):
            client.cookies.set(cookie, value, domain="127.0.0.1", path="/")
        return client

    def hold(self, name: str, text: str) -> None:
        """Put a second text beside the first: the measures on cold stores of a county."""
        folder = self.documents / name
        folder.mkdir()
        (folder / "text.txt").write_text(text, "utf-8")
        meta = META.replace("id: sample", f"id: {name}")
        meta = meta.replace("样例市若干办法", "样例县冷库若干办法")
        (folder / "meta.yaml").write_text(meta, "utf-8")

    @property
    def csrf(self) -> str:
        """The token that the forms of the clerk carry."""
        return csrf_of(self.clerk)

    @property
    def held(self) -> list[str]:
        """The documents that were published."""
        return sorted(p.name for p in self.documents.iterdir() if p.name not in (FIRST, ".off"))

    def post(self, path: str, fields: Mapping[str, Any], **more: Any) -> Response:  # noqa: ANN401
        """Send a form of ours."""
        return self.clerk.post(path, data={"csrf": self.csrf, **fields}, **more)

    def put(self, *files: tuple[str, bytes]) -> str:
        """Put files on the desk; the address of their page, once all are read."""
        sent = [("files", file) for file in files]
        page = self.clerk.post("/staff/import", data={"csrf": self.csrf}, files=sent)
        assert page.status_code == 200, page.text
        deadline = time.monotonic() + 60
        while 'http-equiv="refresh"' in page.text and time.monotonic() < deadline:
            time.sleep(0.1)
            page = self.clerk.get(page.url.path)
        return page.url.path


def only_our_scripts(page: str) -> None:
    """A page runs nothing but files of ours, each with the nonce."""
    scripts = re.findall(r"<script[^>]*>", page)
    ours = r'<script nonce="[\w-]+" src="[./]*site/[\w.]+\.js(?:\?v=\w+)?"(?: defer)?>'
    assert scripts
    assert [one for one in scripts if not re.fullmatch(ours, one)] == []


def csrf_of(client: TestClient) -> str:
    """The token of whoever has signed in with a client."""
    secret = client.cookies.get(COOKIE) or ""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Iterator[Office]:
    settings = settings.but(policy_documents=tmp_path / "documents")
    first = tmp_path / "documents" / FIRST
    first.mkdir(parents=True)
    (first / "text.txt").write_text("样例市若干办法\n\n第一条　为发展产业，制定本办法。\n", "utf-8")
    (first / "meta.yaml").write_text(META, "utf-8")
    services = Services(settings)
    app = FastAPI()
    install(app, services)
    add_staff_pages(app, services)
    guarded(app, settings, services.limits, services.key_ring)
    office = Office(services, tmp_path / "documents", app, TestClient(app))
    clerk = office.member("clerk", Role.CHECKER, Role.SIGNER, person="王科")
    yield replace(office, clerk=clerk)
    services.records.close()
    # FastAPI remembers every handler that it has looked at, and with it a whole service.
    for one in vars(models).values():
        getattr(one, "cache_clear", lambda: None)()
