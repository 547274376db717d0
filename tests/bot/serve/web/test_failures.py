"""What a person reads when something is in the way: too fast, no connection, a wrong address."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.running import Running, running_app

QUESTION = "我们厂上一年度技改投了350万，能补多少？"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running_app(tmp_path_factory.mktemp("slow"), QUESTIONS_PER_MINUTE="2") as running:
        yield running


def ask(page: Page, question: str) -> None:
    box = page.get_by_label("您的问题")
    box.fill(question)
    box.press("Enter")


def test_too_many_questions_are_put_off_on_the_page_and_in_the_api(
    page: Page, app: Running
) -> None:
    page.goto(app.address)
    for number in (1, 2):
        ask(page, QUESTION)
        expect(page.locator(f"#turn-{number} .conclusion")).to_contain_text("70万元")
    ask(page, QUESTION)
    expect(page.locator("#talk [role=alert]")).to_contain_text("提问太快：每分钟最多2次")
    expect(page.get_by_label("您的问题")).to_have_value(QUESTION)
    body = json.dumps({"question": QUESTION}).encode()
    headers = {"Content-Type": "application/json"}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{app.address}/api/ask", body, headers))
    assert refused.value.code == 429
    assert 1 <= int(refused.value.headers["Retry-After"]) <= 60
    assert "提问太快" in json.load(refused.value)["detail"]


def test_a_wrong_address_leads_back(page: Page, app: Running) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app.address}/policies/2024")
    expect(page.get_by_role("heading", level=1)).to_have_text("找不到这一页")
    assert not re.search(r"[A-Za-z]{3,}", page.inner_text("body"))
    page.locator(".plain-page").get_by_role("link", name="咨询").click()
    expect(page.get_by_label("您的问题")).to_be_visible()


def test_a_lost_connection_is_said_and_what_was_typed_stays(page: Page, tmp_path: Path) -> None:
    with running_app(tmp_path) as app:
        page.goto(app.address)
        expect(page.get_by_label("您的问题")).to_be_visible()
        app.process.kill()
        app.process.wait()
        ask(page, QUESTION)
        notice = page.locator("#talk [role=alert]")
        expect(notice).to_contain_text("与服务的连接断开了")
        assert not re.search(r"[A-Za-z]{3,}", notice.inner_text())
        expect(page.get_by_label("您的问题")).to_have_value(QUESTION)


def test_what_is_far_too_long_is_refused_in_words_and_kept(page: Page, app: Running) -> None:
    page.goto(app.address)
    ask(page, "技改" * 100_000)
    expect(page.locator("#talk [role=alert]")).to_contain_text("内容过大：一次最多128KB")
    assert len(page.get_by_label("您的问题").input_value()) == 200_000
