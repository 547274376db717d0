"""The whole service behind a path of a portal, through a real nginx, with the documented block."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.bot.serve.web.conftest import Opener
from tests.nginx import documented, serving, set_up
from tests.process import free_port
from tests.running import running_app

BLOCK = next(block for block in documented("nginx") if block.startswith("location /policy/"))
QUESTION = "我们厂上一年度技改投了350万，能补多少？"
CLAUSE = "/library?doc=longgang-fashion-measures-2024&clause=四.第1款"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app as one that is behind /policy; return its port."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROOT_PATH", "/policy")
        with running_app(tmp_path_factory.mktemp("behind")) as app:
            yield app.address.rpartition(":")[2]


@pytest.fixture(scope="module", params=["/", ""], ids=["taken-off", "left-on"])
def server(
    request: pytest.FixtureRequest,
    nginx: Path,
    behind: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Run nginx in front, taking the path off as documented, or not; return the address."""
    port = free_port()
    site = f"server {{ listen 127.0.0.1:{port}; {BLOCK} }}"
    whole = set_up(tmp_path_factory.mktemp("nginx"), site, {"7860/": f"{behind}{request.param}"})
    with serving(whole, port):
        yield f"http://127.0.0.1:{port}/policy"


def read(address: str, body: object = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        text: str = answer.read().decode()
        return text


def test_a_visit_never_leaves_the_path(opened: Opener, server: str) -> None:
    page = opened("/")
    box = page.get_by_label("您的问题")
    for number, (typed, amount) in enumerate(
        ((QUESTION, "70万元"), ("那如果是3000万呢", "500万元")), start=1
    ):
        box.fill(typed)
        box.press("Enter")
        expect(page.locator(f"#turn-{number} .conclusion")).to_contain_text(amount)
    page.locator("#turn-2 a.ref").first.click()
    expect(page.locator("#sources .clause.looked-at")).to_be_in_viewport()
    expect(page.locator("#turn-1 .conclusion")).to_contain_text("70万元")
    with page.expect_popup() as library:  # beside the conversation, which stays
        page.get_by_role("link", name="在政策库中打开").first.click()
    page = library.value
    expect(page.locator("#clause article").first).to_be_visible()
    page.get_by_role("link", name="10.培育引进时尚行业重大活动").click()
    expect(page.locator("#clause")).to_contain_text("责任单位：区工业和信息化局")
    assert page.url.startswith(f"{server}/library?doc=")
    page.reload()
    expect(page.locator("#clause")).to_contain_text("责任单位：区工业和信息化局")
    page.get_by_role("link", name="政策体检").click()
    page.get_by_label("上一年度技术改造实际投资额").fill("350万")
    expect(page.locator("#result .sum").first).to_contain_text("70万元")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载体检报告（PDF）").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")
    page.get_by_text("计算步骤、条件与说明").first.click()
    page.get_by_role("link", name="单独测算这一项").first.click()
    expect(page.get_by_label("上一年度技术改造实际投资额")).to_have_value("350万")
    expect(page.locator("#result .sum strong")).to_have_text("70万元")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="下载测算表（Word）").click()
    assert "word/document.xml" in ZipFile(waiting.value.path()).namelist()
    page.get_by_role("link", name="政策问答").click()
    expect(page.get_by_label("您的问题")).to_be_visible()
    assert page.url == f"{server}/"


def test_an_address_that_was_passed_on_opens_with_or_without_its_last_slash(
    opened: Opener, server: str
) -> None:
    page = opened(CLAUSE)
    expect(page.locator("#clause")).to_contain_text("实际经营地在龙岗区")
    page = opened("/calc/?rule=technical-renovation")
    expect(page.get_by_label("上一年度技术改造实际投资额")).to_be_visible()
    assert page.url == f"{server}/calc?rule=technical-renovation"
    page = opened("")
    expect(page.get_by_label("您的问题")).to_be_visible()
    assert page.url == f"{server}/"


def test_the_interface_answers_and_describes_itself_behind_the_path(server: str) -> None:
    assert json.loads(read(f"{server}/healthz"))["status"] == "ok"
    reply = json.loads(read(f"{server}/api/ask", {"question": QUESTION}))["reply"]
    assert "70万元" in reply["conclusion"]
    assert f'href="{server}/library?doc=' in read(f"{server}/feed.atom")
    guide = read(f"{server}/api")
    links = re.findall(r'(?:href|src)="([^"]+)"', guide)
    assert "openapi.json" in links
    assert all(read(f"{server}/{link}") for link in links)
    assert json.loads(read(f"{server}/openapi.json"))["servers"] == [{"url": "/policy"}]
