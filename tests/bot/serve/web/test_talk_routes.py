"""A conversation is its browser's: gone on with, shared, judged, taken along, deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from docx import Document as WordDocument
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pypdfium2 import PdfDocument

from bot.serve.api import install
from bot.serve.app import guarded
from bot.serve.services import Services
from bot.serve.visitor import COOKIE
from bot.serve.web.chat import chat_router
from bot.serve.web.talk_routes import talk_router
from environment.settings import Settings

QUESTION = "我们厂上一年度技改投了350万，能补多少？"
SECRET = "s" * 43


@dataclass(frozen=True)
class Site:
    """The routes of the page, and two browsers in front of them."""

    services: Services
    mine: TestClient
    other: TestClient

    def ask(self, question: str = QUESTION, conversation: str | None = None) -> str:
        """Ask as the page does; the key of the conversation."""
        asked = {"question": question, "conversation": conversation, "number": 1}
        lines = self.mine.post("/ask", json=asked).text.splitlines()
        told: dict[str, str] = json.loads(lines[-1])
        return told["conversation"]


@pytest.fixture(scope="module")
def site(module_settings: Settings) -> Iterator[Site]:
    settings = module_settings.but(questions_per_minute=10_000)
    services = Services(settings)
    app = FastAPI()
    install(app, services)
    app.include_router(chat_router(services))
    app.include_router(talk_router(services))
    guarded(app, settings, services.limits)
    mine, other = (TestClient(app, "http://127.0.0.1") for _ in range(2))
    mine.cookies.set(COOKIE, SECRET)
    other.cookies.set(COOKIE, "t" * 43)
    yield Site(services, mine, other)
    services.records.close()


def test_what_was_said_is_there_again_and_goes_on(site: Site) -> None:
    key = site.ask()
    assert site.ask("其中40万是装修", key) == key
    turns = site.mine.get(f"/c/{key}/turns").json()["turns"]
    assert turns.count('<section class="turn"') == 2
    assert "70万元" in turns
    assert "按照实际投资额的20%" in turns


@pytest.mark.parametrize("path", ["turns", "export/docx", "export/pdf"])
def test_another_browser_sees_nothing_of_it(site: Site, path: str) -> None:
    key = site.ask()
    assert site.mine.get(f"/c/{key}/{path}").status_code == 200
    refused = site.other.get(f"/c/{key}/{path}")
    assert (refused.status_code, "当时的浏览器" in refused.text) == (404, True)


@pytest.mark.parametrize(
    ("path", "told"),
    [("delete", None), ("1/share", {}), ("1/judge", {"useful": True})],
)
def test_another_browser_does_nothing_to_it(site: Site, path: str, told: object) -> None:
    key = site.ask()
    assert site.other.post(f"/c/{key}/{path}", json=told).status_code == 404
    assert site.mine.get(f"/c/{key}/turns").status_code == 200


def test_a_permalink_shows_one_answer_to_anybody_and_says_what_changed(site: Site) -> None:
    key = site.ask()
    address = site.mine.post(f"/c/{key}/1/share").json()["address"]
    assert address == site.mine.post(f"/c/{key}/1/share").json()["address"]
    stranger = site.other
    page = stranger.get(f"/{address}").text
    assert "70万元" in page
    assert "到今天没有改动" in page
    assert key not in page
    assert "<button" not in page
    document = next(iter(site.services.records.conversations.turns(key)[0].texts))
    held = site.services.library.document(document)
    object.__setattr__(held, "sha256", "0" * 64)
    assert "在答复以后有改动" in stranger.get(f"/{address}").text


def test_a_link_that_leads_nowhere_is_said(site: Site) -> None:
    assert "没有这条分享的答复" in site.other.get(f"/a/{'x' * 24}").text


def test_a_conversation_that_is_deleted_is_gone_with_its_permalink(site: Site) -> None:
    key = site.ask()
    address = site.mine.post(f"/c/{key}/1/share").json()["address"]
    gone = site.mine.post(f"/c/{key}/delete", follow_redirects=False)
    assert gone.headers["location"] == "../../conversations"
    assert site.mine.get(f"/c/{key}/turns").status_code == 404
    assert site.other.get(f"/{address}").status_code == 404
    assert key not in site.mine.get("/conversations").text


def test_my_conversations_are_mine_alone(site: Site) -> None:
    key = site.ask("<script>alert(1)</script>技改能补多少")
    mine = site.mine.get("/conversations").text
    assert f"c/{key}" in mine
    assert "<script>alert" not in mine
    assert key not in site.other.get("/conversations").text


def test_a_conversation_is_taken_along_as_it_was_shown(site: Site) -> None:
    key = site.ask()
    word = WordDocument(BytesIO(site.mine.get(f"/c/{key}/export/docx").content))
    said = "\n".join(paragraph.text for paragraph in word.paragraphs)
    pages = PdfDocument(site.mine.get(f"/c/{key}/export/pdf").content)
    printed = "".join(page.get_textpage().get_text_bounded() for page in pages)
    for words in (QUESTION, "70万元", "按照实际投资额的20%"):
        assert words in said
        assert words in "".join(printed.split())


def test_whether_it_helped_is_kept_with_the_reason(site: Site) -> None:
    key = site.ask()
    told = {"useful": False, "reason": "金额不对，电话13812345678"}
    assert site.mine.post(f"/c/{key}/1/judge", json=told).status_code == 204
    assert site.mine.post(f"/c/{key}/9/judge", json=told).status_code == 404
    too_long = {"useful": False, "reason": "长" * 501}
    assert site.mine.post(f"/c/{key}/1/judge", json=too_long).status_code == 422
