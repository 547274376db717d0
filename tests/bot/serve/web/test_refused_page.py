"""Who comes to an address that there is not is told so in Chinese, and where to go instead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.serve.web.shell import PAGES


@pytest.mark.parametrize(
    "path", ["/nothing", "/library/nothing/deeper", "/api2/", "/calc/x?rule=1"]
)
def test_it_leads_to_the_four_pages_from_wherever_it_is(page: Page, server: str, path: str) -> None:
    answer = page.goto(server + path)
    assert answer is not None
    assert answer.status == 404
    assert page.title() == "找不到这一页－政策问答"
    links = page.locator(".plain-page li a")
    assert links.all_inner_texts() == [name for _, name in PAGES]
    for link, (address, _) in zip(links.all(), PAGES, strict=True):
        assert link.evaluate("one => one.href") == f"{server}/{address.removeprefix('./')}"


def test_what_was_meant_can_be_looked_for_at_once(page: Page, server: str) -> None:
    page.goto(f"{server}/policy/eyewear")
    page.get_by_label("或在政策库中查找").fill("智能眼镜")
    page.get_by_role("button", name="查找").click()
    expect(page.locator("#clause h2.said")).to_contain_text("含有“智能眼镜”")
